"""What is known of other events: those that the reader may see, in a number of queries that never grows."""

from datetime import date, datetime

import pytest

from forumhub.database import db, writing
from forumhub.events.actions import cancel_event, name_head
from forumhub.events.slots.queries import engagements, people_to_choose
from forumhub.parties.models import Person
from tests.counting import counted
from tests.events.examples import make_event, parties, stand
from tests.world import NOW

MARCH = {"first": date(2027, 3, 1), "last": date(2027, 3, 31)}


def found(world, reader, people=(), **changes):
    ids = [world.party["CN"], world.party["BY"]]
    return engagements(reader, **{"parties": ids, "people": people, **MARCH, **changes})


def test_events_of_the_parties_are_engagements_with_the_parties_that_they_occupy(database, world):
    event = make_event(world)

    seen = found(world, world.reader("CN", "organizer"))

    assert [(each.ulid, each.titles, each.starts_at, each.parties) for each in seen] == [
        (event.ulid, event.titles, event.starts_at, {"CN", "BY"})
    ]


@pytest.mark.parametrize(
    ("code", "role", "access", "count"),
    [
        ("CN", "organizer", "delegates", 1),
        ("KZ", "organizer", "parties", 0),
        ("KZ", "organizer", "public", 1),
        ("CN", "delegate", "delegates", 0),
    ],
)
def test_what_the_reader_may_not_see_does_not_count(database, world, code, role, access, count):
    make_event(world, access=access)

    assert len(found(world, world.reader(code, role))) == count


def test_cancelled_postponed_and_far_events_and_the_event_itself_do_not_count(database, world):
    by = {"by": world.reader("BY", "organizer"), "now": NOW}
    with_none = make_event(world, "AA")
    cancelled = make_event(world, "BB")
    make_event(world, "CC", local_start=datetime(2027, 5, 1, 9), local_end=datetime(2027, 5, 1, 17))
    with writing():
        cancel_event(cancelled, reason="Зал занят", **by)

    assert found(world, by["by"], without=with_none) == []


def test_people_are_busy_where_the_reader_organizes_and_where_they_lead(database, world):
    delegate, head = world.person["KZ", "delegate"], world.person["KZ", "head_of_delegation"]
    event = make_event(world, access="public", parties=parties(world, "BY", "KZ"))
    stand(event, delegate, "confirmed")
    with writing():
        person = db.session.get(Person, head)
        name_head(event, *parties(world, "KZ"), person, True, True, by=world.reader("KZ", "secretary"), now=NOW)

    organizer = found(world, world.reader("BY", "organizer"), [delegate, head], parties=[])
    stranger = found(world, world.reader("CN", "organizer"), [delegate, head], parties=[])
    stand(event, delegate, "declined")
    declined = found(world, world.reader("BY", "organizer"), [delegate], parties=[])

    assert [each.people for each in organizer] == [
        {world.ulid["KZ", "delegate"], world.ulid["KZ", "head_of_delegation"]}
    ]
    assert [each.people for each in stranger] == [{world.ulid["KZ", "head_of_delegation"]}]
    assert declined == []


def test_a_head_without_a_role_leads_all_the_same_and_is_busy_and_offered(database, world):
    event = make_event(world)
    with writing():
        minister = Person(name="Министр", party_id=world.party["BY"])
        db.session.add(minister)
        db.session.flush()
        name_head(event, *parties(world, "BY"), minister, True, False, by=world.reader("BY", "secretary"), now=NOW)
    organizer = world.reader("BY", "organizer")

    (engaged,) = found(world, organizer, [minister.id], parties=[])

    assert engaged.people == {minister.ulid}
    assert minister in people_to_choose(organizer, NOW, event)


def test_the_number_of_queries_does_not_grow_with_the_events(database, world):
    reader, people = world.reader("BY", "organizer"), list(world.person.values())
    make_event(world)
    with counted() as few:
        found(world, reader, people)
    for number in range(12):
        stand(make_event(world, "S" + chr(65 + number)), people[number], "confirmed")

    with counted() as many:
        seen = found(world, reader, people)

    assert (len(few), len(many), len(seen)) == (3, 3, 13)


def test_an_organizer_chooses_among_the_own_partys_people_and_the_events(database, world):
    event = make_event(world)
    stand(event, world.person["KZ", "delegate"], "invited")

    alone = people_to_choose(world.reader("BY", "organizer"), NOW, None)
    for_event = people_to_choose(world.reader("BY", "organizer"), NOW, event)

    assert {person.party.code for person in alone} == {"BY"}
    assert len(alone) == 6
    assert {person.ulid for person in for_event} - {person.ulid for person in alone} == {world.ulid["KZ", "delegate"]}
