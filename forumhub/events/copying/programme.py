"""A programme as the draft of another event's: new names for everything, the same hours, other days."""

from datetime import datetime, timedelta
from uuid import uuid4

from forumhub.database import db
from forumhub.events.models import Event
from forumhub.events.programme.entering import enter
from forumhub.events.programme.models import Programme, ProgrammeHall, ProgrammeSession, Speaker
from forumhub.events.programme.queries import find_programme, sessions_of
from forumhub.events.programme.rules import CANCELLED
from forumhub.parties.policy import Reader

OF_SESSION = (
    "minutes", "kind", "state", "titles", "subtitles", "track", "language", "interpretation", "abstract",
    "description", "html", "links",
)  # fmt: skip
"""What a session keeps. Its name in exchange files, and what such a file said of it, belong to the other one alone."""


def copy_programme(
    source: Event, event: Event, shift: timedelta, *, with_speakers: bool, by: Reader, now: datetime
) -> Programme | None:
    """None where the source has no programme that `by` may see. Cancelled and deleted sessions stay behind."""
    old = find_programme(source.ulid, by)
    if old is None:
        return None
    new = Programme(event=event, day_start=old.day_start, day_end=old.day_end, created_at=now, changed_at=now)
    halls = {hall.id: _hall(hall) for hall in old.halls}
    new.halls = list(halls.values())
    new.sessions = [
        _session(session, halls, shift, with_speakers, now)
        for session in sessions_of(old)
        if session.state != CANCELLED
    ]
    db.session.add(new)
    enter(new, "open", by=by, now=now)
    return new


def _hall(old: ProgrammeHall) -> ProgrammeHall:
    kept = ("names", "position", "capacity", "opens", "closes")
    return ProgrammeHall(**{name: getattr(old, name) for name in kept}, foreign={})


def _session(
    old: ProgrammeSession, halls: dict[int, ProgrammeHall], shift: timedelta, with_speakers: bool, now: datetime
) -> ProgrammeSession:
    new = ProgrammeSession(
        **{name: getattr(old, name) for name in OF_SESSION},
        guid=str(uuid4()),
        local_start=old.local_start + shift,
        foreign={},
        created_at=now,
        changed_at=now,
    )
    new.hall = halls[old.hall_id] if old.hall_id is not None else None
    new.speakers = [_speaker(speaker) for speaker in old.speakers] if with_speakers else []
    return new


def _speaker(old: Speaker) -> Speaker:
    kept = ("position", "chairs", "person_id", "name", "affiliation")
    return Speaker(**{name: getattr(old, name) for name in kept}, foreign={})
