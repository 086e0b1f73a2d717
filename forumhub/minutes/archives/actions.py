"""Asking for the archive of a series, and what becomes of it."""

from datetime import datetime

from sqlalchemy import delete, or_, select

from forumhub import audit
from forumhub.database import db, locked
from forumhub.events.models import Series
from forumhub.minutes.archives.models import SeriesArchive
from forumhub.minutes.archives.queries import count_asked, documents_of, find_open
from forumhub.minutes.archives.rules import FAILED, GIVEN_UP, KEPT, MAKING, READY, check_ration
from forumhub.parties.policy import Reader
from forumhub.phrases import in_language


def ask_for_archive(series: Series, *, language: str, by: Reader, now: datetime) -> SeriesArchive:
    """One at a time: while one is being made, that one. Raises RuleBroken where the person asked for too many."""
    series = locked(Series, series.id)
    if being_made := find_open(series.id, by):
        return being_made
    check_ration(count_asked(by.person_id, now - KEPT))
    documents = documents_of(series, by)
    made = SeriesArchive(
        series=series,
        person_id=by.person_id,
        language=language,
        documents=documents,
        total=len(documents),
        asked_at=now,
    )
    db.session.add(made)
    label = in_language(series.titles, "en")
    audit.record("minutes.take_series", series.ulid, by=by.person_id, parties=by.party_ids, now=now, label=label)
    db.session.flush()
    return made


def note_progress(archive_id: int, done: int) -> None:
    archive = locked(SeriesArchive, archive_id)
    archive.state, archive.done = MAKING, done
    db.session.flush()


def end_archive(archive_id: int, *, made: bool, now: datetime) -> None:
    archive = locked(SeriesArchive, archive_id)
    archive.state, archive.ended_at = READY if made else FAILED, now
    db.session.flush()


def forget_archives(*, now: datetime) -> list[str]:
    """Forgets those whose time has passed since they were made, or that could not be made for long.

    Gives the ULIDs of those that are left, whose files stay.
    """
    over = SeriesArchive.ended_at < now - KEPT, SeriesArchive.asked_at < now - GIVEN_UP
    db.session.execute(delete(SeriesArchive).where(or_(*over)))
    db.session.flush()
    return list(db.session.scalars(select(SeriesArchive.ulid)))
