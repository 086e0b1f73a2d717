"""Reads of programmes. Everything goes through `visible_to(reader)`."""

from collections.abc import Collection, Iterable, Mapping
from datetime import datetime
from itertools import islice

from sqlalchemy import ColumnElement, Select, and_, func, or_, select
from sqlalchemy.orm import contains_eager, joinedload, selectinload, subqueryload

from forumhub.database import db
from forumhub.errors import N_, NotAllowed, NotFound
from forumhub.events.models import Event, EventParty
from forumhub.events.programme.models import Programme, ProgrammeHall, ProgrammeSession
from forumhub.events.programme.rules import CANCELLED, KEPT, PUBLISHED
from forumhub.events.programme.rules.clashes import Clash, Slot, clashes
from forumhub.events.queries import participants
from forumhub.events.sight import event_visible_to
from forumhub.parties import policy
from forumhub.parties.models import Person
from forumhub.parties.policy import Reader

MOST_CLASHES = 1000
"""There are as many clashes as pairs of sessions at worst; nobody reads so many."""


def visible_to(reader: Reader) -> ColumnElement[bool]:
    """For statements that read Programme: of an event that the reader sees, published or theirs to prepare."""
    seen = Programme.event_id.in_(select(Event.id).where(event_visible_to(reader)))
    return and_(seen, or_(Programme.state == PUBLISHED, prepared_by(reader)))


def prepared_by(reader: Reader) -> ColumnElement[bool]:
    """Of an event for whose parties the reader organizes or keeps the papers: they see drafts, too."""
    staff = sorted(reader.parties_as(policy.ORGANIZER, policy.SECRETARY))
    return Programme.event_id.in_(select(EventParty.event_id).where(EventParty.party_id.in_(staff)))


def find_programme(event_ulid: str, reader: Reader) -> Programme | None:
    """The programme of the event with this ULID, its halls with it."""
    statement = select(Programme).join(Programme.event).where(Event.ulid == event_ulid, visible_to(reader))
    return db.session.scalars(statement.options(selectinload(Programme.halls))).unique().first()


def get_programme(event_ulid: str, reader: Reader, *, to_organize: bool = False) -> Programme:
    """Raises NotFound where the reader may not see it; with `to_organize`, NotAllowed where others organize it."""
    programme = find_programme(event_ulid, reader)
    if programme is None:
        raise NotFound
    if to_organize and not policy.may_organize(reader, programme.event.party_ids):
        raise NotAllowed(N_("Only an organizer of one of the event's parties may do that."))
    return programme


def published_sessions(event_ids: Collection[int]) -> list[tuple[ProgrammeSession, int]]:
    """Of these events' published programmes, each with its event's row id; for calendars, whoever may see them."""
    if not event_ids:
        return []
    statement = (
        select(ProgrammeSession, Programme.event_id)
        .join(ProgrammeSession.programme)
        .where(Programme.event_id.in_(event_ids), Programme.state == PUBLISHED, ProgrammeSession.deleted_at.is_(None))
        .options(joinedload(ProgrammeSession.hall), subqueryload(ProgrammeSession.speakers))
        .order_by(ProgrammeSession.id)
    )
    return [(row[0], row[1]) for row in db.session.execute(statement)]


def published_programmes(reader: Reader, now: datetime) -> list[Programme]:
    """Those of events that are not over yet, the next one first."""
    statement = select(Programme).join(Programme.event).options(contains_eager(Programme.event))
    seen = visible_to(reader), Programme.state == PUBLISHED, Event.ends_at > now
    return list(db.session.scalars(statement.where(*seen).order_by(Event.starts_at, Event.id)).unique())


def people_to_offer(programme: Programme, reader: Reader) -> list[Person]:
    """Who can be put down as a speaker: whom the event names, and the people of the reader's own parties there."""
    own = programme.event.party_ids & reader.parties_as(policy.ORGANIZER)
    people = {person.id: person for person in participants(programme.event_id)}
    statement = select(Person).where(Person.party_id.in_(sorted(own)))
    people |= {person.id: person for person in db.session.scalars(statement)}
    return sorted(people.values(), key=lambda person: (person.name, person.id))


def programme_of(event_id: int) -> Programme | None:
    """Whoever may see it: for the house itself."""
    return db.session.scalars(select(Programme).where(Programme.event_id == event_id)).unique().first()


def sessions_of(programme: Programme) -> list[ProgrammeSession]:
    """In the order of their time, with halls and speakers; deleted ones are left out. Two queries, however many."""
    return _ordered(_of(programme).where(ProgrammeSession.deleted_at.is_(None)))


def deleted_sessions_of(programme: Programme, now: datetime) -> list[ProgrammeSession]:
    """Those that can still be restored."""
    return _ordered(_of(programme).where(ProgrammeSession.deleted_at > now - KEPT))


def get_session(programme: Programme, ulid: str) -> ProgrammeSession:
    """Deleted ones, too. Raises NotFound where the programme has none of this ULID."""
    found = db.session.scalar(_of(programme).where(ProgrammeSession.ulid == ulid))
    if found is None:
        raise NotFound
    return found


def slots_of(sessions: Iterable[ProgrammeSession]) -> dict[str, Slot]:
    """By their ULID, what they take up; cancelled ones take up nothing."""
    return {session.ulid: session.slot for session in sessions if session.state != CANCELLED}


def clashes_of(programme: Programme, slots: Mapping[str, Slot]) -> list[Clash]:
    """What is wrong with these; at most MOST_CLASHES."""
    return list(islice(clashes(slots.values(), programme.frame), MOST_CLASHES))


def blocking(programme: Programme, slots: Mapping[str, Slot]) -> frozenset[Clash]:
    """What stands in the way of publishing; at most MOST_CLASHES."""
    found = (clash for clash in clashes(slots.values(), programme.frame) if clash.blocks)
    return frozenset(islice(found, MOST_CLASHES))


def find_hall(programme: Programme, ulid: str) -> ProgrammeHall | None:
    own = ProgrammeHall.programme_id == programme.id, ProgrammeHall.ulid == ulid
    return db.session.scalar(select(ProgrammeHall).where(*own))


def count_sessions(programme: Programme, hall: ProgrammeHall | None = None) -> int:
    """How many sessions the programme has, deleted ones left out; in this hall, where one is named."""
    counted = select(func.count()).where(
        ProgrammeSession.programme_id == programme.id, ProgrammeSession.deleted_at.is_(None)
    )
    if hall is not None:
        counted = counted.where(ProgrammeSession.hall_id == hall.id)
    return db.session.scalar(counted) or 0


def _of(programme: Programme) -> Select[ProgrammeSession]:
    return (
        select(ProgrammeSession)
        .where(ProgrammeSession.programme_id == programme.id)
        .options(joinedload(ProgrammeSession.hall), subqueryload(ProgrammeSession.speakers))
    )


def _ordered(statement: Select[ProgrammeSession]) -> list[ProgrammeSession]:
    return list(db.session.scalars(statement.order_by(ProgrammeSession.local_start, ProgrammeSession.id)))
