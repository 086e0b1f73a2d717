"""When the meetings of a series are: RFC 5545 rules (3.3.10) over wall clocks, the hosts' turns, and instants.

A rule comes from a form or a file, so it may be hostile: what a series of meetings does not need is refused before
dateutil sees it, and no rule is followed beyond the date that the caller names.
"""

import re
from calendar import monthrange
from collections.abc import Collection, Iterator, Sequence
from datetime import UTC, date, datetime, time, timedelta
from itertools import islice
from typing import TypeVar
from zoneinfo import ZoneInfo

from dateutil.rrule import rrule, rrulestr

from forumhub.errors import N_, RuleBroken

FREQUENCIES = ("YEARLY", "MONTHLY", "WEEKLY")
MOST_OCCURRENCES = 400
_MOST_COUNTED = 20_000  # from the first meeting on, for series that are old
_LONGEST_RULE = 200
_LEAP_YEAR = 2028
_WEEKDAY = "(?:MO|TU|WE|TH|FR|SA|SU)"
_NTH = "[+-]?[1-5]"
_MONTHDAY = "[+-]?(?:[1-9]|[12][0-9]|3[01])"
_COUNT = "[1-9][0-9]{0,2}"
_PARTS = {
    "FREQ": "[A-Z]{1,10}",
    "INTERVAL": "[1-9][0-9]?",
    "COUNT": _COUNT,
    "UNTIL": r"\d{8}(?:T\d{6})?",
    "BYMONTH": "(?:[1-9]|1[0-2])",
    "BYMONTHDAY": _MONTHDAY,
    "BYDAY": f"(?:{_NTH})?{_WEEKDAY}",
    "BYSETPOS": _NTH,
    "WKST": _WEEKDAY,
}
_LISTS = ("BYMONTH", "BYMONTHDAY", "BYDAY", "BYSETPOS")

Host = TypeVar("Host")


def check_rrule(text: str) -> None:
    """Raises RuleBroken, field 'rrule', unless the text is a rule that a series may have.

    It may use FREQ, INTERVAL, COUNT or UNTIL (local, without Z), BYMONTH, BYMONTHDAY, BYDAY, BYSETPOS and WKST.
    """
    parts = _parts(text)
    if parts.get("FREQ") not in FREQUENCIES:
        raise _broken(N_("A series repeats yearly, monthly or weekly: begin its rule with FREQ=YEARLY, for example."))
    if "COUNT" in parts and "UNTIL" in parts:
        raise _broken(N_("A rule ends by COUNT or by UNTIL, not by both."))
    _check_days(parts)
    _until(parts)


def _check_days(parts: dict[str, str]) -> None:
    """Refuses what never meets: dateutil would look for it until the year 9999."""
    numbered = re.search(r"\d", parts.get("BYDAY", ""))
    if parts["FREQ"] == "WEEKLY" and (numbered or {"BYMONTHDAY", "BYSETPOS"} & parts.keys()):
        raise _broken(
            N_("A weekly rule names plain days, such as BYDAY=MO; the second Monday belongs to a monthly one.")
        )
    if "BYMONTHDAY" in parts and (numbered or "BYSETPOS" in parts):
        raise _broken(N_("A rule names days of the month (BYMONTHDAY=25) or the nth weekday (BYDAY=2MO), not both."))
    if "BYSETPOS" in parts and (numbered or "BYDAY" not in parts):
        raise _broken(
            N_("BYSETPOS picks among plain weekdays: BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1 is the last working day.")
        )
    days, months = _numbers(parts, "BYMONTHDAY"), _numbers(parts, "BYMONTH")
    if days and months and min(map(abs, days)) > max(monthrange(_LEAP_YEAR, month)[1] for month in months):
        raise _broken(
            N_("The months of this rule have no day %(day)s: choose an earlier day."), day=parts["BYMONTHDAY"]
        )


def _numbers(parts: dict[str, str], name: str) -> list[int]:
    return [int(each) for each in parts[name].split(",")] if name in parts else []


def occurrences(
    text: str,
    first_local_start: datetime,
    after: date,
    before: date,
    exdates: Collection[date] = (),
) -> list[datetime]:
    """The wall clocks (naive) of a series' meetings from the day `after`, inclusive, until `before`, exclusive.

    The rule counts from `first_local_start`, which is a meeting only where the rule meets it; `exdates` are days on
    which there is none, although COUNT counts them. Days that do not exist, such as 31 April, are left out (RFC 5545).
    Raises RuleBroken for a rule that `check_rrule` refuses, and for more than MOST_OCCURRENCES meetings in
    that time.
    """
    check_rrule(text)
    starts = list(islice(_from_first(text, first_local_start, before), _MOST_COUNTED + 1))
    meetings = [start for start in starts if start.date() >= after]
    if len(meetings) > MOST_OCCURRENCES or len(starts) > _MOST_COUNTED:
        message = N_("This rule makes more than %(most)s meetings: make it rarer, or end it.")
        raise _broken(message, most=MOST_OCCURRENCES)
    return [start for start in meetings if start.date() not in exdates]


