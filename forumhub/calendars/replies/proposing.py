"""The time that an attendee proposes instead (COUNTER; RFC 5546, 3.2.7). Pure.

It is worked out while the mail is read: a foreign time zone takes a while, and no lock may wait for it.
"""

from datetime import UTC, datetime, timedelta

from forumhub.calendars.importing.lines import Component
from forumhub.calendars.importing.properties import Moment, Said
from forumhub.calendars.importing.zones import Clocks
from forumhub.errors import N_, RuleBroken

_LONGEST = timedelta(days=400)


def clocks_of(zones: list[Component]) -> Clocks:
    """Those of one mail, whose zones are asked for instants alone."""
    about = datetime(2026, 1, 1, tzinfo=UTC)
    return Clocks(zones, (), about, about)


def proposed_times(meeting: Said, clocks: Clocks) -> tuple[datetime, datetime]:
    """Begin and end, in UTC. Raises RuleBroken for what is no time on a clock that is known."""
    start, end = _times(meeting)
    if start is None:
        raise RuleBroken(N_("It proposes another time, but names none that could be read."))
    begins = _instant(start, clocks)
    if isinstance(end, timedelta):
        ends = begins + min(max(end, timedelta(0)), _LONGEST)
    else:
        ends = _instant(end, clocks) if end else begins
    if ends < begins:
        raise RuleBroken(N_("It ends before it begins."))
    return begins, ends


def _times(meeting: Said) -> tuple[Moment | None, Moment | timedelta | None]:
    try:
        return meeting.moment("DTSTART"), meeting.end()
    except RuleBroken:
        return None, None


def _instant(moment: Moment, clocks: Clocks) -> datetime:
    value = moment.value
    if not isinstance(value, datetime) or not 1970 < value.year < 2200:
        raise RuleBroken(N_("It proposes a day without hours, or one that no calendar shows; write to them."))
    if value.tzinfo is None:
        if not moment.tzid:
            raise RuleBroken(N_("The time that it proposes names no zone."))
        value = value.replace(tzinfo=clocks.tz(moment.tzid))
    return value.astimezone(UTC)
