"""What a start costs at least, reckoned quickly on whole minutes: most starts of a day need no closer look.

Between changes of the clocks each day is like the one before. On a day near a change of a clock the bound is 0.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import cache, lru_cache
from zoneinfo import ZoneInfo

from forumhub.events.slots import costs
from forumhub.events.slots.clocks import DAY, hours_points, outside_from, starts
from forumhub.events.slots.costs import POINTS
from forumhub.events.slots.values import Clock, Engagement, Wish
from forumhub.events.slots.weighing import rest_of

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
    shifts = _shifts(wish, day)
    if shifts is None:
        return [(0, start) for start in starts(wish)]
    hours = _by_hours(wish.clocks, shifts, starts(wish), (wish.minutes, wish.opens, wish.closes), wish.days)
    rest = _rest(wish, day, shifts[: len(wish.sides)] or (0,) * len(wish.sides))
    midnight = (day.toordinal() - 1) * DAY - _ahead(wish.timezone, day)
    length = (wish.days - 1) * DAY + wish.minutes
    leave, back = midnight - DAY, midnight + ((starts(wish)[0] + length - 1) // DAY + 2) * DAY
    travel = sum(each.beside for each in near if each.begins < back and each.ends > leave)
    busy = [(each.begins - midnight, each.ends - midnight, each.during - each.beside) for each in near]

    def at(start: int) -> int:
        during = sum(more for begins, ends, more in busy if begins < start + length and ends > start)
        return hours[start] + rest(start) + travel + during

    return sorted((at(start), start) for start in starts(wish))


def _shifts(wish: Wish, day: date) -> tuple[int, ...] | None:
    """Minutes by which each clock is ahead of the place's; None where one changes around these days."""
    around = day - timedelta(days=2), day + timedelta(days=wish.days + 2)
    zones = (wish.timezone, *(clock.timezone for clock in wish.clocks))
    if any(_ahead(zone, around[0]) != _ahead(zone, around[1]) for zone in zones):
        return None
    return tuple(_ahead(clock.timezone, day) - _ahead(wish.timezone, day) for clock in wish.clocks)


def _rest(wish: Wish, day: date, shifts: Sequence[int]) -> Callable[[int], int]:
    """By start, the points of holidays and weekends; `shifts` are those of the sides' clocks."""

    @cache
    def points(spans: tuple[tuple[int, int], ...]) -> int:
        dates = [[day + timedelta(days=offset) for offset in range(first, last + 1)] for first, last in spans]
        found = (rest_of(wish, side, on) for side, on in zip(wish.sides, dates, strict=True))
        return sum(reason.points for reasons in found for reason in reasons)

    def at(start: int) -> int:
        begun = (start + shift for shift in shifts)
        return points(tuple((each // DAY, (each + wish.minutes - 1) // DAY + wish.days - 1) for each in begun))

    return at


@lru_cache(maxsize=16384)
def _ahead(timezone: str, day: date) -> int:
    """Minutes by which the zone is ahead of UTC at noon, UTC, of the day."""
    ahead = datetime.combine(day, time(12), UTC).astimezone(ZoneInfo(timezone)).utcoffset()
    return int((ahead or timedelta()).total_seconds()) // 60


@lru_cache(maxsize=512)
def _by_hours(
    clocks: tuple[Clock, ...], shifts: tuple[int, ...], begins: range, length: tuple[int, int, int], days: int
) -> Mapping[int, int]:
    """By start, the points of its hours."""
    found = {}
    for start in begins:
        parts = (outside_from((start + shift) % DAY, *length) for shift in shifts)
        points = sum(hours_points(clock, *part) for clock, part in zip(clocks, parts, strict=True))
        found[start] = points * days
    return found
