"""Where a slot stands on clocks: its instants, and how much of it lies outside working hours."""

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from forumhub.events.recurrence import exists, instant
from forumhub.events.slots.costs import (
    HOURS,
    NIGHT,
    NIGHT_BEGINS,
    NIGHT_ENDS,
    PEOPLE_HOURS,
    PEOPLE_NIGHT,
    POINTS,
)
from forumhub.events.slots.values import Clock, Slot, Wish

STEP = 30
"""Minutes from one start to the next."""
DAY = 24 * 60


def starts(wish: Wish) -> range:
    """Minutes after midnight at which a meeting of this length may begin: online at any time, else in working hours."""
    if wish.online:
        return range(0, DAY, STEP)
    return range(wish.opens, max(wish.opens, wish.closes - wish.minutes) + 1, STEP)


def slot_at(wish: Wish, day: date, start: int) -> Slot | None:
    """None where the clocks of the place do not show that time, or change while the meeting lasts on a day."""
    sessions = tuple(_sessions(wish, datetime.combine(day, time()) + timedelta(minutes=start)))
    if not all(sessions):
        return None
    kept = tuple(session for session in sessions if session)
    first, last = kept[0], kept[-1]
    zone = ZoneInfo(wish.timezone)
    local_start, local_end = (moment.astimezone(zone).replace(tzinfo=None) for moment in (first[0], last[1]))
    return Slot(local_start, local_end, wish.timezone, first[0], last[1], kept)


def _sessions(wish: Wish, start: datetime) -> Iterator[tuple[datetime, datetime] | None]:
    length = timedelta(minutes=wish.minutes)
    for offset in range(wish.days):
        local = start + timedelta(days=offset)
        begins, ends = instant(local, wish.timezone), instant(local + length, wish.timezone)
        there = ends - begins == length and exists(local, wish.timezone) and exists(local + length, wish.timezone)
        yield (begins, ends) if there else None


def outside(wish: Wish, slot: Slot, timezone: str) -> tuple[int, int]:
    """Half hours begun outside working hours on that clock: by day, and at night."""
    zone = ZoneInfo(timezone)
    begun = (begins.astimezone(zone) for begins, _ends in slot.sessions)
    found = [outside_from(local.hour * 60 + local.minute, wish.minutes, wish.opens, wish.closes) for local in begun]
    return sum(by_day for by_day, _ in found), sum(at_night for _, at_night in found)


@lru_cache(maxsize=4096)
def outside_from(start: int, minutes: int, opens: int, closes: int) -> tuple[int, int]:
    by_day = at_night = 0
    for offset in range(0, minutes, STEP):
        begins = (start + offset) % DAY
        ends = begins + min(STEP, minutes - offset)
        if begins < opens or ends > closes:
            late = begins >= NIGHT_BEGINS or begins < NIGHT_ENDS
            at_night, by_day = at_night + late, by_day + (not late)
    return by_day, at_night


def hours_points(clock: Clock, by_day: int, at_night: int) -> int:
    """Points against these half hours outside working hours on the clock."""
    day_kind, night_kind = (PEOPLE_HOURS, PEOPLE_NIGHT) if clock.people else (HOURS, NIGHT)
    return by_day * POINTS[day_kind] + at_night * POINTS[night_kind]


def dates_on(slot: Slot, timezone: str) -> tuple[date, ...]:
    """The days, on that clock, on which it takes place."""
    zone = ZoneInfo(timezone)
    moments = (moment for begins, ends in slot.sessions for moment in (begins, ends - timedelta(microseconds=1)))
    return tuple(sorted({moment.astimezone(zone).date() for moment in moments}))
