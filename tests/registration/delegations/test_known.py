"""Who is chosen from those known, and who came the last time."""

from datetime import timedelta

import pytest

from forumhub.database import db, writing
from forumhub.errors import RuleBroken
from forumhub.events.actions import name_head
from forumhub.events.models import Event
from forumhub.parties.models import Person
from forumhub.registration.actions import withdraw_registration
from forumhub.registration.delegations.actions import copy_list
from forumhub.registration.delegations.queries import people_chosen, people_to_choose
from forumhub.registration.delegations.standings import last_list
from forumhub.registration.privacy.rules import ERASED
from tests.events.examples import START, make_event, make_series
from tests.registration.delegations.examples import accept, list_of, party_of, put, put_all, put_known, submit
from tests.registration.examples import apply
from tests.world import NOW, World

FUNCTIONS = ["head", "member", "observer"]


def meeting(world: World, series, years: int) -> Event:
    start = START + timedelta(days=364 * years)
    return make_event(world, "", series=series, local_start=start, local_end=start + timedelta(hours=8))


def last(world: World, event: Event, code: str = "CN"):
    return last_list(event, world.party[code], world.reader(code, "secretary"))


def copy(world: World, event: Event, code: str = "CN") -> int:
    found = last(world, event, code)
    with writing():
        return copy_list(event, party_of(world, code), found.members, by=world.reader(code, "secretary"), now=NOW)


def functions(world: World, event: Event) -> dict[str, str]:
    return {each.name: each.function for each in list_of(world, event).listed}


def test_who_is_known_comes_as_what_they_are_at_the_event_already(database, world):
    event = make_event(world)
    with writing():
        head = db.session.get_one(Person, world.person["CN", "head_of_delegation"])
        name_head(event, party_of(world), head, True, True, by=world.reader("CN", "secretary"), now=NOW)
    apply(event, world.reader("CN", "observer"))

    put_known(world, event, "head_of_delegation", "observer", "delegate")

    assert sorted(functions(world, event).values()) == ["head", "member", "observer"]


def test_the_last_list_is_that_of_the_meeting_before_in_the_order_of_protocol(database, world):
    series = make_series(world)
    first, second, third = (meeting(world, series, years) for years in (0, 1, 2))
    put_all(world, first, ["member", "head", "observer"])
    submit(world, first)
    accept(world, first)

    number = copy(world, third)

    assert (last(world, second).event.id, last(world, first)) == (first.id, None)
    assert number == 3
    assert list(functions(world, third).values()) == ["head", "member", "observer"]
    listed = list_of(world, third).listed
    assert [each.registration for each in listed] == [None] * 3
    assert (listed[0].person.name, list_of(world, third).state) == ("Марыя Навуменка", "draft")


def test_only_ones_own_party_and_only_who_stayed_registered(database, world):
    series = make_series(world)
    first, second = (meeting(world, series, years) for years in (0, 1))
    put_all(world, first, FUNCTIONS)
    submit(world, first)
    accept(world, first)
    gone = list_of(world, first).listed[1].registration
    with writing():
        withdraw_registration(gone, by=world.reader("CN", "secretary"), now=NOW)

    assert [member.function for member in last(world, second).members] == ["head", "observer"]
    assert last(world, second, "BY") is None


def test_a_copy_takes_the_list_of_the_event_that_it_was_copied_from(database, world):
    first, second = make_event(world, "ONE"), make_event(world, "TWO")
    apply(first, world.reader("CN", "delegate"))
    with writing():
        db.session.get_one(Event, second.id).copied_from_id = first.id

    assert last(world, second).event.id == first.id


def test_a_list_that_has_people_is_not_overwritten(database, world):
    series = make_series(world)
    first, second = (meeting(world, series, years) for years in (0, 1))
    apply(first, world.reader("CN", "delegate"))
    put(world, second, "王芳")

    with pytest.raises(RuleBroken, match="already"):
        copy(world, second)


def test_who_was_erased_is_not_copied_and_not_offered(database, world):
    first, second = make_event(world, "ONE"), make_event(world, "TWO")
    gone, stays = (db.session.get_one(Person, world.person["CN", role]) for role in ("delegate", "observer"))
    party, ulids = world.party["CN"], [gone.ulid, stays.ulid]
    apply(first, world.reader("CN", "delegate"))
    apply(first, world.reader("CN", "observer"))
    with writing():
        db.session.get_one(Event, second.id).copied_from_id = first.id
        db.session.get_one(Person, world.person["CN", "delegate"]).name = ERASED

    copied = copy(world, second)

    assert (copied, [each.name for each in list_of(world, second).listed]) == (1, [stays.name])
    assert [person.ulid for person in people_chosen(party, ulids)] == [stays.ulid]
    assert people_to_choose(party, [], ERASED) == []


def test_an_event_of_which_all_were_erased_has_no_last_list(database, world):
    first, second = make_event(world, "ONE"), make_event(world, "TWO")
    apply(first, world.reader("CN", "delegate"))
    with writing():
        db.session.get_one(Event, second.id).copied_from_id = first.id
        db.session.get_one(Person, world.person["CN", "delegate"]).name = ERASED

    assert last(world, second) is None
