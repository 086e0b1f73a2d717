"""Components as they are kept: the columns of a CalendarObject, but for the number of its publication."""

from datetime import datetime, time, timedelta
from typing import Any

from forumhub.calendars.describing import component_version
from forumhub.calendars.mapping import CalendarEvent, last_day, render_event, wire_zones
from forumhub.calendars.rules import body_etag
from forumhub.events.recurrence import instant


def timed(told: CalendarEvent, audience: str) -> dict[str, Any]:
    """A VEVENT, with the zones that it names."""
    start, end = days_clocks(told) if told.all_day else (told.local_start, told.local_end)
    span = instant(start, told.timezone), instant(end, told.timezone)
    made = kept(told.uid, audience, "VEVENT", render_event(told, audience), told.changed_at, span)
    return {**made, "timezones": list(wire_zones(told))}


def days_clocks(told: CalendarEvent) -> tuple[datetime, datetime]:
    """From when until when the days of an all-day event last, by the clock of its place."""
    after = last_day(told) + timedelta(days=1)
    return datetime.combine(told.local_start.date(), time()), datetime.combine(after, time())


def kept(
    uid: str, audience: str, kind: str, body: bytes, changed_at: datetime, span: tuple[datetime, datetime]
) -> dict[str, Any]:
    """Any component that names no zone; `span` are the aware instants by which clients look for it."""
    return {
        "uid": uid,
        "audience": audience,
        "kind": kind,
        "timezones": [],
        "body": body,
        "etag": body_etag(body),
        "starts_at": span[0],
        "ends_at": span[1],
        "changed_at": changed_at,
        "render_version": component_version(),
    }
