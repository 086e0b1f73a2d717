"""The time that an attendee proposes instead (COUNTER; RFC 5546, 3.2.7). Pure.

It is worked out while the mail is read: a foreign time zone takes a while, and no lock may wait for it.
"""

from datetime import UTC, date, datetime, time, timedelta
from typing import NamedTuple

from forumhub.calendars.importing.lines import Component
from forumhub.calendars.importing.properties import Moment, Said
from forumhub.calendars.importing.zones import Clocks
from forumhub.errors import N_, RuleBroken

_DAY = timedelta(days=1)
_LONGEST = timedelta(days=400)


def clocks_of(zones: list[Component]) -> Clocks:
    """Those of one mail, whose zones are asked for instants alone."""
    about = datetime(2026, 1, 1, tzinfo=UTC)
    return Clocks(zones, (), about, about)


class Proposed(NamedTuple):
    """Begin and end, in UTC. `whole_days`: the first day, and the one after the last, each as midnight in UTC, whatever
    clock it is on."""

    start: datetime
    end: datetime
    whole_days: bool = False


def proposed_times(meeting: Said, clocks: Clocks) -> Proposed:
    """Raises RuleBroken for what is no day, and no time on a clock that is known."""
    start, end = _times(meeting)
    if start is None:
        raise RuleBroken(N_("It proposes another time, but names none that could be read."))
    if not isinstance(start.value, datetime):
        return _days(start.value, end)
    begins = _instant(start.value, start.tzid, clocks)
    if isinstance(end, timedelta):
        ends = begins + min(max(end, timedelta(0)), _LONGEST)
    elif end is None:
        ends = begins
    elif isinstance(end.value, datetime):
        ends = _instant(end.value, end.tzid, clocks)
    else:
        raise _mixed()
    _check_order(begins, ends)
    return Proposed(begins, ends)


def _times(meeting: Said) -> tuple[Moment | None, Moment | timedelta | None]:
    try:
        return meeting.moment("DTSTART"), meeting.end()
    except RuleBroken:
        return None, None


def _days(first: date, end: Moment | timedelta | None) -> Proposed:
    """RFC 5545, 3.6.1: without an end it is one day; DTEND is the day after the last."""
    _check_reach(first)
    if not isinstance(end, Moment):
        after = first + min(end or _DAY, _LONGEST)
    elif isinstance(end.value, datetime):
        raise _mixed()
    else:
        after = end.value
        _check_reach(after)
        _check_order(first, after)
    after = max(after, first + _DAY)  # some write the last day itself
    return Proposed(_midnight(first), _midnight(after), whole_days=True)


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), UTC)


def _mixed() -> RuleBroken:
    return RuleBroken(
        N_("It begins with a day and ends with an hour, or the other way round; both have to be days, or both times.")
    )


def _check_order(begins: date, ends: date) -> None:
    if ends < begins:
        raise RuleBroken(N_("It ends before it begins."))


def _instant(value: datetime, tzid: str, clocks: Clocks) -> datetime:
    _check_reach(value)
    if value.tzinfo is None:
        if not tzid:
            raise RuleBroken(N_("The time that it proposes names no zone."))
        value = value.replace(tzinfo=clocks.tz(tzid))
    return value.astimezone(UTC)


def _check_reach(value: date) -> None:
    if not 1970 < value.year < 2200:
        raise RuleBroken(N_("It proposes a day that no calendar shows; write to them."))
