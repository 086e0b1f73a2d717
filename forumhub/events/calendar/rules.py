"""Pure decisions about the calendar page: what it shows, by which clock, and what may be moved there."""

import re
from calendar import Calendar
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Protocol
from zoneinfo import ZoneInfo

from forumhub.errors import N_, RuleBroken
from forumhub.events.recurrence import instants
from forumhub.events.rules import PLANNED, YEARS, check_open, check_period

MONTH = "month"
WEEK = "week"
DAY = "day"
LIST = "list"
VIEWS = (MONTH, WEEK, DAY, LIST)
FACETS = ("party", "series", "kind", "state")
MOST_EVENTS = 1000
"""More are not shown at once; the page says so."""

_ONE = timedelta(days=1)


class Timed(Protocol):
    """What has a wall clock at its place and the instants that follow from it: an Event."""

    local_start: datetime
    local_end: datetime
    timezone: str
    starts_at: datetime
    ends_at: datetime
    all_day: bool


@dataclass(frozen=True)
class Period:
    """The days that a view shows, `last` among them; `before` and `after` are days of the periods beside it."""

    view: str
    on: date
    first: date
    last: date
    before: date
    after: date

    @property
    def days(self) -> list[date]:
        return [self.first + _ONE * number for number in range((self.last - self.first).days + 1)]

    def instants(self, zone: ZoneInfo) -> tuple[datetime, datetime]:
        """Where it begins and ends on the clocks of the zone, in UTC."""
        start, end = datetime.combine(self.first, time(), zone), datetime.combine(self.last + _ONE, time(), zone)
        return start.astimezone(UTC), end.astimezone(UTC)

    def wall_clock(self) -> tuple[datetime, datetime]:
        """Where it begins and ends on any clock, without a zone."""
        return _midnight(self.first), _midnight(self.last + _ONE)


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time())


def day_asked(text: str, today: date) -> date:
    """The day '2026-11-25', or the first of '2026-11'; today where it is none of these."""
    if not re.fullmatch(r"[0-9]{4}-[0-9]{2}(-[0-9]{2})?", text):
        return today
    try:
        day = date.fromisoformat(text if len(text) > 7 else f"{text}-01")
    except ValueError:
        return today
    return day if YEARS[0] <= day.year < YEARS[1] else today


def period_of(view: str, on: date) -> Period:
    """A month comes as the whole weeks that hold it, Monday first; a list as its days alone."""
    month = on.replace(day=1)
    before, after = month - _ONE, (month + timedelta(days=31)).replace(day=1)
    if view == MONTH:
        weeks = Calendar().monthdatescalendar(on.year, on.month)
        return Period(view, on, weeks[0][0], weeks[-1][-1], before.replace(day=1), after)
    if view == LIST:
        return Period(view, on, month, after - _ONE, before.replace(day=1), after)
    length = 7 if view == WEEK else 1
    first = on - _ONE * on.weekday() if view == WEEK else on
    return Period(view, on, first, first + _ONE * (length - 1), on - _ONE * length, on + _ONE * length)


def shown_clock(event: Timed, zone: ZoneInfo | None) -> tuple[datetime, datetime]:
    """Start and end as the clocks of `zone` show them, or those at its place where that is None, or where its days
    count and no clock; naive.
    """
    if zone is None or event.all_day:
        return event.local_start, event.local_end
    start, end = event.starts_at.astimezone(zone), event.ends_at.astimezone(zone)
    return start.replace(tzinfo=None), end.replace(tzinfo=None)


def days_of(start: datetime, end: datetime) -> tuple[date, date]:
    """First and last day; what ends at midnight has no part in the day after."""
    return start.date(), max(start, end - timedelta(seconds=1)).date()


@dataclass(frozen=True)
class Traits:
    """What an event can be filtered by."""

    party: frozenset[str]
    series: str
    kind: str
    state: str

    def has(self, name: str, value: str) -> bool:
        own = getattr(self, name)
        return value in own if isinstance(own, frozenset) else value == own


def count(events: Iterable[Traits], filters: Mapping[str, str]) -> tuple[int, dict[str, Counter[str]]]:
    """How many pass all filters, and how many each value of each filter would show if it alone were changed."""
    total, counts = 0, {name: Counter[str]() for name in FACETS}
    for event in events:
        failing = [name for name in FACETS if filters[name] and not event.has(name, filters[name])]
        total += not failing
        for name in FACETS:
            if failing in ([], [name]):
                own = getattr(event, name)
                counts[name].update(own if isinstance(own, frozenset) else [own])
    return total, counts


def is_movable(state: str, starts_at: datetime, now: datetime) -> bool:
    return state in PLANNED and now < starts_at


def check_movable(state: str, starts_at: datetime, now: datetime) -> None:
    """Raises RuleBroken unless the event is planned and has not begun."""
    check_open(state)
    if state not in PLANNED:
        raise RuleBroken(N_("A postponed event has no day to be moved from: postpone it to its new date instead."))
    if now >= starts_at:
        raise RuleBroken(N_("The event has begun, so it is not moved any more. Its record can still be edited."))


def proposed(event: Timed, start: datetime, end: datetime, now: datetime) -> tuple[datetime, datetime]:
    """The instants at which the event would begin and end. Raises RuleBroken for a time to which it is not moved."""
    check_period(start, end)
    instants_then = instants(start, end, event.timezone)
    if (start, end) == (event.local_start, event.local_end):
        raise RuleBroken(N_("That is when it is planned already: choose another day or time."), field="local_start")
    if instants_then[0] <= now:
        raise RuleBroken(N_("That time has passed: move the event to a later one."), field="local_start")
    return instants_then


def start_asked(text: str) -> datetime | None:
    """The wall clock '2026-11-25T09:30'; None where it is none."""
    try:
        start = datetime.strptime(text, "%Y-%m-%dT%H:%M")  # noqa: DTZ007 - a wall clock
    except ValueError:
        return None
    return start if YEARS[0] <= start.year < YEARS[1] else None


def dropped(event: Timed, start: datetime, zone: ZoneInfo | None) -> datetime:
    """The new start at the event's place, of an event dropped at `start` on the clock that the calendar showed.

    What goes to another day keeps its hour at its place, whatever the clocks of `zone` do between the two days: the
    promise of a meeting is its wall clock. Only where the hour was changed does the hour of `zone` count.
    """
    shown, _end = shown_clock(event, zone)
    if zone is None or start.time() == shown.time():
        return event.local_start + (start - shown)
    return start.replace(tzinfo=zone).astimezone(ZoneInfo(event.timezone)).replace(tzinfo=None)
