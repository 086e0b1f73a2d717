"""Who sees which event: the SQL agrees with the policy, for every combination."""

from datetime import UTC, datetime, timedelta
from itertools import product

import pytest
from sqlalchemy import select

from forumhub.database import db, writing
from forumhub.errors import NotAllowed, NotFound
from forumhub.events import queries
from forumhub.events.models import Event, EventHead, Series
from forumhub.events.rules import NAMED, STANDINGS
from forumhub.events.series.queries import visible_to as series_visible_to
from forumhub.parties import policy
from forumhub.parties.policy import ANONYMOUS, Reader
from tests.events.examples import make_event, make_series, parties, stand
from tests.world import NOW

MEMBERSHIPS = [("CN", "BY"), ("BY", "KZ"), ("KZ",)]


def readers(world) -> list[Reader]:
    singles = [world.reader(code, role) for code, role in product(("CN", "BY", "KZ"), policy.ROLES)]
    several = world.reader(
        "CN",
        "delegate",
        roles={world.party["CN"]: frozenset({"delegate"}), world.party["KZ"]: frozenset({"secretary", "organizer"})},
    )
    nobody = world.reader("CN", "observer", roles={})
    return [ANONYMOUS, Reader(person_id=0, operator=True), nobody, several, *singles]


def named(reader: Reader, event: Event, standings: dict, heads: set) -> bool:
    return standings.get((event.id, reader.person_id)) in NAMED or any(
        (event.id, reader.person_id, party_id) in heads for party_id in reader.party_ids
    )


def test_visible_to_agrees_with_the_policy_in_every_combination(world, database):
    by = world.reader(
        "BY", "organizer", roles={world.party[code]: frozenset({"organizer"}) for code in ("CN", "BY", "KZ")}
    )
    people, standings, heads = list(world.person.values()), {}, set()
    for number, (access, codes) in enumerate(product(policy.ACCESS_LEVELS, MEMBERSHIPS)):
        event = make_event(
            world, "EV" + chr(65 + number), access=access, by=by, host=None, parties=parties(world, *codes)
        )
        for index, standing in enumerate(STANDINGS):
            person_id = people[(number + index) % len(people)]
            stand(event, person_id, standing)
            standings[event.id, person_id] = standing
        with writing():
            head = people[(number + 9) % len(people)]
            db.session.add(EventHead(event_id=event.id, party_id=world.party[codes[0]], person_id=head))
        heads.add((event.id, head, world.party[codes[0]]))
    events = list(db.session.scalars(select(Event)))

    compared = 0
    for reader in readers(world):
        seen = set(db.session.scalars(select(Event.id).where(queries.visible_to(reader))))
        allowed = {
            event.id
            for event in events
            if policy.may_see_event(reader, event.access, event.party_ids, named=named(reader, event, standings, heads))
        }
        compared += len(allowed)
        assert seen == allowed, reader

    assert compared > len(readers(world))


def test_a_series_is_seen_by_who_may_and_by_whom_one_of_its_meetings_names(world, database):
    from forumhub.events.actions import plan_series

    series = make_series(world, access="delegates")
    with writing():
        event = plan_series(series, datetime(2016, 12, 1).date(), by=world.reader("CN", "organizer"), now=NOW)[0]
    stand(event, world.person["KZ", "delegate"], "invited")

    seen = {
        (code, role): bool(db.session.scalar(select(Series.id).where(series_visible_to(world.reader(code, role)))))
        for code, role in world.person
    }

    expected = {(code, role) for code in ("CN", "BY") for role in ("organizer", "secretary")} | {("KZ", "delegate")}
    assert {key for key, sees in seen.items() if sees} == expected


def test_get_event_tells_hidden_from_not_allowed(world, database):
    hidden = make_event(world, "HID", access="parties")
    public = make_event(world, "PUB", access="public")
    stranger = world.reader("KZ", "organizer")

    with pytest.raises(NotFound):
        queries.get_event(hidden.ulid, stranger, to_organize=True)
    with pytest.raises(NotAllowed):
        queries.get_event(public.ulid, stranger, to_organize=True)

    assert queries.get_event(public.ulid, stranger).id == public.id


def test_upcoming_leaves_out_what_does_not_take_place(world, database):
    organizer = world.reader("BY", "organizer")
    kept = make_event(world, "KEPT")
    for number, state in enumerate(("held", "cancelled", "postponed")):
        make_event(world, "GO" + chr(65 + number))
        with writing():
            db.session.scalars(select(Event).order_by(Event.id.desc())).first().state = state

    assert [event.ulid for event in queries.upcoming(organizer, NOW, 10)] == [kept.ulid]
    assert queries.upcoming(organizer, kept.ends_at, 10) == []


def test_sharing_takes_what_shares_a_moment(world, database):
    event, hour = make_event(world), timedelta(hours=1)
    times = [
        (event.starts_at - hour, event.starts_at),
        (event.starts_at + hour, event.starts_at + 2 * hour),
        (event.ends_at, event.ends_at + hour),
    ]

    found = [list(db.session.scalars(select(Event.ulid).where(queries.sharing(*each)))) for each in times]

    assert found == [[], [event.ulid], []]


@pytest.mark.parametrize(
    ("filters", "found"),
    [
        ({"past": False}, ["MEET", "TALK"]),
        ({"past": False, "party": "KZ"}, ["TALK"]),
        ({"past": False, "kind": "seminar"}, ["TALK"]),
        ({"past": False, "state": "confirmed"}, []),
        ({"past": True}, ["OLD"]),
    ],
)
def test_the_list_is_filtered(world, database, filters, found):
    make_event(world, "MEET")
    make_event(
        world,
        "TALK",
        kind="seminar",
        parties=parties(world, "BY", "KZ"),
        local_start=datetime(2027, 4, 1, 9),
        local_end=datetime(2027, 4, 1, 10),
    )
    make_event(world, "OLD", local_start=datetime(2020, 4, 1, 9), local_end=datetime(2020, 4, 1, 10))

    statement = queries.selection(world.reader("BY", "organizer"), datetime(2026, 11, 22, tzinfo=UTC), **filters)

    assert [event.register.code for event in db.session.scalars(statement)] == found
