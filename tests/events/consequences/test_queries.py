"""Consequences of many changes are read in a constant number of queries."""

from datetime import timedelta

import pytest

from forumhub.database import db, writing
from forumhub.events.actions import name_head
from forumhub.events.consequences.queries import Change, foresee, foresee_all
from forumhub.parties.granting import end_role
from forumhub.parties.models import Grant, Person
from tests.counting import counted
from tests.events.examples import make_event, parties, stand
from tests.registration.examples import make_people
from tests.world import NOW


def name_in(world, event, role: str = "head_of_delegation") -> None:
    with writing():
        person = db.session.get(Person, world.person["CN", role])
        name_head(event, *parties(world, "CN"), person, True, False, by=world.reader("CN", "secretary"), now=NOW)


def moved(event) -> tuple[dict, dict]:
    before = event.snapshot()
    return before, {**before, "local_start": before["local_start"] + timedelta(days=1)}


def test_many_changes_are_foreseen_in_as_many_queries_as_one(world, database):
    people = make_people(world, 6)
    events = [make_event(world, code) for code in ("ONE", "TWO", "THREE", "FOUR")]
    for event in events:
        name_in(world, event)
    for number, event in enumerate(events):
        for who in people[: number + 2]:
            stand(event, who.person_id, "invited")
    facts = [(event.id, event.snapshot()) for event in events]
    changes = [Change(key, was, {**was, "local_start": was["local_start"] + timedelta(days=1)}) for key, was in facts]

    with counted() as one:
        foresee_all(changes[:1], NOW)
    with counted() as all_of_them:
        foreseen = foresee_all(changes, NOW)

    assert len(one) == len(all_of_them) == 4
    assert [each.number for each in foreseen] == [5, 6, 7, 8]


@pytest.mark.parametrize("how", ["ended", "ran out", "never held"])
def test_a_head_is_told_while_they_hold_an_office_of_the_party_that_named_them(world, database, how):
    event, who = make_event(world), world.person["CN", "head_of_delegation"]
    name_in(world, event)
    told = [{each.standing for each in foresee(event.id, *moved(event), NOW).told}]

    with writing():
        grant = db.session.query(Grant).filter_by(person_id=who).one()
        if how == "ended":
            end_role(grant, "Ушёл.", by=world.reader("CN", "administrator"), now=NOW)
        elif how == "ran out":
            grant.until_date = (NOW - timedelta(days=1)).date()
        else:
            db.session.delete(grant)
    told.append({each.standing for each in foresee(event.id, *moved(event), NOW).told})

    assert told == [{"head", "secretariat"}, {"secretariat"}]
