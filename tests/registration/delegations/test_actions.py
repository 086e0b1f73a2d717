"""A party keeps its list, submits it and takes it back; nobody else sees a draft."""

from datetime import UTC, datetime, timedelta

import pytest

from forumhub.audit import AuditEntry
from forumhub.database import db, writing
from forumhub.errors import Conflict, NotAllowed, NotFound, RuleBroken
from forumhub.events.actions import name_head
from forumhub.parties.models import Person
from forumhub.registration.delegations.actions import (
    edit_nominee,
    move_nominee,
    put_on_list,
    remove_nominee,
    restore_nominee,
)
from forumhub.registration.delegations.queries import find_nomination, people_to_choose
from forumhub.registration.delegations.submitting import submit_list, take_back_list
from tests.events.examples import make_event
from tests.registration.delegations.examples import (
    accept,
    allot,
    list_of,
    party_of,
    put,
    put_all,
    put_known,
    submit,
    typed,
)
from tests.registration.examples import mails
from tests.world import NOW

FUNCTIONS = ["head", "deputy", "member"]


def names(world, event, code: str = "CN") -> list[str]:
    return [each.name for each in list_of(world, event, code).listed]


def acting(world, role: str = "secretary", code: str = "CN", now: datetime = NOW) -> dict:
    return {"by": world.reader(code, role), "now": now}


def test_a_list_holds_people_known_and_new_in_their_order(database, world):
    event = make_event(world)

    put(world, event, "Wang  Fang", "head", own_name="王芳", email="WANG@example.org", title="Minister")
    number = put_known(world, event, "delegate", "observer")

    listed = list_of(world, event).listed
    assert number == 2
    assert [each.name for each in listed] == ["Wang Fang", "delegate cn", "observer cn"]
    assert (listed[0].own_name, listed[0].email, listed[0].person) == ("王芳", "wang@example.org", None)
    assert listed[1].email == "delegate.cn@example.org"


def test_an_address_of_ones_own_people_means_that_person_and_of_others_says_nothing(database, world):
    event = make_event(world)

    own = put(world, event, "D.", email="delegate.cn@example.org")
    other = put(world, event, "D.", email="delegate.by@example.org")

    assert (own.person_id, own.name) == (world.person["CN", "delegate"], "delegate cn")
    assert (other.person_id, other.name) == (None, "D.")


@pytest.mark.parametrize(
    ("again", "field"),
    [
        (typed("Zhang Wei", "head"), "function"),
        (typed("Zhang Wei", email="Nominee1.cn@example.org"), "email"),
        (typed("   "), "name"),
        (typed("Zhang Wei", email="no address"), "email"),
        (typed("Zhang Wei", "emperor"), "function"),
    ],
)
def test_what_cannot_be_on_the_list_is_refused_beside_its_field(database, world, again, field):
    event = make_event(world)
    put_all(world, event, FUNCTIONS)

    with pytest.raises(RuleBroken) as refused, writing():
        put_on_list(event, party_of(world), **acting(world), **again)

    assert (refused.value.field, len(names(world, event))) == (field, 3)


def test_who_is_on_the_list_is_not_put_on_it_twice(database, world):
    event = make_event(world)
    put_known(world, event, "delegate")

    assert put_known(world, event, "delegate", "observer") == 1
    offered = people_to_choose(world.party["CN"], [world.person["CN", "delegate"]], "cn")
    assert "delegate cn" not in [person.name for person in offered]


@pytest.mark.parametrize(
    ("role", "code", "may"),
    [
        ("secretary", "CN", True), ("organizer", "CN", True), ("head_of_delegation", "CN", False),
        ("delegate", "CN", False), ("secretary", "BY", False), ("organizer", "BY", False), ("organizer", "KZ", False),
    ],
)  # fmt: skip
def test_a_list_is_kept_by_its_own_secretariat_and_organizers(database, world, role, code, may):
    event = make_event(world)

    def nominate() -> None:
        with writing():
            put_on_list(event, party_of(world), **acting(world, role, code), **typed("王芳"))

    if may:
        nominate()
        assert names(world, event) == ["王芳"]
    else:
        with pytest.raises(NotAllowed):
            nominate()


def test_the_head_whom_the_party_named_keeps_its_list_too(database, world):
    event = make_event(world)
    with writing():
        head = db.session.get_one(Person, world.person["CN", "head_of_delegation"])
        name_head(event, party_of(world), head, True, False, **acting(world))

    with writing():
        put_on_list(event, party_of(world), **acting(world, "head_of_delegation"), **typed("王芳"))

    assert names(world, event) == ["王芳"]


def test_a_draft_is_its_partys_own_even_for_organizers_and_on_record_for_it_alone(database, world):
    event = make_event(world)
    put_all(world, event, FUNCTIONS)

    seen = {
        (code, role): find_nomination(event.id, world.party["CN"], world.reader(code, role)) is not None
        for code in ("CN", "BY", "KZ")
        for role in ("organizer", "secretary", "delegate")
    }
    readers = {row.party_id for entry in db.session.query(AuditEntry).where(
        AuditEntry.act == "registration.amend_list") for row in entry.readers}  # fmt: skip
    submit(world, event)

    assert [case for case, sees in seen.items() if sees] == [("CN", "organizer"), ("CN", "secretary")]
    assert readers == {world.party["CN"]}
    found = find_nomination(event.id, world.party["CN"], world.reader("BY", "organizer"))
    assert found is not None
    assert find_nomination(event.id, world.party["CN"], world.reader("BY", "secretary")) is None


