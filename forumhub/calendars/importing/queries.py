"""What earlier imports made, and calendars that were uploaded."""

from collections.abc import Iterable
from datetime import date

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import joinedload, selectinload

from forumhub.calendars.importing.models import ImportedEvent, UploadedCalendar
from forumhub.calendars.importing.rules import Known
from forumhub.database import db
from forumhub.errors import NotFound
from forumhub.events.models import Event
from forumhub.events.rules import CLOSED
from forumhub.parties.policy import ORGANIZER, Reader

_AT_ONCE = 500
"""UIDs in one statement: SQLite takes 32,766 parameters at most, and plans better with few."""


def imported(party_id: int, uids: Iterable[str]) -> dict[tuple[str, str], ImportedEvent]:
    """By UID and RECURRENCE-ID, what the party imported under these UIDs, with its events. One query for each 500."""
    ordered, found = sorted(set(uids)), {}
    for first in range(0, len(ordered), _AT_ONCE):
        statement = (
            select(ImportedEvent)
            .where(ImportedEvent.party_id == party_id, ImportedEvent.uid.in_(ordered[first : first + _AT_ONCE]))
            .options(joinedload(ImportedEvent.event).options(selectinload(Event.parties)))
        )
        found.update({(row.uid, row.occurrence): row for row in db.session.scalars(statement).unique()})
    return found


def known(row: ImportedEvent) -> Known:
    touched = row.event.lock_version != row.lock_version
    return Known(row.sequence, row.stamp, row.fingerprint, row.event.state, touched)


def missing(
    rows: dict[tuple[str, str], ImportedEvent], keys: set[tuple[str, str]], since: date, until: date
) -> list[ImportedEvent]:
    """Of meetings that still take place in this window, those that their UID's rule does not make any more."""
    return [
        row
        for key, row in rows.items()
        if key not in keys and since <= row.event.local_start.date() <= until and row.event.state not in CLOSED
    ]


def visible_to(reader: Reader) -> ColumnElement[bool]:
    """An uploaded calendar is its owner's, as long as they organize for the party."""
    return (UploadedCalendar.person_id == reader.person_id) & UploadedCalendar.party_id.in_(
        sorted(reader.parties_as(ORGANIZER))
    )


def get_upload(ulid: str, reader: Reader) -> UploadedCalendar:
    """Raises NotFound."""
    found = db.session.scalar(select(UploadedCalendar).where(UploadedCalendar.ulid == ulid, visible_to(reader)))
    if found is None:
        raise NotFound
    return found


def find_upload(reader: Reader) -> UploadedCalendar | None:
    """The one that the reader looked at last."""
    statement = select(UploadedCalendar).where(visible_to(reader)).order_by(UploadedCalendar.id.desc()).limit(1)
    return db.session.scalar(statement)
