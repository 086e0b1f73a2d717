"""Pure decisions on what is proposed: slots on the host's clock, and the deadline for answers."""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from contextlib import suppress
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from forumhub.errors import N_, RuleBroken
from forumhub.events.recurrence import instants, utc
from forumhub.events.rules import check_period

FEWEST_SLOTS, MOST_SLOTS = 2, 12
USUAL_DAYS = timedelta(days=10)
SHORTEST_EXTENSION = timedelta(hours=23)
"""To the same hour of the next day, though clocks go forward that night."""
USUAL_HOUR = time(17)
WRITTEN_SLOT = r"\d{4}-\d\d-\d\dT\d\d:\d\d/\d{4}-\d\d-\d\dT\d\d:\d\d"

Period = tuple[datetime, datetime]


def check_slots(slots: Sequence[Period], timezone: str) -> None:
    """Raises RuleBroken for too few or too many, for one that is there twice, and for what no clock shows."""
    if not FEWEST_SLOTS <= len(slots) <= MOST_SLOTS:
        message = N_("Propose at least %(fewest)s slots and at most %(most)s; a single date needs no poll.")
        raise RuleBroken(message, field="slots", fewest=FEWEST_SLOTS, most=MOST_SLOTS)
    twice = next((slot for slot, count in Counter(slots).items() if count > 1), None)
    if twice:
        message = N_("The slot of %(start)s is proposed twice: change one, or empty it.")
        raise RuleBroken(message, field="slots", start=f"{twice[0]:%F %H:%M}")
    for start, end in slots:
        slot_instants(start, end, timezone)


def slot_instants(start: datetime, end: datetime, timezone: str) -> Period:
    """In UTC. Raises RuleBroken for an end before the start and for a wall clock that is skipped there."""
    check_period(start, end)
    return instants(start, end, timezone)


def check_slots_ahead(slots: Iterable[Period], now: datetime) -> None:
    """`slots` in UTC. Raises RuleBroken for one that has begun."""
    for start, _end in slots:
        check_ahead(start, now)


def check_ahead(start: datetime, now: datetime) -> None:
    if start <= now:
        raise RuleBroken(N_("This slot has passed: take one that lies ahead."), field="slots")


def instant_of(local: datetime, timezone: str, field: str) -> datetime:
    """The UTC instant of a wall clock. Raises RuleBroken beside `field` for one that no clock shows."""
    try:
        return utc(local, timezone)
    except RuleBroken as error:
        beside = "timezone" if error.field == "timezone" else field
        raise RuleBroken(error.msgid, field=beside, **error.values) from error


def check_deadline(deadline: datetime, now: datetime, before: datetime) -> None:
    """All in UTC. Raises RuleBroken where nobody could answer, or only when the slot `before` has begun."""
    if deadline <= now:
        raise RuleBroken(N_("The deadline has passed already: give the parties time to answer."), field="deadline")
    if deadline >= before:
        raise RuleBroken(N_("The deadline is not before the slots: set an earlier one."), field="deadline")


def check_extension(deadline: datetime, old: datetime) -> None:
    """Raises RuleBroken for a deadline that would cut short what was promised, or tell everybody of a trifle."""
    if deadline < old + SHORTEST_EXTENSION:
        message = N_("A deadline is extended by at least a day, as every secretariat is told of it: set a later one.")
        raise RuleBroken(message, field="deadline")


def usual_deadline(slots: Sequence[Period], timezone: str, now: datetime) -> datetime | None:
    """A wall clock: 17:00 in ten days, or the day before the first slot; None where that has passed.

    Raises KeyError or ValueError for a zone that tzdata lacks.
    """
    here = now.astimezone(ZoneInfo(timezone)).replace(tzinfo=None)
    days = [here + USUAL_DAYS, *(start - timedelta(days=1) for start, _end in slots)]
    usual = datetime.combine(min(days).date(), USUAL_HOUR)
    return usual if usual > here else None


def in_zone(slot: Period, timezone: str, other: str) -> Period:
    """The same time on another clock. Raises RuleBroken as `slot_instants` does."""
    if timezone == other:
        return slot
    start, end = (each.astimezone(ZoneInfo(other)).replace(tzinfo=None) for each in slot_instants(*slot, timezone))
    return start, end


def read_slot(text: str) -> Period:
    """'2027-03-11T09:00/2027-03-11T17:30' as wall clocks. Raises RuleBroken."""
    if re.fullmatch(WRITTEN_SLOT, text, re.ASCII):
        first, _slash, last = text.partition("/")
        with suppress(ValueError):
            return datetime.fromisoformat(first), datetime.fromisoformat(last)
    message = N_("'%(slot)s' is no slot; one is written as 2027-03-11T09:00/2027-03-11T17:30.")
    raise RuleBroken(message, field="slots", slot=text[:60])
