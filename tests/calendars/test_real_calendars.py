"""Real calendars of other software, told again as events of ours: same texts, same instants, no fault on the wire."""

import os
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo, available_timezones

import icalendar
import pytest

from forumhub.calendars.mapping import FULL, CalendarEvent
from forumhub.calendars.text import clean
from tests.calendars.examples import an_event, single_event_calendar
from tests.calendars.wire import faults

DATA = os.environ.get("FORUMHUB_DATA")
ZONES = available_timezones()

pytestmark = pytest.mark.skipif(not DATA, reason="FORUMHUB_DATA does not say where the real calendars are")


def test_real_events_are_told_again_at_their_instants_without_fault():
    events = [event for path in sorted(Path(DATA or "", "ics").iterdir()) for event in events_in(path)]

    told = [single_event_calendar(event, FULL) for event in events]

    assert len(events) > 100
    assert [fault for ics in told for fault in faults(ics)] == []
    assert [read_back(ics) for ics in told] == [facts(event) for event in events]


def events_in(path: Path) -> Iterator[CalendarEvent]:
    """The timed events in IANA zones, of the files that icalendar can read; the rest is for the import to judge."""
    try:
        calendars = icalendar.Calendar.from_ical(path.read_bytes(), multiple=True)
    except (ValueError, IndexError, KeyError):
        return
    for event in (event for calendar in calendars for event in calendar.walk("VEVENT")):
        try:
            start, end = event.start, event.end
        except (icalendar.InvalidCalendar, icalendar.IncompleteComponent, TypeError, AttributeError):
            continue
        zone = getattr(getattr(start, "tzinfo", None), "key", None)
        if zone in ZONES and end.tzinfo == start.tzinfo and end > start:
            yield ours(event, start, end, zone)


def ours(event: icalendar.Event, start: datetime, end: datetime, zone: str) -> CalendarEvent:
    return an_event(
        local_start=start.replace(tzinfo=None, microsecond=0),
        local_end=end.replace(tzinfo=None, microsecond=0),
        timezone=zone,
        summary=str(event.get("SUMMARY", "")),
        location=str(event.get("LOCATION", "")),
        description="",
        conference=None,
    )


def facts(event: CalendarEvent) -> tuple[str, str, datetime, datetime]:
    zone = ZoneInfo(event.timezone)
    times = [local.replace(tzinfo=zone).astimezone(UTC) for local in (event.local_start, event.local_end)]
    return clean(event.summary).strip() or event.url, clean(event.location).strip(), times[0], times[1]


def read_back(ics: bytes) -> tuple[str, str, datetime, datetime]:
    event = icalendar.Calendar.from_ical(ics).events[0]
    texts = [str(event.get(name, "")) for name in ("SUMMARY", "LOCATION")]
    return texts[0], texts[1], event.start.astimezone(UTC), event.end.astimezone(UTC)
