"""Consequences of many changes are read in a constant number of queries."""

from datetime import timedelta

from forumhub.events.consequences.queries import Change, foresee_all
from tests.counting import counted
from tests.events.examples import make_event, stand
from tests.registration.examples import make_people
from tests.world import NOW


def test_many_changes_are_foreseen_in_as_many_queries_as_one(world, database):
    people = make_people(world, 6)
    events = [make_event(world, code) for code in ("ONE", "TWO", "THREE", "FOUR")]
    for number, event in enumerate(events):
        for who in people[: number + 2]:
            stand(event, who.person_id, "invited")
    facts = [(event.id, event.snapshot()) for event in events]
    changes = [Change(key, was, {**was, "local_start": was["local_start"] + timedelta(days=1)}) for key, was in facts]

    with counted() as one:
        foresee_all(changes[:1], NOW)
    with counted() as all_of_them:
        foreseen = foresee_all(changes, NOW)

    assert len(one) == len(all_of_them) == 3
    assert [each.number for each in foreseen] == [4, 5, 6, 7]
