"""Meetings of a series and who sees them, as plain values for the rules of what is due at the next one."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Subquery, or_, select, union_all

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
    parties, named = _parties([row.id for row in rows]), _named([row.id for row in rows], event_ids)
    roles = roles_of({person for people in named.values() for person in people}, now)
    return {
        row.id: Meeting(
            *row,
            party_ids=frozenset(parties[row.id]),
            named={each: Reader(person_id=each, roles=roles[each]) for each in named[row.id]},
        )
        for row in rows
    }


def events_naming(people: Collection[int]) -> set[int]:
    """Row ids of the events where one of these people is a head, invited or registered."""
    namings = _namings()
    return set(db.session.scalars(select(namings.c.event_id).where(namings.c.person_id.in_(people))))


def _parties(event_ids: Collection[int]) -> dict[int, set[int]]:
    statement = select(EventParty.event_id, EventParty.party_id).where(EventParty.event_id.in_(event_ids))
    return _grouped(db.session.execute(statement))


def _named(event_ids: Collection[int], source_ids: Collection[int]) -> dict[int, set[int]]:
    """By event, whom it names of those who can sign in and whom one of the sources names."""
    namings, sources = _namings(), _namings()
    theirs = select(sources.c.person_id).where(sources.c.event_id.in_(source_ids))
    statement = (
        select(namings.c.event_id, namings.c.person_id)
        .join(Account, Account.person_id == namings.c.person_id)
        .where(Account.active, namings.c.event_id.in_(event_ids), namings.c.person_id.in_(theirs))
    )
    return _grouped(db.session.execute(statement))


def _namings() -> Subquery:
    """Event and person, as `events.sight.events_naming`."""
    registered = select(EventParticipant.event_id, EventParticipant.person_id)
    heading = select(EventHead.event_id, EventHead.person_id)
    return union_all(registered.where(EventParticipant.standing.in_(NAMED)), heading).subquery()


def _grouped(rows: Iterable[Any]) -> dict[int, set[int]]:
    found: dict[int, set[int]] = defaultdict(set)
    for event_id, other_id in rows:
        found[event_id].add(other_id)
    return found
