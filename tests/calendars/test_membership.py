"""Which collections a reader's feeds are made of."""

import pytest

from forumhub.calendars.membership import DUE, JOURNALS, MEETINGS, TASKS, collections_of

ROLES = {"KZ": {"observer"}, "BY": {"secretary", "delegate"}}


@pytest.mark.parametrize(
    ("showing", "names"),
    [
        (MEETINGS, ["party/BY", "party/KZ", "person/01P", "person/BY/01P", "person/KZ/01P", "staff/BY"]),
        (TASKS, ["tasks-named/BY/01P", "tasks-named/KZ/01P", "tasks-staff/BY", "tasks/BY", "tasks/KZ"]),
        (DUE, ["due-named/BY/01P", "due-named/KZ/01P", "due-staff/BY", "due/BY", "due/KZ"]),
        (
            JOURNALS,
            [
                "journals-named/01P",
                "journals-named/BY/01P",
                "journals-named/KZ/01P",
                "journals-staff/BY",
                "journals/BY",
                "journals/KZ",
            ],
        ),
    ],
)
def test_collections_of_follow_from_the_roles_of_today(showing: str, names: list[str]):
    found = collections_of("01P", ROLES, showing)

    assert found == names


def test_collections_of_who_has_no_role_are_what_names_them():
    found = [collections_of("01P", {}, showing) for showing in (MEETINGS, TASKS, DUE, JOURNALS)]

    assert found == [["person/01P"], [], [], ["journals-named/01P"]]