def test_people_move_up_and_down(database, world):
    event = make_event(world)
    first, second, _third = (each.ulid for each in put_all(world, event, FUNCTIONS))

    for which, direction in ((second, "up"), (first, "down"), (first, "down")):
        with writing():
            move_nominee(event, party_of(world), which, direction, **acting(world))

    assert names(world, event) == ["Марыя Навуменка", "Ольга Соколова", "王芳"]


def test_what_is_said_of_somebody_changes_and_a_stale_save_is_refused(database, world):
    event = make_event(world)
    nominee = put(world, event, "王芳", "head")

    with writing():
        said = typed("王 芳", "deputy", title="部长")
        edit_nominee(event, party_of(world), nominee.ulid, lock_version=1, **acting(world), **said)
    with pytest.raises(Conflict), writing():
        edit_nominee(event, party_of(world), nominee.ulid, lock_version=1, **acting(world), **typed("Li Na"))

    (listed,) = list_of(world, event).listed
    assert (listed.name, listed.function, listed.title) == ("王 芳", "deputy", "部长")


def test_who_was_never_registered_is_simply_taken_off(database, world):
    event = make_event(world)
    nominee = put(world, event, "王芳")

    with writing():
        remove_nominee(event, party_of(world), nominee.ulid, **acting(world))

    nomination = list_of(world, event)
    assert (nomination.listed, nomination.leaving) == ([], [])


def test_who_is_registered_is_taken_off_when_that_is_accepted_and_can_be_put_back(database, world):
    event = make_event(world)
    put_all(world, event, FUNCTIONS)
    submit(world, event)
    accept(world, event)
    gone = list_of(world, event).listed[2].ulid

    with writing():
        remove_nominee(event, party_of(world), gone, **acting(world))
    left = [each.name for each in list_of(world, event).leaving]
    with writing():
        restore_nominee(event, party_of(world), gone, **acting(world))

    assert (left, len(names(world, event))) == (["Ольга Соколова"], 3)


def test_a_head_is_not_put_back_beside_another(database, world):
    event = make_event(world)
    put_all(world, event, FUNCTIONS)
    submit(world, event)
    accept(world, event)
    head, deputy, _member = (each.ulid for each in list_of(world, event).listed)
    with writing():
        remove_nominee(event, party_of(world), head, **acting(world))
    with writing():
        edit_nominee(event, party_of(world), deputy, lock_version=1, **acting(world), **typed("", "head"))

    with pytest.raises(RuleBroken, match="leads the delegation"), writing():
        restore_nominee(event, party_of(world), head, **acting(world))


def test_a_submitted_list_stays_until_it_is_taken_back(database, world):
    event = make_event(world)
    put_all(world, event, FUNCTIONS)
    submit(world, event)

    with pytest.raises(RuleBroken, match="Take it back"):
        put(world, event, "Li Na")
    with writing():
        take_back_list(event, party_of(world), **acting(world))
    put(world, event, "Li Na")

    assert (list_of(world, event).state, len(names(world, event))) == ("draft", 4)


def test_submitting_tells_the_hosts_secretariat_and_organizers_once(database, world):
    event = make_event(world)
    put_all(world, event, FUNCTIONS)

    submit(world, event)

    assert sorted(mails()) == [
        ("delegation_list", "organizer.by@example.org"),
        ("delegation_list", "secretariat.by@example.org"),
    ]


def test_a_list_that_changed_meanwhile_is_not_submitted_unseen(database, world):
    event = make_event(world)
    put(world, event, "王芳")
    seen = list_of(world, event).lock_version
    put(world, event, "Li Na")

    with pytest.raises(Conflict), writing():
        submit_list(event, party_of(world), lock_version=seen, **acting(world))

    assert list_of(world, event).state == "draft"


def test_an_empty_list_is_not_submitted(database, world):
    event = make_event(world)

    with pytest.raises(RuleBroken, match="empty"), writing():
        submit_list(event, party_of(world), lock_version=1, **acting(world))


def test_nothing_changes_after_the_deadline(database, world):
    event = make_event(world)
    put(world, event, "王芳")
    allot(world, event, None, local_deadline=datetime(2027, 3, 1, 17))
    late = datetime(2027, 3, 1, 14, 1).replace(tzinfo=NOW.tzinfo)

    put(world, event, "Li Na", now=late - timedelta(minutes=2))
    with pytest.raises(RuleBroken, match="deadline for lists has passed"):
        put(world, event, "Chen Jing", now=late)

    assert names(world, event) == ["王芳", "Li Na"]


def test_a_party_that_does_not_take_part_has_no_list(database, world):
    event = make_event(world)

    with pytest.raises(NotFound), writing():
        put_on_list(event, party_of(world, "KZ"), **acting(world, code="KZ"), **typed("王芳"))


def test_a_list_is_not_taken_back_after_the_deadline_as_it_could_not_be_submitted_again(database, world):
    event = make_event(world)
    allot(world, event, None, local_deadline=datetime(2027, 3, 1, 17, 0))
    put_all(world, event, FUNCTIONS)
    submit(world, event)
    late = {"by": world.reader("CN", "secretary"), "now": datetime(2027, 3, 1, 14, 1, tzinfo=UTC)}

    with pytest.raises(RuleBroken, match="deadline for lists has passed"), writing():
        take_back_list(event, party_of(world), **late)

    assert list_of(world, event).state == "submitted"
