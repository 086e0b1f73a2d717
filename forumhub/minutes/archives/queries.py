"""Reads of archives, and of what goes into one."""

from collections.abc import Collection
from datetime import date, datetime

from sqlalchemy import ColumnElement, Select, func, select

from forumhub.database import db
from forumhub.errors import NotFound
from forumhub.events.models import Event, Series
from forumhub.minutes.archives.models import SeriesArchive
from forumhub.minutes.archives.rules import MOST_DOCUMENTS, OPEN, READY
from forumhub.minutes.models import Document
from forumhub.minutes.queries import visible_to as document_visible_to
from forumhub.parties.policy import Reader


def visible_to(reader: Reader) -> ColumnElement[bool]:
    """An archive is for who asked for it."""
    return SeriesArchive.person_id == reader.person_id


def archives_of(series_id: int, reader: Reader) -> list[SeriesArchive]:
    """Newest first."""
    statement = select(SeriesArchive).where(SeriesArchive.series_id == series_id, visible_to(reader))
    return list(db.session.scalars(statement.order_by(SeriesArchive.id.desc()).limit(10)).unique())


def find_open(series_id: int, reader: Reader) -> SeriesArchive | None:
    """The one that is being made for the reader."""
    statement = select(SeriesArchive).where(SeriesArchive.series_id == series_id, visible_to(reader))
    return db.session.scalars(statement.where(SeriesArchive.state.in_(OPEN))).unique().first()


def get_ready(series_id: int, ulid: str, reader: Reader) -> SeriesArchive:
    """Raises NotFound, too, where the reader may no longer see every document that is in it."""
    statement = select(SeriesArchive).where(SeriesArchive.ulid == ulid, SeriesArchive.series_id == series_id)
    found = db.session.scalars(statement.where(visible_to(reader), SeriesArchive.state == READY)).unique().first()
    if found is None or count_seen(found.documents, reader) < len(found.documents):
        raise NotFound
    return found


def count_seen(ulids: Collection[str], reader: Reader) -> int:
    statement = select(func.count(Document.id)).where(Document.ulid.in_(ulids), document_visible_to(reader))
    return db.session.scalar(statement) or 0


def documents_of(series: Series, reader: Reader) -> list[str]:
    """ULIDs of the newest documents of the series' register that the reader may see, the oldest meeting first."""
    newest = db.session.scalars(_seen(series, reader).limit(MOST_DOCUMENTS))
    return list(reversed(newest.all()))


def left_out_of(series: Series, reader: Reader) -> list[tuple[date, str, str]]:
    """The older ones, for which an archive has no room: their meeting's day, their kind and ULID, the newest first."""
    found = db.session.execute(_seen(series, reader).offset(MOST_DOCUMENTS))
    return [(row.local_start.date(), row.kind, row.ulid) for row in found]


def _seen(series: Series, reader: Reader) -> Select[str, str, datetime]:
    """The newest meeting first."""
    return (
        select(Document.ulid, Document.kind, Event.local_start)
        .join(Event, Event.id == Document.event_id)
        .where(Event.register_id == series.register_id, document_visible_to(reader))
        .order_by(Event.starts_at.desc(), Document.kind.desc(), Document.id.desc())
    )


def count_asked(person_id: int | None, since: datetime) -> int:
    """How many archives the person asked for since then, of whatever became of them."""
    asked = SeriesArchive.person_id == person_id, SeriesArchive.asked_at > since
    return db.session.scalar(select(func.count(SeriesArchive.id)).where(*asked)) or 0


def open_archives() -> list[int]:
    """Row ids of those that are to be made, whoever asked; one that was broken off is among them."""
    statement = select(SeriesArchive.id).where(SeriesArchive.state.in_(OPEN))
    return list(db.session.scalars(statement.order_by(SeriesArchive.id)))
