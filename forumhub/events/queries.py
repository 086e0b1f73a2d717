"""Reads of events, their heads and participants."""

from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, Select, and_, func, or_, select
from sqlalchemy.orm import contains_eager, selectinload
from sqlalchemy.sql.base import ExecutableOption

from forumhub.agreements.models import Agreement, AgreementVersion, Clause
from forumhub.agreements.rules import IN_FORCE
from forumhub.database import db
from forumhub.errors import N_, NotAllowed, NotFound
from forumhub.events.models import Event, EventHead, EventParticipant, Register
from forumhub.events.rules import CANCELLED, HELD, MOST_DAYS, NAMED, POSTPONED
from forumhub.events.series.queries import all_series, find_series, get_series
from forumhub.events.sight import event_visible_to as visible_to
from forumhub.parties import policy
from forumhub.parties.models import Party, Person
from forumhub.parties.policy import Reader

__all__ = ["all_series", "find_series", "get_series", "visible_to"]

LISTED: tuple[ExecutableOption, ...] = (selectinload(Event.series),)
LONGEST = timedelta(days=MOST_DAYS + 1)
"""No event takes longer, whatever clocks do meanwhile: what began before that is over, and the index on starts leaves
it alone."""


def find_event(ulid: str, reader: Reader) -> Event | None:
    return db.session.scalar(select(Event).where(Event.ulid == ulid, visible_to(reader)))


def get_event(ulid: str, reader: Reader, *, to_organize: bool = False) -> Event:
    """Raises NotFound where the reader may not see it; with `to_organize`, NotAllowed where others organize it."""
    event = find_event(ulid, reader)
    if event is None:
        raise NotFound
    if to_organize and not policy.may_organize(reader, event.party_ids):
        raise NotAllowed(N_("Only an organizer of one of the event's parties may do that."))
    return event


def upcoming(reader: Reader, now: datetime, limit: int) -> list[Event]:
    """The next events that take place: neither over nor held, postponed or cancelled; earliest first."""
    planned = Event.state.not_in((HELD, CANCELLED, POSTPONED))
    statement = select(Event).where(visible_to(reader), Event.ends_at > now, planned)
    return list(db.session.scalars(statement.options(*LISTED).order_by(Event.starts_at, Event.id).limit(limit)))


def sharing(start: datetime, end: datetime) -> ColumnElement[bool]:
    """Sharing a moment with the time from `start` until `end`."""
    return and_(Event.starts_at > start - LONGEST, Event.starts_at < end, Event.ends_at > start)


def selection(
    reader: Reader, now: datetime, *, past: bool, party: str = "", kind: str = "", series: str = "", state: str = ""
) -> Select[Event]:
    """The list of events by code of party, kind, ULID of series and state; empty ones do not filter.

    Upcoming, earliest first, holds what is not over yet and what is postponed; past, latest first, the rest.
    """
    ahead = and_(Event.state != HELD, or_(Event.ends_at > now, Event.state == POSTPONED))
    order = Event.starts_at.desc() if past else Event.starts_at
    return (
        select(Event)
        .where(visible_to(reader), ~ahead if past else ahead)
        .where(*like(party, kind, series, state))
        .options(*LISTED)
        .order_by(order, Event.id)
    )


def like(party: str, kind: str, series: str, state: str) -> list[ColumnElement[bool]]:
    """Conditions by code of party, kind, ULID of series and state; empty ones give none."""
    asked = (
        (party, Event.parties.any(code=party)),
        (kind, Event.kind == kind),
        (series, Event.series.has(ulid=series)),
        (state, Event.state == state),
    )
    return [condition for value, condition in asked if value]


def find_register(code: str) -> Register | None:
    return db.session.scalar(select(Register).where(Register.code == code))


def heads_of(event_id: int) -> list[EventHead]:
    """Those who lead come first, in the order of names."""
    statement = select(EventHead).join(EventHead.person).options(contains_eager(EventHead.person))
    order = EventHead.leads.desc(), Person.name, Person.id
    return list(db.session.scalars(statement.where(EventHead.event_id == event_id).order_by(*order)))


def find_head(event_id: int, party_id: int, person_id: int) -> EventHead | None:
    named = EventHead.event_id == event_id, EventHead.party_id == party_id, EventHead.person_id == person_id
    return db.session.scalar(select(EventHead).where(*named))


def may_approve_for(event_id: int, person_id: int) -> set[int]:
    """Row ids of the parties for which the person was named to approve the event's texts."""
    named = EventHead.event_id == event_id, EventHead.person_id == person_id, EventHead.may_approve
    return set(db.session.scalars(select(EventHead.party_id).where(*named)))


def standing_of(event_id: int, person_id: int) -> str | None:
    row = db.session.get(EventParticipant, (event_id, person_id))
    return row.standing if row else None


def participants(event_id: int) -> list[Person]:
    """Everybody invited, applied, waiting or confirmed, in one query."""
    standing = EventParticipant.event_id == event_id, EventParticipant.standing.in_(NAMED)
    statement = select(Person).join(EventParticipant, EventParticipant.person_id == Person.id).where(*standing)
    return list(db.session.scalars(statement.order_by(Person.name, Person.id)))


def count_participants(event_id: int) -> int:
    """How many are invited, applied, wait or are confirmed."""
    standing = EventParticipant.event_id == event_id, EventParticipant.standing.in_(NAMED)
    return db.session.scalar(select(func.count()).select_from(EventParticipant).where(*standing)) or 0


def people_of(party_id: int) -> list[Person]:
    """Who belongs to the party, by name."""
    return list(db.session.scalars(select(Person).where(Person.party_id == party_id).order_by(Person.name, Person.id)))


def clauses_to_choose(reader: Reader) -> list[tuple[Agreement, Clause | None]]:
    """Each clause in force of an agreement between parties that the reader organizes for, in one query.

    An agreement without clauses comes once, with None.
    """
    statement = _in_force().where(Agreement.parties.any(Party.id.in_(reader.parties_as(policy.ORGANIZER))))
    rows = db.session.execute(statement.order_by(Agreement.code, Clause.position)).unique()
    return [(row[0], row[1]) for row in rows]


def find_clause(agreement_id: int, number: str) -> Clause | None:
    """The clause of the version that is in force."""
    return db.session.scalars(
        select(Clause)
        .join(Clause.version)
        .where(Clause.number == number, AgreementVersion.agreement_id == agreement_id)
        .where(AgreementVersion.state == IN_FORCE)
    ).first()


def _in_force() -> Select[Agreement, Clause | None]:
    return (
        select(Agreement, Clause)
        .join(AgreementVersion, AgreementVersion.agreement_id == Agreement.id)
        .outerjoin(Clause, Clause.version_id == AgreementVersion.id)
        .where(AgreementVersion.state == IN_FORCE)
    )
