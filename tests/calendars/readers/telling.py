"""What readers of a calendar should find in it: from the event itself, and from icalendar, in the readers' words."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import icalendar
from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis import strategies as st

from forumhub.calendars.mapping import CalendarEvent, last_day
from forumhub.calendars.text import clean, uri
from forumhub.events.recurrence import instant

MARKS = {
    ("cancelled", "en"): "Cancelled",
    ("cancelled", "zh"): "已取消",
    ("cancelled", "ru"): "Отменено",
    ("postponed", "en"): "Postponed",
    ("postponed", "zh"): "已延期",
    ("postponed", "ru"): "Перенесено",
}
STATUS = {"tentative": "TENTATIVE", "postponed": "TENTATIVE", "cancelled": "CANCELLED"}


def generated(strategy: st.SearchStrategy[Any], count: int) -> list[Any]:
    """So many values of a strategy, the same each time, to be read by one process together."""
    found: list[Any] = []

    @seed(2026)
    @settings(max_examples=count, phases=[Phase.generate], database=None, suppress_health_check=list(HealthCheck))
    @given(strategy)
    def note(value: Any) -> None:
        found.append(value)

    note()
    return found


def facts(event: CalendarEvent) -> dict[str, Any]:
    """What everybody is to read: two instants or two days, and texts without the characters that nobody may send."""
    title = (_mark(event) + clean(event.summary)).strip()
    return {
        "kind": "vevent",
        "uid": event.uid,
        "sequence": event.sequence,
        "status": STATUS.get(event.state, "CONFIRMED"),
        "dtstart": day(event.local_start.date()) if event.all_day else when(event.local_start, event.timezone),
        "dtend": day(last_day(event) + timedelta(days=1)) if event.all_day else when(event.local_end, event.timezone),
        "dtstamp": iso(event.changed_at),
        "summary": title or str(uri(event.url)),
        "location": clean(event.location).strip() or None,
    }


def _mark(event: CalendarEvent) -> str:
    """In its languages, each once; in English where it has none of ours."""
    known = [each for each in event.languages if (event.state, each) in MARKS]
    words = dict.fromkeys(MARKS[event.state, each] for each in known or ["en"] if (event.state, each) in MARKS)
    return f"[{' / '.join(words)}] " if words else ""


def when(local: datetime, tzid: str) -> str:
    return iso(instant(local, tzid))


def iso(moment: datetime) -> str:
    return f"{moment.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}"


def day(date_: date) -> str:
    return f"{date_:%Y-%m-%d}"


def by_icalendar(calendars: list[bytes]) -> list[list[dict[str, Any]]]:
    return [[_read(each) for each in _bodies(data)] for data in calendars]


def _bodies(data: bytes) -> list[icalendar.Component]:
    calendar = icalendar.Calendar.from_ical(data)
    return [each for each in calendar.subcomponents if each.name in ("VEVENT", "VTODO", "VJOURNAL")]


def _read(body: icalendar.Component) -> dict[str, Any]:
    texts = {name: str(body[name]) if name in body else None for name in ("uid", "summary", "location", "status")}
    times = {name: _moment(body[name].dt) if name in body else None for name in ("dtstart", "dtend", "due", "dtstamp")}
    return {
        "kind": body.name.lower(),
        "sequence": body.get("sequence"),
        "attendee": _attendee(body.get("attendee")),
        **texts,
        **times,
    }


def _attendee(address: icalendar.vCalAddress | None) -> list[str | None] | None:
    return address and [str(address), address.params.get("CN")]


def _moment(value: date) -> str:
    return iso(value) if isinstance(value, datetime) else day(value)
