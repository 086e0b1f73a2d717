"""What a reader of a VTIMEZONE block finds: its onsets, in order, as instants. Shares no code with what made it."""

from bisect import bisect_right
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import icalendar
from dateutil.rrule import rrulestr

from forumhub.calendars.zones import vtimezone

SECOND, HOUR = timedelta(seconds=1), timedelta(hours=1)
Onsets = list[tuple[datetime, timedelta]]


def parts_of(tzid: str) -> list[icalendar.Component]:
    return icalendar.Timezone.from_ical(vtimezone(tzid)).subcomponents


def onsets_of(tzid: str, first_year: int, last_year: int) -> Onsets:
    """When each offset of a block begins, and the offset; the first long before, for blocks that never change."""
    onsets: Onsets = []
    for part in parts_of(tzid):
        starts = [part.DTSTART]
        if "RRULE" in part:
            rule = rrulestr(part["RRULE"].to_ical().decode(), dtstart=part.DTSTART)
            starts = rule.between(datetime(first_year, 1, 1), datetime(last_year + 1, 1, 1))
        onsets += [((start - part.TZOFFSETFROM).replace(tzinfo=UTC), part.TZOFFSETTO) for start in starts]
    return sorted(onsets)


def offset_in(onsets: Onsets, moment: datetime) -> timedelta:
    return onsets[bisect_right(onsets, moment, key=lambda onset: onset[0]) - 1][1]


def near_changes(zone: ZoneInfo, onsets: Onsets, first: datetime, last: datetime) -> Iterator[datetime]:
    """A second before and after each change that the zone or the block knows, and the middle of each month."""
    changes = [*changes_of(zone, first, last), *(onset for onset, _ in onsets if first < onset < last)]
    yield from (change + step for change in changes for step in (-SECOND, timedelta(0), SECOND))
    yield from (
        datetime(year, month, 15, tzinfo=UTC) for year in range(first.year, last.year) for month in range(1, 13)
    )


def changes_of(zone: ZoneInfo, first: datetime, last: datetime) -> Iterator[datetime]:
    step = timedelta(days=5)
    while first < last:
        before, after = first, first + step
        while offset(zone, before) != offset(zone, after) and after - before > SECOND:
            middle = before + ((after - before) // 2 // SECOND) * SECOND
            before, after = (middle, after) if offset(zone, middle) == offset(zone, before) else (before, middle)
        if after - before == SECOND:
            yield after
        first += step


def offset(zone: ZoneInfo, moment: datetime) -> timedelta | None:
    return moment.astimezone(zone).utcoffset()


def hours(first: datetime, last: datetime) -> Iterator[datetime]:
    while first < last:
        yield first
        first += HOUR
