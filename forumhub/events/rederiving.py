"""Derives instants again when the time-zone database has changed: the wall clock is the promise, not the instant."""

from importlib.metadata import version

from sqlalchemy import select

from forumhub import installation
from forumhub.database import db
from forumhub.events.models import Event


def derive_instants_again() -> int:
    """How many events begin or end at another instant than before; 0 where tzdata is the one used last."""
    tzdata = version("tzdata")
    if installation.decided(installation.TZDATA) == tzdata:
        return 0
    moved = 0
    for event in db.session.scalars(select(Event)).unique():
        before = event.starts_at, event.ends_at
        event.set_time(event.local_start, event.local_end, event.timezone)
        moved += before != (event.starts_at, event.ends_at)
    installation.decide(installation.TZDATA, tzdata)
    db.session.flush()
    return moved
