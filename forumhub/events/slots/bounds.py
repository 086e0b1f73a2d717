"""What a start costs at least, reckoned quickly on whole minutes: most starts of a day need no closer look.

Between changes of the clocks each day is like the one before. On a day near a change of a clock the bound is 0.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from forumhub.events.slots import costs
from forumhub.events.slots.clocks import DAY, hours_points, outside_from, starts
from forumhub.events.slots.costs import POINTS
from forumhub.events.slots.values import Clock, Engagement, Wish

_FIRST = datetime(1, 1, 1, tzinfo=UTC)


@dataclass(frozen=True)
class Weighed:
    """An engagement from and until these minutes, with its points during the meeting and while guests travel."""

    event: Engagement
    begins: int
    ends: int
    during: int
    beside: int


def weighed(wish: Wish, events: Iterable[Engagement]) -> list[Weighed]:
    """In the order of time."""
    guests = set() if wish.online else {side.code for side in wish.sides} - {wish.host}
    travelling = set() if wish.online else {person.ulid for person in wish.people if person.party != wish.host}
    return [
        Weighed(
            event,
            (event.starts_at - _FIRST) // timedelta(minutes=1),
            -((_FIRST - event.ends_at) // timedelta(minutes=1)),
            len(event.parties) * POINTS[costs.BUSY] + len(event.people) * POINTS[costs.PERSON_BUSY],
            len(event.parties & guests) * POINTS[costs.TRAVEL_BUSY]
            + len(event.people & travelling) * POINTS[costs.PERSON_TRAVEL_BUSY],
        )
        for event in sorted(events, key=lambda event: (event.starts_at, event.ulid))
    ]


def at_least(wish: Wish, day: date, near: Sequence[Weighed]) -> list[tuple[int, int]]:
    """(points, start) of each start of the day, fewest points first, then earliest."""
    hours = _hours(wish, day)
    if hours is None:
        return [(0, start) for start in starts(wish)]
    midnight = (day.toordinal() - 1) * DAY - _ahead(wish.timezone, day)
    length = (wish.days - 1) * DAY + wish.minutes
    last = (starts(wish)[0] + length - 1) // DAY
    leave, back = midnight - DAY, midnight + (last + 2) * DAY
    travel = sum(each.beside for each in near if each.begins < back and each.ends > leave)
    busy = [(each.begins - midnight, each.ends - midnight, each.during - each.beside) for each in near]
    return sorted(
        (points + travel + sum(more for begins, ends, more in busy if begins < start + length and ends > start), start)
        for points, start in hours
    )


def _hours(wish: Wish, day: date) -> Sequence[tuple[int, int]] | None:
    """Points of the hours of each start; None where a clock changes around these days."""
    around = day - timedelta(days=2), day + timedelta(days=wish.days + 2)
    zones = (wish.timezone, *(clock.timezone for clock in wish.clocks))
    if any(_ahead(zone, around[0]) != _ahead(zone, around[1]) for zone in zones):
        return None
    shifts = tuple(_ahead(clock.timezone, day) - _ahead(wish.timezone, day) for clock in wish.clocks)
    return _by_hours(wish.clocks, shifts, starts(wish), (wish.minutes, wish.opens, wish.closes), wish.days)


@lru_cache(maxsize=16384)
def _ahead(timezone: str, day: date) -> int:
    """Minutes by which the zone is ahead of UTC at noon, UTC, of the day."""
    ahead = datetime.combine(day, time(12), UTC).astimezone(ZoneInfo(timezone)).utcoffset()
    return int((ahead or timedelta()).total_seconds()) // 60


@lru_cache(maxsize=512)
def _by_hours(
    clocks: tuple[Clock, ...], shifts: tuple[int, ...], begins: range, length: tuple[int, int, int], days: int
) -> Sequence[tuple[int, int]]:
    found = []
    for start in begins:
        parts = (outside_from((start + shift) % DAY, *length) for shift in shifts)
        points = sum(hours_points(clock, *part) for clock, part in zip(clocks, parts, strict=True))
        found.append((points * days, start))
    return found
