"""VTIMEZONE blocks (RFC 5545, 3.6.5) that Outlook reads too: one STANDARD and at most one DAYLIGHT, each by RRULE.

They are made from the POSIX rule at the end of a zone's TZif data (RFC 8536, 3.3), which is what the zone does now
and from now on. An event at an instant where that rule differs from zoneinfo, or at a wall clock that comes twice, is
written in UTC instead, and so is every event of the dozen zones whose changes no 'nth weekday of a month' describes
(Cairo, Jerusalem, Santiago): icalendar's RDATE lists begin daylight time an hour late there, and Outlook reads one
BYDAY only (MS-OXCICAL, 2.1.3.1.1.19.2.2), no RDATE.
"""

import io
import re
import struct
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from importlib import resources
from zoneinfo import ZoneInfo

from dateutil.rrule import YEARLY, rrule, weekday
from icalendar import Timezone, TimezoneDaylight, TimezoneStandard, vRecur

FIRST_YEAR = 1970  # the blocks begin here, always, so that a feed's bytes do not change with the calendar

_TIME = r"[-+]?[\d:]+"
_ONSET = rf"M(\d+)\.(\d)\.(\d)(?:/({_TIME}))?"
_POSIX = re.compile(rf"(<[^>]+>|[A-Za-z]+)({_TIME})(?:(<[^>]+>|[A-Za-z]+)({_TIME})?,{_ONSET},{_ONSET})?")
_DAYS = ("SU", "MO", "TU", "WE", "TH", "FR", "SA")  # POSIX counts from Sunday


@dataclass(frozen=True)
class Onset:
    """When an offset begins, each year: the `nth` (-1: the last) weekday (0: Sunday) of a month, `at` a wall clock."""

    month: int
    nth: int
    day: int
    at: timedelta

    @property
    def within_its_day(self) -> bool:
        """POSIX allows 26 hours after, or one before, midnight of the nth weekday; RRULE does not."""
        return timedelta(0) <= self.at < timedelta(days=1)

    @property
    def rule(self) -> vRecur:
        return vRecur(FREQ="YEARLY", BYMONTH=self.month, BYDAY=f"{self.nth}{_DAYS[self.day]}")

    @property
    def first(self) -> datetime:
        """Naive, on the clock that ends here, as DTSTART of a block has it."""
        day = weekday((self.day - 1) % 7, self.nth)
        start = datetime(FIRST_YEAR, 1, 1)  # noqa: DTZ001
        return rrule(YEARLY, bymonth=self.month, byweekday=day, dtstart=start, count=1)[0] + self.at


@dataclass(frozen=True)
class Observance:
    name: str
    offset: timedelta
    onset: Onset | None


@cache
def vtimezone(tzid: str) -> bytes:
    """The block of an IANA zone, in folded CRLF lines.

    Raises zoneinfo.ZoneInfoNotFoundError (a KeyError) for a name that tzdata lacks, ValueError for one that is no
    name or a zone that has no block; `has_block` tells.
    """
    observances = _observances(tzid)
    if not has_block(tzid):
        raise ValueError(f"{tzid} has no block of one STANDARD and one DAYLIGHT rule")
    block = Timezone()
    block.add("TZID", tzid)
    for mine, other in zip(observances, reversed(observances), strict=True):
        kind = TimezoneDaylight if mine.offset > other.offset else TimezoneStandard
        block.add_component(_part(kind(), mine, other))
    return bytes(block.to_ical())


def _part(
    part: TimezoneStandard | TimezoneDaylight, mine: Observance, other: Observance
) -> TimezoneStandard | TimezoneDaylight:
    part.add("TZNAME", mine.name)
    part.TZOFFSETFROM, part.TZOFFSETTO = other.offset, mine.offset
    part.DTSTART = mine.onset.first if mine.onset else datetime(FIRST_YEAR, 1, 1)  # noqa: DTZ001
    if mine.onset:
        part.add("RRULE", mine.onset.rule)
    return part


@cache
def has_block(tzid: str) -> bool:
    """False for UTC, which needs none, and for zones whose rule RRULE's BYDAY cannot give."""
    observances = _observances(tzid)
    described = all(each.onset is None or each.onset.within_its_day for each in observances)
    return bool(observances) and described and observances[0].name != "UTC"


def offset_agrees(tzid: str, instant: datetime) -> bool:
    """Whether readers of the zone's block find the offset at this aware `instant` that zoneinfo finds."""
    if not has_block(tzid) or instant.year <= FIRST_YEAR:
        return False
    return instant.astimezone(_by_rule(tzid)).utcoffset() == instant.astimezone(ZoneInfo(tzid)).utcoffset()


def clock_agrees(tzid: str, local: datetime) -> bool:
    """Whether readers of the zone's block find the instant of this naive wall clock that is meant.

    Not where it is skipped or comes twice: RFC 5545, 3.3.5, takes the first of the two, ical.js and libical the second.
    """
    return (
        has_block(tzid)
        and all(_comes_once(local, zone) for zone in (ZoneInfo(tzid), _by_rule(tzid)))
        and offset_agrees(tzid, local.replace(tzinfo=ZoneInfo(tzid)))
    )


def _comes_once(local: datetime, zone: ZoneInfo) -> bool:
    return local.replace(tzinfo=zone, fold=0).utcoffset() == local.replace(tzinfo=zone, fold=1).utcoffset()


@cache
def _observances(tzid: str) -> tuple[Observance, ...]:
    """One where the clocks never change, two where they do, none where the rule is of an unknown form."""
    found = _POSIX.fullmatch(_footer(tzid))
    if not found:
        return ()
    name, offset, summer, ahead, *onsets = found.groups()
    standard = -_span(offset)  # POSIX counts west of Greenwich
    if summer is None:
        return (Observance(name.strip("<>"), standard, None),)
    daylight = -_span(ahead) if ahead else standard + timedelta(hours=1)
    return (
        Observance(name.strip("<>"), standard, _onset(*onsets[4:])),
        Observance(summer.strip("<>"), daylight, _onset(*onsets[:4])),
    )


def _onset(month: str, week: str, day: str, at: str | None) -> Onset:
    return Onset(int(month), -1 if week == "5" else int(week), int(day), _span(at or "2"))


def _span(text: str) -> timedelta:
    """'-9:30' as hours, minutes and seconds, all of one sign."""
    parts = map(float, text.strip("+-").split(":"))
    span = timedelta(**dict(zip(("hours", "minutes", "seconds"), parts, strict=False)))
    return -span if text.startswith("-") else span


def _footer(tzid: str) -> str:
    ZoneInfo(tzid)  # refuses what is no zone, such as a path out of the package
    data = resources.files("tzdata.zoneinfo").joinpath(*tzid.split("/")).read_bytes()
    return data.rstrip(b"\n").rpartition(b"\n")[2].decode("ascii")


@cache
def _by_rule(tzid: str) -> ZoneInfo:
    """The zone as if its present rule had always held: a TZif file of version 2 with that rule and no changes."""
    header = b"TZif2" + bytes(15) + struct.pack(">6l", 0, 0, 0, 0, 1, 1)
    local_time_type = struct.pack(">lbb", 0, 0, 0) + b"\0"
    footer = b"\n" + _footer(tzid).encode("ascii") + b"\n"
    return ZoneInfo.from_file(io.BytesIO((header + local_time_type) * 2 + footer), key=tzid)
