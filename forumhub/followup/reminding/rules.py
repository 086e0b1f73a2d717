"""When somebody is reminded of an action, and of what: pure decisions on days.

A step is the day on which a reminder comes: so many days before an action is due, on the day itself, and then each
week that it is late. Whoever missed some (the worker slept, a clock was wrong) is told of the newest alone.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

MORNING = 7
EVENING = 20
"""Hours on the recipient's clock between which a reminder goes out; who would get it later gets it next morning."""
CHOICES_BEFORE = (30, 14, 7, 3, 1, 0)
WEEK = timedelta(days=7)
DIGEST_LATEST = timedelta(days=3)
"""How long after its day a digest still goes out; after that the next one is near."""
SOON = timedelta(days=30)
"""How far ahead a digest looks."""


@dataclass(frozen=True)
class Wish:
    """What somebody wants: days before an action is due, 0 the day itself; each week that one is late; a digest on
    this day of the week, 0 Monday, None for none."""

    days_before: tuple[int, ...] = (14, 3, 0)
    overdue: bool = True
    digest_weekday: int | None = 0


def their_day(now: datetime, timezone: str) -> date | None:
    """The day on this clock, while it is a time for mails of this kind; None before the morning and in the evening."""
    there = now.astimezone(ZoneInfo(timezone))
    return there.date() if MORNING <= there.hour < EVENING else None


def newest_step(due_on: date, today: date, today_utc: date, wish: Wish) -> date | None:
    """The step that came last by `today`, the recipient's day; late is what is late in UTC, as in the registers."""
    late = (min(today, today_utc) - due_on).days
    if late > 0:
        return due_on + timedelta(days=1 + (late - 1) // 7 * 7) if wish.overdue else None
    steps = (due_on - timedelta(days=days) for days in wish.days_before)
    return max((step for step in steps if step <= today), default=None)


def is_to_tell(step: date | None, told: Collection[date], since: date, today: date) -> bool:
    """Whether a reminder of this step is due.

    Not of a step before `since`, the day on which the action was agreed. `told` are the steps of the same due date
    that the person was told of; those after today are of a clock that was wrong, and do not count until they come.
    """
    return step is not None and step >= since and not any(step <= day <= today for day in told)


def digest_day(today: date, weekday: int | None, sent: Iterable[date]) -> date | None:
    """The day whose digest is due now; None where it went out, was missed by more than DIGEST_LATEST, or one for
    another day of the week went out shortly before."""
    if weekday is None:
        return None
    day = today - timedelta(days=(today.weekday() - weekday) % 7)
    near = any(day - DIGEST_LATEST <= other <= today for other in sent)
    return None if near or today - day > DIGEST_LATEST else day


def days_in(text: str) -> tuple[int, ...]:
    """As stored: '14,3,0'."""
    return tuple(int(day) for day in text.split(",") if day)
