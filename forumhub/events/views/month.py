"""A month of events: a grid of days, which a phone shows as a list."""

import re
from calendar import Calendar
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from flask import render_template
from flask.typing import ResponseReturnValue

from forumhub import clock
from forumhub.events.models import Event
from forumhub.events.queries import events_between
from forumhub.events.views.room import asked, blueprint
from forumhub.web import PUBLIC, current_reader, right

YEARS = range(1945, 2200)


@dataclass
class Day:
    """A day of the grid and what takes place on it; `other` days belong to the months beside."""

    date: date
    other: bool
    today: bool
    events: list[Event] = field(default_factory=list)


@blueprint.get("/calendar")
@right(PUBLIC)
def month() -> ResponseReturnValue:
    reader, host_clock = current_reader(), asked("clock")["clock"] == "host"
    zone = ZoneInfo(reader.timezone)
    today = clock.now().astimezone(zone).date()
    first = month_asked(asked("month")["month"], today)
    weeks = grid(first, today)
    start, end = (datetime.combine(day, time(), zone) for day in (weeks[0][0].date, weeks[-1][-1].date))
    margin = timedelta(days=2)  # a host's day may begin 26 hours before or after the reader's
    fill(weeks, events_between(reader, start - margin, end + margin), None if host_clock else zone)
    return render_template(
        "events/month.html",
        first=first,
        weeks=weeks,
        before=first - timedelta(days=1),
        after=first + timedelta(days=31),
        host_clock=host_clock,
        zone=zone,
        days_of=days_of,
    )


def month_asked(text: str, today: date) -> date:
    """The first day of the month '2026-11'; of this month where it is none."""
    if re.fullmatch(r"[0-9]{4}-(0[1-9]|1[0-2])", text) and int(text[:4]) in YEARS:
        return date(int(text[:4]), int(text[5:]), 1)
    return today.replace(day=1)


def grid(first: date, today: date) -> list[list[Day]]:
    """The weeks that hold the month, Monday first."""
    weeks = Calendar().monthdatescalendar(first.year, first.month)
    return [[Day(day, day.month != first.month, day == today) for day in week] for week in weeks]


def fill(weeks: list[list[Day]], events: list[Event], zone: ZoneInfo | None) -> None:
    """Puts each event on each of its days, by the clock of `zone`, or of its host where that is None."""
    days = {day.date: day for week in weeks for day in week}
    for event in events:
        first, last = days_of(event, zone)
        for offset in range((last - first).days + 1):
            if (day := days.get(first + timedelta(days=offset))) is not None:
                day.events.append(event)


def days_of(event: Event, zone: ZoneInfo | None) -> tuple[date, date]:
    """First and last day; what ends at midnight has no part in the day after."""
    clock_of = zone or ZoneInfo(event.timezone)
    last = (event.ends_at - timedelta(seconds=1)).astimezone(UTC).astimezone(clock_of)
    return event.starts_at.astimezone(clock_of).date(), last.date()
