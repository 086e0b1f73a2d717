"""A delegation's quota beside the event's capacity: both hold, and who does not fit keeps their turn."""

from datetime import timedelta

import pytest

from forumhub.database import db, writing
from forumhub.errors import RuleBroken
from forumhub.events.actions import edit_event, name_head
from forumhub.parties.models import Party, Person
from forumhub.registration.actions import change_function, withdraw_registration
from forumhub.registration.quotas.queries import free_places, next_in_line
from forumhub.registration.rules import MEMBER, OBSERVER
from tests.registration.examples import apply, apply_all, mails, make_people, make_person, states, taken
from tests.registration.quotas.examples import make_allotted
from tests.world import NOW

LATER = NOW + timedelta(days=1)


def withdraw(registration, by):
    with writing():
        return withdraw_registration(registration, by=by, now=LATER)


def test_a_delegation_fills_its_quota_and_the_next_of_it_waits(database, world):
    event = make_allotted(world, {"CN": (2, None)}, capacity=10)

    apply_all(event, make_people(world, 3, "CN"))
    belarus = apply(event, make_person(world, 7, "BY"))

    assert (states(event), taken(event)) == (["applied", "applied", "waiting", "applied"], 3)
    assert belarus.state == "applied"


def test_capacity_holds_where_quotas_promise_more(database, world):
    event = make_allotted(world, {"CN": (5, None), "BY": (5, None)}, capacity=1)

    apply_all(event, [make_person(world, 1, "CN"), make_person(world, 2, "BY")])

    assert (states(event), taken(event)) == (["applied", "waiting"], 1)


def test_a_delegation_without_places_waits_and_a_guest_has_no_quota(database, world):
    event = make_allotted(world, {"CN": (0, 0)}, access="public", capacity=2)

    apply_all(event, [make_person(world, 1, "CN"), make_person(world, 2, None), make_person(world, 3, "KZ")])

    assert (states(event), taken(event)) == (["waiting", "applied", "applied"], 2)


def test_observers_have_places_of_their_own_and_count_for_the_capacity(database, world):
    event = make_allotted(world, {"CN": (1, 1)}, capacity=2)

    delegate = apply(event, make_person(world, 1, "CN"))
    observer = apply(event, world.reader("CN", "observer"))
    second = apply(event, make_person(world, 2, "BY"))

    assert (delegate.function, observer.function) == (MEMBER, OBSERVER)
    assert (delegate.state, observer.state, second.state, taken(event)) == ("applied", "applied", "waiting", 2)


def test_who_does_not_fit_is_passed_over_and_keeps_their_turn(database, world):
    event = make_allotted(world, {"CN": (1, None)}, capacity=2)
    chinese, belarusian = make_people(world, 2, "CN"), [make_person(world, number, "BY") for number in (5, 6)]
    china, belarus, second_china, second_belarus = apply_all(
        event, [chinese[0], belarusian[0], chinese[1], belarusian[1]]
    )

    withdraw(belarus, belarusian[0])
    passed_over = second_china.state, second_belarus.state
    withdraw(china, chinese[0])

    assert passed_over == ("waiting", "applied")
    assert (second_china.state, second_belarus.state, taken(event)) == ("applied", "applied", 2)
    assert mails("registration_promoted") == [
        ("registration_promoted", "person6@example.org"), ("registration_promoted", "person1@example.org")
    ]  # fmt: skip


def test_more_capacity_is_no_more_quota(database, world):
    event = make_allotted(world, {"CN": (1, None)}, capacity=1)
    apply_all(event, [*make_people(world, 3, "CN"), make_person(world, 9, "BY")])

    with writing():
        edit_event(event, lock_version=1, capacity=4, by=world.reader("CN", "organizer"), now=LATER)

    assert (states(event), taken(event)) == (["applied", "waiting", "waiting", "applied"], 2)


def test_whoever_leaves_the_place_goes_to_who_fits_then(database, world):
    event = make_allotted(world, {"CN": (1, None)}, capacity=2)
    chinese = make_people(world, 2, "CN")
    china, belarus, second_china = apply_all(event, [chinese[0], make_person(world, 5, "BY"), chinese[1]])

    assert next_in_line(event.id) is None
    assert next_in_line(event.id, leaving=belarus) is None
    assert next_in_line(event.id, leaving=china) is second_china


def test_free_places_are_those_of_the_narrower_limit(database, world):
    event = make_allotted(world, {"CN": (3, None), "BY": (20, 0)}, capacity=5)
    apply_all(event, make_people(world, 2, "CN"))
    china, belarus = world.party["CN"], world.party["BY"]

    assert free_places(event) == 3
    assert (free_places(event, china, MEMBER), free_places(event, china, OBSERVER)) == (1, 3)
    assert (free_places(event, belarus, MEMBER), free_places(event, belarus, OBSERVER)) == (3, 0)


def test_a_change_of_function_needs_a_place_of_that_kind_and_leaves_one(database, world):
    event = make_allotted(world, {"CN": (1, 0)}, capacity=9)
    first, second = apply_all(event, make_people(world, 2, "CN"))
    by = world.reader("CN", "secretary")

    with pytest.raises(RuleBroken, match="no free place of this kind"), writing():
        change_function(first, OBSERVER, by=by, now=LATER)
    db.session.refresh(first)
    assert (first.function, second.state) == (MEMBER, "waiting")

    with writing():
        db.session.execute(db.text("UPDATE delegation SET observers = 1"))
        change_function(first, OBSERVER, by=by, now=LATER)

    assert (first.function, first.state, second.state, taken(event)) == (OBSERVER, "applied", "applied", 2)


def test_whom_the_party_named_as_leading_comes_as_head(database, world):
    event = make_allotted(world, {})
    with writing():
        person = db.session.get(Person, world.person["CN", "head_of_delegation"])
        party = db.session.get(Party, world.party["CN"])
        name_head(event, party, person, True, True, by=world.reader("CN", "secretary"), now=NOW)

    registration = apply(event, world.reader("CN", "head_of_delegation"))

    assert registration.function == "head"
