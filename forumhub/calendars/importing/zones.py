"""The clocks that a calendar's times are on: IANA zones, by whatever name a program gave them (RFC 5545, 3.2.19)."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta, tzinfo
from functools import cache
from zoneinfo import ZoneInfo, available_timezones

from icalendar import Timezone
from icalendar.timezone.windows_to_olson import WINDOWS_TO_OLSON

from forumhub.calendars.importing.lines import ZONE, Component
from forumhub.errors import N_, RuleBroken
from forumhub.events.recurrence import exists, instant

_YEARLY = re.compile(
    r"(?:FREQ=YEARLY|BYDAY=[+-]?[1-5]?[A-Z]{2}|BYMONTH=\d{1,2}|BYMONTHDAY=[-\d,]{1,40}|UNTIL=\d{8}(?:T\d{6}Z?)?"
    r"|COUNT=\d{1,4}|INTERVAL=1|WKST=[A-Z]{2}|;)+",
    re.IGNORECASE,
)
_MOST_ONSETS = 400
_STEP = timedelta(days=7)


def named_zone(name: str) -> str | None:
    """The IANA zone that a TZID means by its name alone: IANA's own, with a prefix or other signs, or Windows'."""
    name = name.strip().strip('"').strip()
    parts = [part for part in name.split("/") if part]
    for count in range(min(3, len(parts)), 0, -1):
        if zone := _by_squashed_name().get(_squashed("/".join(parts[-count:]))):
            return zone
    return _windows().get(name.lower())


def _squashed(name: str) -> str:
    """'Europe_Berlin' and 'US-Eastern' are Europe/Berlin and US/Eastern; the signs of Etc/GMT+1 stay."""
    name = name.lower()
    return name if re.search(r"[+-]\d", name) else re.sub("[^a-z0-9]", "", name)


@cache
def _by_squashed_name() -> Mapping[str, str]:
    return {_squashed(name): name for name in sorted(available_timezones()) if name not in ("localtime", "Factory")}


@cache
def _windows() -> Mapping[str, str]:
    return {name.lower(): zone for name, zone in WINDOWS_TO_OLSON.items()}


@dataclass
class Clock:
    """What a TZID of a file means: `tz` gives the instants; `iana` is its zone, None where only the file knows it."""

    tz: tzinfo
    iana: str | None


@dataclass
class Clocks:
    """Those of one file. `described` are its VTIMEZONEs; `likely` the zones to try first for a clock without a name.

    `since` and `until`, aware, are between which times are asked.
    """

    described: list[Component]
    likely: tuple[str, ...]
    since: datetime
    until: datetime
    _read: dict[str, tzinfo | None] = field(default_factory=dict)
    _found: dict[str, Clock] = field(default_factory=dict)

    def get(self, tzid: str) -> Clock:
        """Raises RuleBroken for a zone that neither has a known name nor is described by the file."""
        tz = self.tz(tzid)
        if tzid not in self._found:
            self._found[tzid] = Clock(tz, tz.key if isinstance(tz, ZoneInfo) else self._like(tz))
        return self._found[tzid]

    def tz(self, tzid: str) -> tzinfo:
        """As `get`, without seeking the IANA zone that a described clock is like, which takes long."""
        if tzid not in self._read:
            self._read[tzid] = self._find(tzid)
        if (tz := self._read[tzid]) is None:
            message = N_("Its time zone '%(zone)s' is not known, and the file does not describe it in a usable way.")
            raise RuleBroken(message, zone=tzid[:80])
        return tz

    def _find(self, tzid: str) -> tzinfo | None:
        described = [each for each in self.described if each.first("TZID").strip('"') == tzid]
        alias = next((each.first("X-LIC-LOCATION") for each in described), "")
        if zone := named_zone(tzid) or named_zone(alias):
            return ZoneInfo(zone)
        return next(filter(None, map(read_zone, described)), None)

    def _like(self, tz: tzinfo) -> str | None:
        """The first zone whose clock shows what this one shows, each week of the time that is asked."""
        weeks = int((self.until - self.since) / _STEP) + 1
        times = [self.since + _STEP * week for week in range(weeks)]
        offsets = [time.astimezone(tz).utcoffset() for time in times]
        return next((zone for zone in self._candidates() if _shows(ZoneInfo(zone), times, offsets)), None)

    def _candidates(self) -> Iterator[str]:
        known = available_timezones()
        yield from (zone for zone in self.likely if zone in known)
        yield from sorted(set(WINDOWS_TO_OLSON.values()) & known)
        yield from sorted(zone for zone in known if "/" in zone and not zone.startswith("Etc/"))


def _shows(zone: ZoneInfo, times: Iterable[datetime], offsets: Iterable[timedelta | None]) -> bool:
    return all(time.astimezone(zone).utcoffset() == offset for time, offset in zip(times, offsets, strict=True))


def read_zone(component: Component) -> tzinfo | None:
    """A VTIMEZONE as a clock; None where it cannot be one, or has rules that no clock follows."""
    if not _bounded(component):
        return None
    try:
        parsed = Timezone.from_ical("\r\n".join(_described(component)))
        assert isinstance(parsed, Timezone)
        zone: tzinfo = parsed.to_tz(lookup_tzid=False)
        datetime(2026, 1, 1, tzinfo=zone).astimezone(UTC)  # some fail at their first use only
        datetime(2026, 7, 1, tzinfo=UTC).astimezone(zone)
    except (ValueError, LookupError, TypeError, AttributeError, ArithmeticError):
        return None
    return zone


def _bounded(component: Component) -> bool:
    """dateutil follows whatever rule it is given, so that it is given yearly ones only, and few dates."""
    lines = [line for part in component.parts for line in part.lines]
    dates = sum(line.text.count(",") + 1 for line in lines if line.name == "RDATE")
    rules = [line.text.partition(":")[2].strip() for line in lines if line.name == "RRULE"]
    return (
        component.ended and dates <= _MOST_ONSETS and len(lines) <= _MOST_ONSETS and all(map(_YEARLY.fullmatch, rules))
    )


def _described(component: Component) -> Iterator[str]:
    """Its lines, of those that a clock is made of."""
    yield f"BEGIN:{component.kind}"
    used = ("TZID",) if component.kind == ZONE else ("DTSTART", "TZOFFSETFROM", "TZOFFSETTO", "RRULE", "RDATE")
    yield from (line.text for line in component.lines if line.name in used)
    for part in component.parts:
        if part.kind in ("STANDARD", "DAYLIGHT"):
            yield from _described(part)
    yield f"END:{component.kind}"


def wall_clock(moment: datetime, zone: str) -> datetime | None:
    """The naive wall clock of an aware moment, where the zone's clock says it only once; None where it does not.

    An hour that is shown twice is its first (RFC 5545, 3.3.5), so the second one cannot be told by this clock.
    """
    local = moment.astimezone(ZoneInfo(zone)).replace(tzinfo=None, fold=0)
    return local if exists(local, zone) and instant(local, zone) == moment else None
