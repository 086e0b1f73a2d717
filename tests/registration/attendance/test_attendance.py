"""Who came: recorded by the organizer, undone, and closed; places stay counted."""

from datetime import timedelta

import pytest

from forumhub.database import writing
from forumhub.errors import NotAllowed, RuleBroken
from forumhub.events.queries import standing_of
from forumhub.registration.actions import (
    attend_registration,
    close_attendance,
    confirm_registration,
    decline_registration,
    miss_registration,
    reopen_attendance,
    withdraw_registration,
)
from tests.counting import counted
from tests.events.examples import make_event
from tests.registration.examples import apply, apply_all, mails, make_people, states, taken
from tests.world import NOW


@pytest.fixture
def people(world):
    return make_people(world, 4)


@pytest.fixture
def event(world):
    return make_event(world, capacity=3)


@pytest.fixture
def registrations(world, event, people):
    """Two are confirmed, one has applied, one waits."""
    found = apply_all(event, people)
    for registration in found[:2]:
        act(world, confirm_registration, registration, NOW)
    return found


def act(world, action, registration, now, party="BY", role="organizer"):
    with writing():
        return action(registration, by=world.reader(party, role), now=now)


def test_who_comes_is_recorded_and_that_can_be_undone(database, world, event, registrations):
    first, begins = registrations[0], event.starts_at

    act(world, attend_registration, first, begins)
    came = first.state, standing_of(event.id, first.person_id)
    act(world, reopen_attendance, first, begins)

    assert came == ("attended", "attended")
    assert (first.state, taken(event)) == ("confirmed", 3)


def test_recording_twice_changes_nothing_and_tells_nobody(database, world, event, registrations):
    first, told = registrations[0], len(mails())

    act(world, attend_registration, first, event.starts_at)
    changed_at = first.changed_at
    act(world, attend_registration, first, event.ends_at)

    assert (first.changed_at, len(mails())) == (changed_at, told)


def test_who_came_late_was_absent_before(database, world, event, registrations):
    first = registrations[0]

    act(world, miss_registration, first, event.starts_at)
    act(world, attend_registration, first, event.ends_at)

    assert first.state == "attended"
    with pytest.raises(RuleBroken, match="that this person came"):
        act(world, miss_registration, first, event.ends_at)


def test_who_waits_did_not_come_and_who_was_let_in_by_mistake_has_only_applied_again(
    database, world, event, registrations
):
    _first, _second, applied, waiting = registrations

    act(world, miss_registration, applied, event.starts_at)
    act(world, attend_registration, applied, event.starts_at)
    act(world, reopen_attendance, applied, event.starts_at)
    with pytest.raises(RuleBroken, match="waiting list"):
        act(world, attend_registration, waiting, event.starts_at)

    assert states(event) == ["confirmed", "confirmed", "applied", "waiting"]


def test_who_is_confirmed_after_a_mistake_at_the_door_stays_so_after_the_next(database, world, event, registrations):
    applied = registrations[2]
    act(world, attend_registration, applied, event.starts_at)
    act(world, reopen_attendance, applied, event.starts_at)
    act(world, confirm_registration, applied, event.starts_at)

    act(world, attend_registration, applied, event.starts_at)
    act(world, reopen_attendance, applied, event.starts_at)

    assert applied.state == "confirmed"


def test_closing_makes_absent_who_was_confirmed_and_did_not_come(database, world, event, registrations):
    act(world, attend_registration, registrations[0], event.starts_at)

    closed = act(world, close_attendance, event, event.ends_at)
    again = act(world, close_attendance, event, event.ends_at)

    assert (closed, again) == (1, 0)
    assert (states(event), taken(event)) == (["attended", "absent", "applied", "waiting"], 3)


def test_closing_a_long_list_asks_no_more_than_a_short_one(database, world):
    people, costs = make_people(world, 12), []
    for code, several in (("FEW", people[:2]), ("ALL", people)):
        event = make_event(world, code, capacity=None)
        for registration in apply_all(event, several):
            act(world, confirm_registration, registration, NOW)
        with counted("SELECT", "UPDATE") as statements:
            act(world, close_attendance, event, event.ends_at)
        costs.append(len(statements))

    assert costs[0] == costs[1]


@pytest.mark.parametrize("action", [withdraw_registration, decline_registration, confirm_registration])
def test_what_is_recorded_is_undone_before_anything_else(database, world, event, registrations, action):
    act(world, attend_registration, registrations[0], event.starts_at)

    with pytest.raises(RuleBroken, match="Undo that first"):
        act(world, action, registrations[0], event.starts_at)


@pytest.mark.parametrize("action", [attend_registration, miss_registration, reopen_attendance])
def test_only_an_organizer_records_and_only_about_the_time_of_the_event(database, world, event, registrations, action):
    with pytest.raises(NotAllowed):
        act(world, action, registrations[0], event.starts_at, "CN", "secretary")
    with pytest.raises(RuleBroken, match="from a day before"):
        act(world, action, registrations[0], event.starts_at - timedelta(days=2))
    with pytest.raises(RuleBroken, match="list of who came is closed"):
        act(world, action, registrations[0], event.ends_at + timedelta(days=15))


def test_who_came_is_answered_with_what_there_is_when_they_apply_again(database, world, event, people, registrations):
    act(world, attend_registration, registrations[0], event.starts_at)

    assert apply(event, people[0], event.starts_at).state == "attended"
