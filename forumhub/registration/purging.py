"""What goes when its time has passed. Sub-rooms enter what they purge; `forumhub purge` and the worker do it."""

from collections.abc import Callable, Collection
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import CompoundSelect, Select, func, select

from forumhub import audit, files
from forumhub.database import db, writing
from forumhub.events.models import Event
from forumhub.events.rules import POSTPONED
from forumhub.phrases import in_language
from forumhub.registration.models import RegistrationSettings
from forumhub.registration.rules import RETENTION_DAYS, SENSITIVE_DAYS

purges: dict[str, Callable[[datetime], int]] = {}
"""By a name in words, what deletes the rows whose time has passed, and returns how many. It flushes only."""

GRACE = timedelta(days=1)
"""So long a file may wait until the form with which it was sent is found right."""
UNUSED = "files that nothing refers to"
STRAYS = "files that were sent with a form that was given up"

_forgotten: set[str] = set()


class _Rehearsed(Exception):
    """Takes back what a rehearsal deleted."""


def purge(now: datetime, root: Path, *, dry_run: bool = False) -> dict[str, int]:
    """Deletes what is due, each kind in a transaction of its own; how much of each. `root`: the folder of kept files.

    `dry_run` does the same and takes it back, so that it counts what would go.
    """
    counts = {name: _purge(act, now, root, dry_run=dry_run) for name, act in purges.items()}
    counts[UNUSED] = _purge(_forget_all_unused, now, root, dry_run=dry_run)
    strays = files.strays(root, now - GRACE)
    db.session.rollback()
    if not dry_run:
        for stray in strays:
            stray.unlink(missing_ok=True)
    return {**counts, STRAYS: len(strays)}


def _purge(act: Callable[[datetime], int], now: datetime, root: Path, *, dry_run: bool) -> int:
    _forgotten.clear()
    count = 0
    try:
        with writing():
            count = act(now)
            if dry_run:
                raise _Rehearsed
    except _Rehearsed:
        return count
    for sha256 in sorted(_forgotten):
        files.erase(root, sha256)
    db.session.rollback()
    return count


def events_due(among: Select[Any] | CompoundSelect[Any], now: datetime, *, sensitive: bool = False) -> list[Event]:
    """Of the events whose row ids `among` selects, those whose days of their settings have passed since their end.

    One that is postponed is still to come. `sensitive`: by the days of sensitive answers.
    """
    kept, default = (
        (RegistrationSettings.sensitive_days, SENSITIVE_DAYS)
        if sensitive
        else (RegistrationSettings.retention_days, RETENTION_DAYS)
    )
    over = (
        select(Event, func.coalesce(kept, default))
        .outerjoin(RegistrationSettings, RegistrationSettings.event_id == Event.id)
        .where(Event.ends_at < now, Event.state != POSTPONED, Event.id.in_(among))
        .order_by(Event.id)
    )
    rows = db.session.execute(over).unique()
    return [event for event, days in rows if event.ends_at + timedelta(days=days) <= now]


def record_purge(act: str, event: Event, now: datetime, **numbers: int) -> None:
    """One audit entry for what went of an event, for all its parties."""
    label, parties = in_language(event.titles, "en"), event.party_ids
    audit.record(f"registration.{act}", event.ulid, by=None, parties=parties, now=now, label=label, **numbers)


def forget_unused(hashes: Collection[str]) -> int:
    """For purges: of these bytes, those to which nothing refers go from the disk once the rows are gone; how many."""
    forgotten = {sha256 for sha256 in files.unused() if sha256 in hashes and files.forget(sha256)}
    _forgotten.update(forgotten)
    return len(forgotten)


def _forget_all_unused(now: datetime) -> int:
    return forget_unused(files.unused(before=now - GRACE))
