"""When the meetings of a series are: RFC 5545 rules (§3.3.10) over wall clocks, the hosts' turns, and instants."""

from collections.abc import Callable, Collection, Iterator, Sequence
from datetime import UTC, date, datetime, time, timedelta
from itertools import islice
from typing import TypeVar
from zoneinfo import ZoneInfo

from dateutil.rrule import rrule, rrulestr

from forumhub.errors import N_, RuleBroken
from forumhub.events.rrules import WEEKDAYS, check_rrule, parts_of, text_of, until_of

MOST_OCCURRENCES = 400
_MOST_COUNTED = 20_000  # from the first meeting on, for series that are old

Host = TypeVar("Host")


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
    meetings = numbered(text, first_local_start, after, before)
    return [start for _number, start in meetings if start.date() not in exdates]


def numbered(text: str, first_local_start: datetime, after: date, before: date) -> list[tuple[int, datetime]]:
    """As `occurrences`, each with its place in the rule: 0 for the first one that the rule has at all."""
    check_rrule(text)
    starts = list(islice(_from_first(text, first_local_start, before), _MOST_COUNTED + 1))
    meetings = [(number, start) for number, start in enumerate(starts) if start.date() >= after]
    if len(meetings) > MOST_OCCURRENCES or len(starts) > _MOST_COUNTED:
        message = N_("This rule makes more than %(most)s meetings: make it rarer, or end it.")
        raise RuleBroken(message, field="rrule", most=MOST_OCCURRENCES)
    return meetings


def next_occurrences(text: str, first_local_start: datetime, count: int, within: timedelta) -> list[datetime]:
    """The first `count` meetings, none later than `within` after the first start. Raises as `check_rrule` does."""
    check_rrule(text)
    before = first_local_start.date() + within
    return list(islice(_from_first(text, first_local_start, before), count))


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


def _from_first(text: str, first: datetime, before: date) -> Iterator[datetime]:
    """Every meeting before this day, in order; an endless rule stops there, too.

    dateutil is asked without INTERVAL, since an interval may step past every meeting (31 February, every year an odd
    one) and it would look for one until the year 9999.
    """
    parts = parts_of(text)
    count, until, interval = parts.pop("COUNT", None), until_of(parts), int(parts.pop("INTERVAL", "1"))
    parts.pop("UNTIL", None)
    horizon = datetime.combine(before, time.min) - timedelta(seconds=1)
    rule = rrulestr(text_of(parts), dtstart=first)
    assert isinstance(rule, rrule)
    period = _period(parts["FREQ"], WEEKDAYS.index(parts.get("WKST", "MO")))
    begun = period(first.date())
    starts = iter(rule.replace(until=min(horizon, until or horizon)))
    kept = (start for start in starts if (period(start.date()) - begun) % interval == 0)
    return islice(kept, int(count) if count else None)


def _period(frequency: str, week_starts: int) -> Callable[[date], int]:
    """Numbers the years, the months or the weeks in the order of time."""
    return {
        "YEARLY": lambda day: day.year,
        "MONTHLY": lambda day: day.year * 12 + day.month,
        "WEEKLY": lambda day: (day.toordinal() - 1 - week_starts) // 7,
    }[frequency]
