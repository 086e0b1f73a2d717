"""What changed: a party's record is read by all of its members, so each entry shows with its subject alone."""

import pytest

from forumhub.database import writing
from forumhub.desk.queries import recent_changes
from forumhub.followup.actions import report_item
from forumhub.parties import policy
from forumhub.parties.queries import get_party
from tests.agreements import examples as agreements
from tests.events.examples import make_event, make_series
from tests.events.programme.examples import make_hall, make_programme, make_session, publish
from tests.followup import examples as followup
from tests.minutes.arranging import Meeting
from tests.minutes.arranging import make_event as make_meeting
from tests.registration.examples import apply
from tests.world import NOW


def acts(world, code: str, role: str) -> set[str]:
    return {entry.act for entry, _by in recent_changes(world.reader(code, role), limit=50)}


@pytest.mark.parametrize("role", policy.ROLES)
def test_a_delegates_event_shows_to_those_who_see_it(world, database, role):
    make_event(world, access="delegates", titles={"zh": "闭门会议"})

    shown = acts(world, "CN", role)

    assert shown == ({"events.create"} if role in (policy.ORGANIZER, policy.SECRETARY) else set())


def test_a_delegates_series_shows_to_those_who_see_it(world, database):
    make_series(world, access="delegates")

    shown = [acts(world, "BY", role) for role in (policy.ORGANIZER, policy.OBSERVER)]

    assert shown == [{"events.create_series"}, set()]


def test_a_registration_shows_to_its_person_and_to_organizers_and_secretaries(world, database):
    apply(make_event(world), world.reader("CN", "delegate"))

    shown = [acts(world, "CN", role) for role in (policy.SECRETARY, policy.DELEGATE, policy.OBSERVER)]

    assert ["registration.apply" in each for each in shown] == [True, True, False]


def test_a_programme_shows_to_those_who_prepare_it_and_its_publication_to_all(world, database):
    programme = make_programme(world, make_event(world))
    make_session(world, programme, make_hall(world, programme), titles={"zh": "内部讨论"})
    publish(world, programme)

    shown = [acts(world, "CN", role) for role in (policy.SECRETARY, policy.DELEGATE)]

    begun = {"events.programme_open", "events.programme_halls", "events.programme_add"}
    assert shown[1] == {"events.create", "events.programme_publish"}
    assert shown[0] == shown[1] | begun


def test_a_draft_of_minutes_shows_to_those_who_see_it(world, database):
    with writing():
        meeting = Meeting(world, make_meeting(world))
    meeting.create("CN", shared=False)

    shown = [acts(world, *who) for who in (("CN", "secretary"), ("CN", "observer"), ("BY", "secretary"))]

    assert shown == [{"minutes.create"}, set(), set()]


def test_an_agreement_in_the_making_shows_to_its_keepers(world, database):
    with writing():
        agreements.in_force(world)

    shown = [acts(world, "BY", role) for role in (policy.SECRETARY, policy.OBSERVER)]

    assert shown == [
        {"agreements.drafted", "agreements.proposed", "agreements.approved", "agreements.in_force"},
        {"agreements.in_force"},
    ]


def test_a_closing_shows_to_the_members_of_its_parties(world, database):
    with writing():
        followup.agreed(world)
        by = world.reader("BY", "secretary")
        report_item(followup.item("A-1"), get_party("BY"), "reported", words="Готово", by=by, now=NOW)

    shown = [acts(world, *who) for who in (("CN", "observer"), ("KZ", "secretary"))]

    assert ("followup.reported" in shown[0], shown[1]) == (True, set())
