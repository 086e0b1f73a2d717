"""Meetings of a series and who sees them, as plain values for the rules of what is due at the next one."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Row, Subquery, null, or_, select, union_all

from forumhub.database import db
from forumhub.events.models import Event, EventHead, EventParticipant, EventParty
from forumhub.events.rules import NAMED
from forumhub.followup.following import Meeting
from forumhub.parties.models import Account
from forumhub.parties.policy import Reader
from forumhub.parties.queries import roles_of


def around(event_ids: Collection[int]) -> ColumnElement[bool]:
    """Of Event: these, and all of their series."""
    series = select(Event.series_id).where(Event.id.in_(event_ids), Event.series_id.is_not(None))
    return or_(Event.id.in_(event_ids), Event.series_id.in_(series))


def meetings_around(event_ids: Collection[int], now: datetime) -> dict[int, Meeting]:
    """By row id, these and all of their series; of people, with those alone whom one of `event_ids` names. Four
    queries, however many there are."""
    columns = (Event.id, Event.series_id, Event.local_start, Event.state, Event.access, Event.changed_at)
    rows = db.session.execute(select(*columns).where(around(event_ids))).all()
    ids = [row.id for row in rows]
    parties, namings = _parties(ids), _namings_of(ids, event_ids)
    roles = roles_of({naming.person_id for naming in namings}, now)
    named = _grouped((at, who) for at, who, party_id in namings if party_id is None or party_id in roles[who])
    return {
        row.id: Meeting(
            *row,
            party_ids=frozenset(parties[row.id]),
            named={each: Reader(person_id=each, roles=roles[each]) for each in named[row.id]},
        )
        for row in rows
    }


def events_naming(people: Collection[int]) -> set[int]:
    """Row ids of the events where one of these people is a head, in an office or not, or is invited or registered."""
    namings = _namings()
    return set(db.session.scalars(select(namings.c.event_id).where(namings.c.person_id.in_(people))))


def _parties(event_ids: Collection[int]) -> dict[int, set[int]]:
    statement = select(EventParty.event_id, EventParty.party_id).where(EventParty.event_id.in_(event_ids))
    return _grouped(db.session.execute(statement))


def _namings_of(event_ids: Collection[int], source_ids: Collection[int]) -> Sequence[Row[int, int, int | None]]:
    """At these events, of those who can sign in and whom one of the sources names."""
    namings, sources = _namings(), _namings()
    theirs = select(sources.c.person_id).where(sources.c.event_id.in_(source_ids))
    statement = (
        select(namings.c.event_id, namings.c.person_id, namings.c.party_id)
        .join(Account, Account.person_id == namings.c.person_id)
        .where(Account.active, namings.c.event_id.in_(event_ids), namings.c.person_id.in_(theirs))
    )
    return db.session.execute(statement).all()


def _namings() -> Subquery:
    """Event, person, and of a head the party: it counts while the head holds an office of it, as in
    `events.sight.events_naming`."""
    no_party = null().label("party_id")
    registered = select(EventParticipant.event_id, EventParticipant.person_id, no_party)
    heading = select(EventHead.event_id, EventHead.person_id, EventHead.party_id)
    return union_all(heading, registered.where(EventParticipant.standing.in_(NAMED))).subquery()


def _grouped(rows: Iterable[Any]) -> dict[int, set[int]]:
    found: dict[int, set[int]] = defaultdict(set)
    for event_id, other_id in rows:
        found[event_id].add(other_id)
    return found
