"""Real schedules brought into events of their days, and programmes as plain values to compare."""

from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from forumhub.database import db, writing
from forumhub.events.models import Event
from forumhub.events.programme.interchange.actions import import_schedule, rendered
from forumhub.events.programme.interchange.exporting import export_schedule, read_schedule
from forumhub.events.programme.interchange.interpreting import interpret
from forumhub.events.programme.interchange.patches import apply_patches
from forumhub.events.programme.interchange.plain import Words
from forumhub.events.programme.interchange.planning import Plan, plan_import
from forumhub.events.programme.interchange.reading import Reading
from forumhub.events.programme.models import Programme
from forumhub.events.programme.queries import programme_of, sessions_of
from tests.events.examples import make_event
from tests.world import NOW, World

CONGRESS = "FelixU_31C3-Fahrplan__schedule.xml"
FOSDEM = "mttcrsp_fosdem__Schedules-2015.xml"
HUB = "voc_schedule__hub-schedule2.json"
EVENTS = {
    CONGRESS: ("Europe/Berlin", datetime(2014, 12, 27, 11), datetime(2014, 12, 30, 23)),
    FOSDEM: ("Europe/Brussels", datetime(2015, 1, 31, 9), datetime(2015, 2, 1, 19)),
    HUB: ("Europe/Berlin", datetime(2024, 12, 27, 10), datetime(2024, 12, 30, 20)),
}
WORDS = Words("en", "Cancelled: %(title)s", "https://forum.example/", lambda _guid: "https://forum.example/")


def event_for(world: World, name: str, code: str = "CON") -> Event:
    """An event of the days of this schedule, on the clock of its city."""
    timezone, start, end = EVENTS[name]
    return make_event(world, code, timezone=timezone, local_start=start, local_end=end)


def reading_of(event: Event, content: bytes, zone: str = "") -> Reading:
    asked = ZoneInfo(zone) if zone else None
    reading = interpret(read_schedule(content), ZoneInfo(event.timezone), asked)
    apply_patches(reading)
    return reading


def bring(world: World, event: Event, content: bytes, zone: str = "") -> Plan:
    """Imports it as Belarus' organizer."""
    reading, by = reading_of(event, content, zone), world.reader("BY", "organizer")
    html = rendered(plan_import(event, None, [], reading, "en"))
    with writing():
        return import_schedule(db.session.get(Event, event.id), reading, html, language="en", by=by, now=NOW)


def bring_file(world: World, event: Event, folder: Path, name: str) -> Plan:
    return bring(world, event, (folder / "registration" / name).read_bytes(), EVENTS[name][0])


def exported(event: Event, kind: str, words: Words = WORDS) -> bytes:
    programme = programme_of(event.id)
    return export_schedule(programme, sessions_of(programme), kind, words)


def values(event: Event) -> dict[str, object]:
    """All that there is of its programme, but for row numbers, ULIDs, counters and times of changes."""
    db.session.expire_all()
    programme = programme_of(event.id)
    return {
        "programme": _columns(programme, "day_start", "day_end", "foreign"),
        "halls": [
            _columns(hall, "names", "position", "capacity", "opens", "closes", "foreign") for hall in programme.halls
        ],
        "sessions": {session.guid: _session(session) for session in sessions_of(programme)},
    }


def _session(session) -> dict[str, object]:
    names = (
        "frab_id", "slug", "local_start", "minutes", "kind", "state", "titles", "subtitles", "track", "language",
        "interpretation", "abstract", "description", "html", "links", "foreign",
    )  # fmt: skip
    people = ("position", "name", "affiliation", "chairs", "foreign")
    return {
        **_columns(session, *names),
        "hall": session.hall and session.hall.names,
        "speakers": [_columns(speaker, *people) for speaker in session.speakers],
    }


def _columns(row: Programme, *names: str) -> dict[str, object]:
    return {name: getattr(row, name) for name in names}
