"""Letting people in: once each, answered alike when it is sent twice, and undone."""

import threading
from datetime import timedelta

import pytest
from sqlalchemy import func, select

from forumhub.database import db, new_ulid, writing
from forumhub.errors import NotAllowed, RuleBroken
from forumhub.events.calendar.actions import move_event
from forumhub.events.steps import cancel_event, postpone_event
from forumhub.registration.actions import (
    decline_registration,
    miss_registration,
    withdraw_registration,
)
from forumhub.registration.checkin.actions import close_doors, let_in, scan_code, undo_check_in
from forumhub.registration.checkin.codes import code_of
from forumhub.registration.checkin.models import Scan
from forumhub.registration.checkin.queries import attendance_of, came_at
from forumhub.registration.models import Registration
from tests.events.examples import make_event
from tests.registration.checkin.examples import BEGUN, MORNING, make_door, scan, state_of
from tests.registration.examples import apply, invite, make_people, make_person, states
from tests.world import NOW


def organizer(world, now=MORNING) -> dict:
    return {"by": world.reader("BY", "organizer"), "now": now}


def scans() -> int:
    return db.session.scalar(select(func.count()).select_from(Scan))


def test_a_code_lets_its_person_in(database, world):
    event, (delegate, other) = make_door(world)

    scanned = scan(world, event, code_of(delegate).lower())

    assert (scanned.outcome, scanned.registration_id) == ("welcome", delegate.id)
    assert [state_of(delegate), state_of(other)] == ["attended", "confirmed"]


def test_a_second_scan_is_a_duplicate_and_says_when_the_first_was(database, world):
    event, (delegate, _other) = make_door(world)
    scan(world, event, delegate.checkin_code)

    again = scan(world, event, delegate.checkin_code, now=MORNING + timedelta(minutes=5))

    assert again.outcome == "duplicate"
    assert came_at(again.registration) == MORNING


def test_the_same_scan_sent_twice_is_answered_alike_and_kept_once(database, world):
    event, (delegate, _other) = make_door(world)
    ulid = new_ulid()

    first = scan(world, event, delegate.checkin_code, ulid=ulid).id
    second = scan(world, event, delegate.checkin_code, ulid=ulid, now=MORNING + timedelta(minutes=1))

    assert (second.id, second.outcome, second.received_at) == (first, "welcome", MORNING)
    assert scans() == 1


def test_a_scan_that_waited_was_made_when_it_was_made(database, world):
    event, (delegate, _other) = make_door(world)

    scanned = scan(world, event, delegate.checkin_code, waited="600")

    assert scanned.scanned_at == MORNING - timedelta(minutes=10)
    assert scanned.received_at == MORNING


def test_a_code_of_another_event_is_refused_and_changes_nothing(database, world):
    event, _delegates = make_door(world)
    _other, (stranger,) = make_door(world, 1, "OTHER", first=10)

    scanned = scan(world, event, stranger.checkin_code)

    assert (scanned.outcome, scanned.registration_id) == ("other_event", stranger.id)
    assert state_of(stranger) == "confirmed"


def test_a_code_of_an_event_that_others_organize_is_as_if_it_was_not(database, world):
    event, _delegates = make_door(world)
    _other, (stranger,) = make_door(world, 1, "OTHER", first=10)
    with writing():
        stranger.event.parties = [party for party in stranger.event.parties if party.code == "CN"]

    scanned = scan(world, event, stranger.checkin_code)

    assert (scanned.outcome, scanned.registration_id) == ("unknown", None)


@pytest.mark.parametrize("typed", ["", "7KQ49", "https://example.org", "0" * 100, "7KQ49-TXDM0", "00000-00000"])
def test_what_is_nobodys_code_is_unknown(database, world, typed):
    event, _delegates = make_door(world)

    assert scan(world, event, typed).outcome == "unknown"


def test_who_holds_no_place_is_refused(database, world):
    event = make_event(world, capacity=2)
    declined, withdrawn, waiting = [apply(event, who) for who in make_people(world, 3)]
    invitation, _token = invite(world, event)
    invited = invitation.registration
    assert waiting.state == "waiting"

    answered = [scan(world, event, invited.checkin_code).outcome, scan(world, event, waiting.checkin_code).outcome]
    with writing():
        decline_registration(declined, **organizer(world))
        withdraw_registration(withdrawn, **organizer(world))
    answered += [scan(world, event, each.checkin_code).outcome for each in (declined, withdrawn)]

    assert answered == ["invited", "waiting", "declined", "withdrawn"]
    assert state_of(invited) == "invited"


def test_who_was_found_by_name_is_let_in(database, world):
    event, (delegate, _other) = make_door(world)

    with writing():
        found = let_in(event, delegate.ulid, ulid=new_ulid(), **organizer(world))

    assert found.outcome == "welcome"
    assert state_of(delegate) == "attended"


