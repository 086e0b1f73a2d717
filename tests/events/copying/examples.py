"""Copies to arrange tests with, made by the room's own actions."""

from datetime import datetime, timedelta

from forumhub.database import db, writing
from forumhub.events.copying import rules
from forumhub.events.copying.actions import copy_event, prepare_copy
from forumhub.events.models import Event
from tests.events.examples import START, parties
from tests.world import NOW, World

NEXT_YEAR = datetime(2028, 3, 9, 10, 0)
SECOND = {"en": "Second forum", "zh": "第二届论坛", "ru": "Второй форум"}
DAYS = timedelta(days=(NEXT_YEAR.date() - START.date()).days)


def make_copy(world: World, event: Event, *, who=("BY", "organizer"), code: str = "SEC", **changes: object) -> Event:
    """The second forum, by Belarus' organizer, with all that it can take along."""
    event, by = db.session.get(Event, event.id), world.reader(*who)
    parts, series = changes.pop("parts", rules.PARTS), changes.pop("series", None)

    def asked() -> dict:
        codes = changes.get("codes", "CN BY").split()
        chosen = parties(world, *codes)
        host = next(iter(parties(world, changes.get("host", "BY"))), None)
        return {"titles": SECOND, "parties": chosen, "host": host, "local_start": NEXT_YEAR, "local_end": None}

    prepared = prepare_copy(event, parts, same_register=series is not None, by=by, **asked())
    with writing():
        how = {"parts": parts, "prepared": prepared, "register_code": "" if series else code, "series": series}
        return copy_event(event, by=by, now=NOW, **how, **asked())
