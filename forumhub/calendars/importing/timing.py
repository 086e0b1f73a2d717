"""The moments of an event on clocks that are known: days, and aware datetimes (RFC 5545, 3.3.5)."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from forumhub.calendars.importing.bounding import When
from forumhub.calendars.importing.entries import Entry
from forumhub.calendars.importing.expanding import Span, Timed
from forumhub.calendars.importing.properties import Moment, Period
from forumhub.calendars.importing.zones import Clock, Clocks
from forumhub.errors import N_, RuleBroken

ONE_DAY = timedelta(days=1)
ONE_HOUR = timedelta(hours=1)
NO_END = N_("It has no end, or ends when it begins; it is entered as one hour long. Set its right end afterwards.")


@dataclass
class Timing:
    """How times of one calendar are read. `floating` and `usual` are zones by name, empty where there are none.

    `usual` is the calendar's own (X-WR-TIMEZONE), on whose clock times in UTC are shown.
    """

    clocks: Clocks
    floating: str
    usual: str

    def clock_of(self, moment: Moment) -> Clock:
        """Raises RuleBroken where it is on no clock that is known. A day is on none, and none is asked of it."""
        if not isinstance(moment.value, datetime) or moment.value.tzinfo is not None:
            return Clock(UTC, self.usual or "UTC")
        if moment.tzid:
            return self.clocks.get(moment.tzid)
        if self.floating:
            return Clock(ZoneInfo(self.floating), self.floating)
        if self.usual:
            message = N_("Its time names no zone: choose one for such times; the calendar itself names %(zone)s.")
            raise RuleBroken(message, zone=self.usual)
        raise RuleBroken(N_("Its time names no zone: choose one for such times."))

    def when(self, moment: Moment) -> When:
        if not isinstance(moment.value, datetime):
            return moment.value
        if moment.value.tzinfo is not None:
            return moment.value.astimezone(UTC)
        return _within(moment.value.replace(tzinfo=self.clock_of(moment).tz))

    def timed(self, entry: Entry) -> Timed:
        """Raises RuleBroken for moments that cannot be told, and for an end before the start."""
        start = self.when(entry.start)
        return Timed(
            number=entry.number,
            span=Span(start, self.end(entry, start)),
            recurrence=self.when(entry.recurrence) if entry.recurrence else None,
            rules=entry.rules,
            rdates=list(self.rdates(entry, start)),
            exdates=[_alike(self.when(each), start) for each in entry.exdates],
            version=entry.version,
        )

    def end(self, entry: Entry, start: When) -> When:
        end = self.when(entry.end) if isinstance(entry.end, Moment) else None
        if isinstance(entry.end, timedelta):
            end = _after(start, entry.end)
        if end is None or end == start:
            return start + (ONE_HOUR if isinstance(start, datetime) else ONE_DAY)
        if isinstance(end, datetime) != isinstance(start, datetime):
            raise RuleBroken(N_("Its start is a day and its end a time, or the other way round."))
        if end < start:
            raise RuleBroken(N_("It ends before it begins."))
        return end

    def rdates(self, entry: Entry, start: When) -> Iterator[When | tuple[When, When | timedelta]]:
        for each in entry.rdates:
            if isinstance(each, Moment):
                yield _alike(self.when(each), start)
            else:
                yield self._period(each)

    def _period(self, period: Period) -> tuple[When, When | timedelta]:
        start = self.when(period.start)
        end = period.end if isinstance(period.end, timedelta) else self.when(period.end)
        if (end if isinstance(end, datetime) else _after(start, end)) <= start:  # type: ignore[arg-type, operator]
            raise RuleBroken(N_("It ends before it begins."))
        return start, end


def has_end(entry: Entry) -> bool:
    """Whether it lasts for some time, or for days."""
    lasts = entry.end != entry.start and entry.end != timedelta(0) and entry.end is not None
    return lasts or not isinstance(entry.start.value, datetime)


def _after(start: When, length: timedelta) -> When:
    """Days are of the calendar, hours of the clock (RFC 5545, 3.3.6)."""
    try:
        if isinstance(start, datetime) and length % ONE_DAY:
            return (start.astimezone(UTC) + length).astimezone(start.tzinfo)
        return start + length
    except OverflowError as error:
        raise RuleBroken(N_("It lasts longer than any clock shows.")) from error


def _alike(moment: When, start: When) -> When:
    """A day among moments stays one; a moment among days is its day."""
    return moment.date() if isinstance(moment, datetime) and not isinstance(start, datetime) else moment


def _within(moment: datetime) -> datetime:
    """Raises RuleBroken for what no clock can tell, as at the end of the year 9999."""
    try:
        moment.astimezone(UTC)
    except (OverflowError, ValueError) as error:
        raise RuleBroken(N_("The year %(year)s is beyond what a clock tells."), year=moment.year) from error
    return moment