def host_for(index: int, rotation: Sequence[Host]) -> Host:
    """Whose turn it is at the meeting `index`, the first being 0. Raises RuleBroken where nobody is in the rotation."""
    if not rotation:
        raise RuleBroken(N_("Nobody is in the rotation of hosts: add at least one."), field="rotation")
    return rotation[index % len(rotation)]


def instant(local: datetime, tzid: str) -> datetime:
    """The UTC instant of a wall clock.

    A time that occurs twice, as clocks go back, is its first; one that is skipped, as they go forward, is reckoned by
    the offset before the change (RFC 5545, 3.3.5). Raises KeyError or ValueError for a zone that tzdata lacks.
    """
    return local.replace(tzinfo=ZoneInfo(tzid), fold=0).astimezone(UTC)


def check_timezone(tzid: str) -> None:
    """Raises RuleBroken for a zone that tzdata lacks."""
    try:
        ZoneInfo(tzid)
    except (KeyError, ValueError, OSError) as unknown:
        message = N_("There is no time zone %(zone)s: name one such as Asia/Shanghai or Europe/Minsk.")
        raise RuleBroken(message, field="timezone", zone=tzid) from unknown


def exists(local: datetime, tzid: str) -> bool:
    """False for a wall clock that is skipped as clocks go forward."""
    return instant(local, tzid).astimezone(ZoneInfo(tzid)).replace(tzinfo=None) == local


def utc(local: datetime, tzid: str) -> datetime:
    """The UTC instant of a wall clock that somebody plans for: as `instant`, but raises RuleBroken for one that no
    clock will show, naming what it shows instead, and for an unknown zone.
    """
    check_timezone(tzid)
    planned = instant(local, tzid)
    if not exists(local, tzid):
        message = N_("Clocks in %(zone)s go forward past %(local)s: choose %(shown)s, or a time before the change.")
        shown = planned.astimezone(ZoneInfo(tzid))
        raise RuleBroken(message, field="local_start", zone=tzid, local=f"{local:%F %H:%M}", shown=f"{shown:%H:%M}")
    return planned


def instants(local_start: datetime, local_end: datetime, tzid: str) -> tuple[datetime, datetime]:
    """Start and end in UTC. Raises RuleBroken as `utc` does, and where the end is not after the start."""
    starts_at, ends_at = utc(local_start, tzid), utc(local_end, tzid)
    if ends_at <= starts_at:
        raise RuleBroken(N_("The end is not after the start: set a later end."), field="local_end")
    return starts_at, ends_at


def _parts(text: str) -> dict[str, str]:
    pairs = [part.partition("=")[::2] for part in text.split(";")] if len(text) <= _LONGEST_RULE else []
    for name, value in pairs:
        if name not in _PARTS or not _fits(name, value):
            allowed = ", ".join(_PARTS)
            message = N_("A rule cannot have %(part)s here; it is made of %(allowed)s, as in FREQ=YEARLY;BYMONTH=9.")
            raise _broken(message, part=f"{name}={value}"[:40], allowed=allowed)
    if not pairs or len(dict(pairs)) < len(pairs):
        raise _broken(N_("A rule names each of its parts once, in at most %(most)s characters."), most=_LONGEST_RULE)
    return dict(pairs)


def _fits(name: str, value: str) -> bool:
    values = value.split(",") if name in _LISTS else [value]
    return all(re.fullmatch(_PARTS[name], each, re.ASCII) for each in values)


def _until(parts: dict[str, str]) -> datetime | None:
    """The last moment of the rule, by the wall clock; a day alone is meant wholly."""
    if "UNTIL" not in parts:
        return None
    day, _, clock = parts["UNTIL"].partition("T")
    try:
        return datetime.strptime(day + (clock or "235959"), "%Y%m%d%H%M%S")  # noqa: DTZ007
    except ValueError as wrong:
        raise _broken(N_("UNTIL=%(until)s is no date: write it as 20281231."), until=parts["UNTIL"]) from wrong


def _from_first(text: str, first: datetime, before: date) -> Iterator[datetime]:
    """An endless rule, and one that ends by COUNT, stops at the horizon all the same."""
    parts = _parts(text)
    count, until = parts.pop("COUNT", None), _until(parts)
    parts.pop("UNTIL", None)
    horizon = datetime.combine(before, time.min) - timedelta(seconds=1)
    rule = rrulestr(";".join(f"{name}={value}" for name, value in parts.items()), dtstart=first)
    assert isinstance(rule, rrule)
    return islice(rule.replace(until=min(horizon, until or horizon)), int(count) if count else None)


def _broken(msgid: str, **values: object) -> RuleBroken:
    return RuleBroken(msgid, field="rrule", **values)