def test_undo_makes_somebody_expected_again_and_the_next_scan_welcome(database, world):
    event, (delegate, _other) = make_door(world)
    first = scan(world, event, delegate.checkin_code)

    with writing():
        undo_check_in(delegate, **organizer(world))
    undone = (state_of(delegate), db.session.get(Scan, first.id).undone_at)
    again = scan(world, event, delegate.checkin_code, now=BEGUN)

    assert undone == ("confirmed", MORNING)
    assert (again.outcome, came_at(delegate)) == ("welcome", BEGUN)


def test_closing_the_doors_marks_who_did_not_come_and_each_is_undone_by_itself(database, world):
    event, (came, missing, late) = make_door(world, 3)
    scan(world, event, came.checkin_code)

    with writing():
        number = close_doors(event, **organizer(world, BEGUN))
    closed = states(event)
    with writing():
        undo_check_in(missing, **organizer(world, BEGUN))
    scan(world, event, late.checkin_code, now=BEGUN)

    assert (number, closed) == (2, ["attended", "absent", "absent"])
    assert states(event) == ["attended", "confirmed", "attended"]
    assert attendance_of(event, world.reader("CN", "organizer")) == (2, 1, 0, 0)


def test_an_application_that_nobody_confirmed_is_expected_but_not_missing(database, world):
    event, _delegates = make_door(world, 1)
    apply(event, make_person(world, 7))

    before = attendance_of(event, world.reader("CN", "organizer"))
    with writing():
        number = close_doors(event, **organizer(world, BEGUN))

    assert (before.expected, before.missing, number) == (2, 1, 1)
    assert states(event) == ["absent", "applied"]


@pytest.mark.parametrize("role", ["secretary", "delegate", "administrator"])
def test_only_organizers_let_people_in(database, world, role):
    event, (delegate, _other) = make_door(world)

    with pytest.raises(NotAllowed):
        scan(world, event, delegate.checkin_code, by=world.reader("BY", role))

    assert state_of(delegate) == "confirmed"


def test_nobody_is_let_in_months_before(database, world):
    event, (delegate, _other) = make_door(world)

    with pytest.raises(RuleBroken, match="a day before"):
        scan(world, event, delegate.checkin_code, now=NOW)

    assert (state_of(delegate), scans()) == ("confirmed", 0)


@pytest.mark.parametrize("same", [False, True], ids=["two phones", "one scan sent twice"])
def test_at_once_one_is_welcome(app, world, same):
    """Two phones read one badge in the same moment: a welcome and a duplicate. One scan twice: a welcome twice."""
    with app.app_context():
        event, (delegate,) = make_door(world, 1)
        event_id, code, ulid = event.id, delegate.checkin_code, new_ulid()
    together, outcomes = threading.Barrier(8), []

    def phone() -> None:
        with app.app_context():
            door = db.session.get(type(event), event_id)
            together.wait()
            with writing():
                scanned = scan_code(door, code, ulid=ulid if same else new_ulid(), **organizer(world))
                outcomes.append(scanned.outcome)

    phones = [threading.Thread(target=phone) for _ in range(8)]
    for each in phones:
        each.start()
    for each in phones:
        each.join()

    assert sorted(outcomes) == (["welcome"] * 8 if same else ["duplicate"] * 7 + ["welcome"])
    with app.app_context():
        assert scans() == (1 if same else 8)
        assert db.session.scalars(select(Registration.state)).all() == ["attended"]


@pytest.mark.parametrize("step", [cancel_event, postpone_event])
def test_who_came_is_expected_again_when_the_event_is_put_off(database, world, step):
    event, (delegate, other) = make_door(world)
    scan(world, event, delegate.checkin_code)
    with writing():
        miss_registration(other, **organizer(world))

    with writing():
        step(event, reason="Storm", **organizer(world))

    assert [state_of(delegate), state_of(other)] == ["confirmed", "confirmed"]
    assert db.session.scalar(select(Scan.undone_at)) == MORNING


def test_who_was_let_in_on_an_application_has_only_applied_when_the_event_is_put_off(database, world):
    event, (delegate, _other) = make_door(world)
    applied = apply(event, make_person(world, 7))
    for each in (delegate, applied):
        scan(world, event, each.checkin_code)

    with writing():
        cancel_event(event, reason="Storm", **organizer(world))

    assert [state_of(delegate), state_of(applied)] == ["confirmed", "applied"]


@pytest.mark.parametrize(("days", "state"), [(7, "confirmed"), (0, "attended")])
def test_who_came_is_expected_again_when_the_event_moves_beyond_the_day_before(database, world, days, state):
    event, (delegate, _other) = make_door(world)
    scan(world, event, delegate.checkin_code)
    later = timedelta(days=days, hours=1)

    with writing():
        move_event(
            event,
            event.local_start + later,
            event.local_end + later,
            lock_version=event.lock_version,
            **organizer(world),
        )

    assert state_of(delegate) == state
