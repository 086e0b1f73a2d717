"""Derives instants again when the time-zone database has changed: the wall clock is the promise, not the instant.

Here is every stored instant that follows from a wall clock. Sessions store none; calendars' components are rendered
again for the same reason (calendars.rules.render_version).
"""

from collections.abc import Iterable
from importlib.metadata import version

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from forumhub import installation
from forumhub.database import db
from forumhub.events.models import Event
from forumhub.events.polls.models import PollSlot
from forumhub.events.recurrence import instant


def derive_instants_again() -> int:
    """How many events begin or end at another instant than before; 0 where tzdata is the one used last."""
    tzdata = version("tzdata")
    if installation.decided(installation.TZDATA) == tzdata:
        return 0
    moved = _derive(db.session.scalars(select(Event)).unique())
    _derive(db.session.scalars(select(PollSlot).options(joinedload(PollSlot.poll))))
    installation.decide(installation.TZDATA, tzdata)
    db.session.flush()
    return moved


def _derive(rows: Iterable[Event | PollSlot]) -> int:
    """A wall clock that no clock shows any more is reckoned as `instant` does: an upgrade refuses no promise."""
    moved = 0
    for row in rows:
        before = row.starts_at, row.ends_at
        row.starts_at, row.ends_at = instant(row.local_start, row.timezone), instant(row.local_end, row.timezone)
        moved += before != (row.starts_at, row.ends_at)
    return moved
