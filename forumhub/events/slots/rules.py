"""Which dates suit everybody best: pure, on plain values, the same answer each time."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, date, datetime, timedelta

from forumhub.errors import N_, RuleBroken
from forumhub.events.slots import costs
from forumhub.events.slots.bounds import Weighed, at_least, weighed
from forumhub.events.slots.clocks import slot_at
from forumhub.events.slots.values import Candidate, Day, Engagement, Ranking, Reason, Slot, Wish
from forumhub.events.slots.weighing import (
    block_of,
    engagements_against,
    hours_against,
    reasons_for,
    rest_against,
)

MOST_DAYS = 400
"""Of a window: a year and its margins."""
FARTHEST = timedelta(days=5 * 365)
MARGIN = 3
"""How many days away an event can be, in UTC, and still concern a meeting: a day of travel, and clocks apart."""


def check_window(first: date, last: date, days: int, today: date) -> None:
    """Raises RuleBroken for a window that is past, too far ahead, empty, too long, or shorter than the meeting."""
    if last < first:
        raise RuleBroken(N_("The last day is before the first: set a later one."), field="last")
    if last < today:
        raise RuleBroken(N_("That day has passed: look for dates from today on."), field="last")
    if last > today + FARTHEST:
        message = N_("Look no further than %(years)s years ahead: holidays of later years are not known.")
        raise RuleBroken(message, field="last", years=FARTHEST.days // 365)
    if (last - first).days >= MOST_DAYS:
        message = N_("Look at no more than %(most)s days at once: set an earlier last day.")
        raise RuleBroken(message, field="last", most=MOST_DAYS)
    if (last - first).days + 1 < days:
        message = N_("A meeting of %(days)s days does not fit between these dates: set a later last day.")
        raise RuleBroken(message, field="last", days=days)


def rank(wish: Wish, engagements: Iterable[Engagement], now: datetime) -> Ranking:
    """Every day of the window on which the meeting can begin and end within it, and the days' best slots in order.

    A slot is impossible where it has passed, its venue is taken or the place's clocks do not show it. `now` is aware.
    """
    by_day = _by_day(weighed(wish, engagements))
    count = (wish.last - wish.first).days + 2 - wish.days
    dates = [wish.first + timedelta(days=offset) for offset in range(count)]
    days = [_best_of(wish, day, _near(wish, day, by_day), now) for day in dates]
    found = [day.best for day in days if day.best]
    return Ranking(days, sorted(found, key=lambda candidate: (candidate.cost, candidate.slot.starts_at)))


def _by_day(engagements: Iterable[Weighed]) -> dict[date, list[Weighed]]:
    """By day in UTC, the events that touch it."""
    found: dict[date, list[Weighed]] = {}
    for each in engagements:
        first, last = each.event.starts_at.astimezone(UTC).date(), each.event.ends_at.astimezone(UTC).date()
        for offset in range((last - first).days + 1):
            found.setdefault(first + timedelta(days=offset), []).append(each)
    return found


def _near(wish: Wish, day: date, by_day: dict[date, list[Weighed]]) -> list[Weighed]:
    """Each event once that can concern a meeting that begins on this day."""
    span = range(-MARGIN, wish.days + MARGIN)
    events = (each for offset in span for each in by_day.get(day + timedelta(days=offset), ()))
    return list({each.event.ulid: each for each in events}.values())


def _best_of(wish: Wish, day: date, near: Sequence[Weighed], now: datetime) -> Day:
    """The day's cheapest slot, the earlier of equal ones. Starts that cost more at least are not looked at."""
    events, blocks = [each.event for each in near], []
    best: tuple[int, int, Candidate] | None = None
    for points, start in at_least(wish, day, near):
        if best and (points, start) > best[:2]:
            break
        slot = slot_at(wish, day, start)
        block = block_of(slot, events, now) if slot else Reason(costs.CLOCK_CHANGE, who=wish.timezone)
        if block or slot is None:
            blocks += [block] if block else []
            continue
        candidate = Candidate(slot, tuple(_against(wish, slot, events)))
        if best is None or (candidate.cost, start) < best[:2]:
            best = candidate.cost, start, candidate
    if best is None:
        return Day(day, None, tuple(_merged(blocks)))
    return Day(day, _explained(wish, best[2]))


def _against(wish: Wish, slot: Slot, events: Sequence[Engagement]) -> Iterator[Reason]:
    yield from hours_against(wish, slot)
    yield from rest_against(wish, slot)
    yield from engagements_against(wish, slot, events)


def _explained(wish: Wish, candidate: Candidate) -> Candidate:
    """With what speaks for it, too."""
    return Candidate(candidate.slot, (*candidate.reasons, *reasons_for(wish, candidate.slot, candidate.reasons)))


def _merged(blocks: Iterable[Reason]) -> Iterator[Reason]:
    """The blocks of a day's slots: each kind once, with all its events."""
    kinds = {block.kind: block for block in blocks}
    taken = {event.ulid: event for block in blocks for event in block.events}
    for kind in sorted(kinds):
        yield Reason(kind, who=kinds[kind].who, events=tuple(taken.values()) if kind == costs.VENUE_TAKEN else ())


LEVELS = (0, 8, 25)
"""Points beyond the best candidate's, for each party, up to which a day is of that level; above, of the last."""


def level(candidate: Candidate, best: Candidate, parties: int) -> int:
    """How a day compares with the best one: 0 as good, 1 nearly as good, 2 worse, 3 much worse."""
    beyond = candidate.cost - best.cost
    return sum(beyond > most * parties for most in LEVELS)
