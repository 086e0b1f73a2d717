"""Reads of what was put forward, and of the meeting's breaks.

Each side reads its own; what was submitted is for those who prepare the meeting.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, and_, or_, select

from forumhub.database import db
from forumhub.errors import N_, NotAllowed, NotFound
from forumhub.events import queries as events
from forumhub.events.models import Event, EventParty
from forumhub.events.programme.models import Programme, ProgrammeSession
from forumhub.events.programme.queries import visible_to as programmes_visible_to
from forumhub.events.programme.rules import BREAK, CANCELLED
from forumhub.minutes import queries as documents
from forumhub.minutes.agendas.models import AgendaPoint, AgendaPointTaken
from forumhub.minutes.models import Document
from forumhub.parties.models import Organ, Party
from forumhub.parties.policy import HEAD, ORGANIZER, SECRETARY, Reader

ROLES = (SECRETARY, ORGANIZER, HEAD)
"""Who puts forward for their party, and reads what others submitted."""


def visible_to(reader: Reader) -> ColumnElement[bool]:
    """For statements that read AgendaPoint."""
    drafters = sorted(reader.parties_as(*ROLES))
    meeting = select(EventParty.event_id).where(EventParty.party_id.in_(drafters))
    return and_(
        AgendaPoint.event_id.in_(select(Event.id).where(events.visible_to(reader))),
        AgendaPoint.event_id.in_(meeting),
        or_(AgendaPoint.submitted_at.is_not(None), AgendaPoint.party_id.in_(drafters)),
    )


def points_of(event_id: int, reader: Reader) -> list[AgendaPoint]:
    """In the order in which they were submitted; what is still the reader's side's own comes last."""
    statement = select(AgendaPoint).where(AgendaPoint.event_id == event_id, visible_to(reader))
    return list(
        db.session.scalars(
            statement.order_by(AgendaPoint.submitted_at.is_(None), AgendaPoint.submitted_at, AgendaPoint.id)
        )
    )


def get_point(event_ulid: str, ulid: str, reader: Reader) -> AgendaPoint:
    """Raises NotFound."""
    statement = select(AgendaPoint).join(AgendaPoint.event).where(Event.ulid == event_ulid, AgendaPoint.ulid == ulid)
    point = db.session.scalar(statement.where(visible_to(reader)))
    if point is None:
        raise NotFound
    return point


def agendas_with(event_id: int, reader: Reader) -> dict[int, Document]:
    """By the point's row id, the agenda in which it stands, of those that the reader may see."""
    statement = (
        select(AgendaPointTaken.point_id, Document)
        .join(Document, Document.id == AgendaPointTaken.document_id)
        .where(Document.event_id == event_id, documents.visible_to(reader))
        .order_by(AgendaPointTaken.taken_at)
    )
    rows = db.session.execute(statement).unique().all()
    return {row[0]: row[1] for row in rows}


def is_taken(point_id: int, document_id: int) -> bool:
    return db.session.get(AgendaPointTaken, (point_id, document_id)) is not None


def organs_of(event: Event, reader: Reader) -> list[tuple[Party, Sequence[Organ]]]:
    """For whom the reader puts something forward at the event. Raises NotAllowed where for nobody."""
    own = reader.parties_as(*ROLES) & event.party_ids
    if not own:
        raise NotAllowed(N_("Secretaries, organizers and heads of the event's parties put forward for the agenda."))
    organs = db.session.scalars(select(Organ).where(Organ.party_id.in_(own)).order_by(Organ.code)).unique().all()
    parties = [party for party in event.parties if party.id in own]
    return [(party, [organ for organ in organs if organ.party_id == party.id]) for party in parties]


def breaks_of(event_id: int, reader: Reader) -> list[tuple[datetime, datetime]]:
    """Wall clocks from and until of the breaks in the event's programme, as far as the reader may see that."""
    statement = (
        select(ProgrammeSession.local_start, ProgrammeSession.minutes)
        .join(Programme, Programme.id == ProgrammeSession.programme_id)
        .where(Programme.event_id == event_id, programmes_visible_to(reader))
        .where(ProgrammeSession.kind == BREAK, ProgrammeSession.state != CANCELLED)
        .where(ProgrammeSession.deleted_at.is_(None))
    )
    return [(start, start + timedelta(minutes=minutes)) for start, minutes in db.session.execute(statement)]
