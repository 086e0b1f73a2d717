"""Places of a series: the days that its rules give, each with the turn of its host; and how they go over to new days.

A place is its rule's, not its meeting's: whether that is skipped, moved or cancelled, nobody's turn shifts.
"""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime, timedelta
from itertools import pairwise
from statistics import median
from typing import NamedTuple, Protocol, TypeVar

from forumhub.events.recurrence import numbered
from forumhub.events.rrules import parts_of, text_of

FAR = 10 * 366
LONE = 366
"""How many days the only place of a series may be carried."""


class Rule(Protocol):
    """As models.SeriesRule."""

    @property
    def from_day(self) -> date: ...
    @property
    def rrule(self) -> str: ...
    @property
    def first_local_start(self) -> datetime: ...


AnyRule = TypeVar("AnyRule", bound=Rule)


class Place(NamedTuple):
    start: datetime
    turn: int

    @property
    def day(self) -> date:
        return self.start.date()


def places(rules: Sequence[Rule], after: date, before: date) -> list[Place]:
    """Those from the day `after`, inclusive, until `before`, exclusive; skipped ones too. Rules are in order of days.

    Raises RuleBroken for a rule that is none, and for more than MOST_OCCURRENCES of one rule in that time.
    """
    ends = [*(rule.from_day for rule in rules[1:]), date.max]
    return [
        place
        for rule, end in zip(rules, ends, strict=True)
        for place in _places_of(rule, max(after, rule.from_day), min(before, end))
    ]


def _places_of(rule: Rule, after: date, before: date) -> Iterator[Place]:
    first = rule.first_local_start
    if before <= after:
        return
    if rule.rrule:
        yield from (Place(start, number) for number, start in numbered(rule.rrule, first, after, before))
    elif after <= first.date() < before:
        yield Place(first, 0)


def governing(rules: Sequence[AnyRule], day: date) -> AnyRule:
    """The rule that a day falls under."""
    return next((rule for rule in reversed(rules) if rule.from_day <= day), rules[0])


def next_place(rules: Sequence[Rule], day: date) -> Place | None:
    """The first place from this day on; None where there is none within ten years."""
    rule = governing(rules, day)
    for span in (400, FAR):
        found = places([rule], day, day + timedelta(days=span))
        if found:
            return found[0]
    return None


def rest_of(rule: Rule, day: date) -> str:
    """The rule as text from this day on: where it ends by COUNT, with so many as are left, at least one."""
    parts = parts_of(rule.rrule) if rule.rrule else {}
    if "COUNT" not in parts:
        return rule.rrule
    passed = len(places([rule], rule.from_day, max(day, rule.from_day)))
    return text_of({**parts, "COUNT": str(max(1, int(parts["COUNT"]) - passed))})


def reach_of(days: Sequence[date]) -> int:
    """How many days a place may be carried: the usual distance between two."""
    gaps = [(later - earlier).days for earlier, later in pairwise(days)]
    return max(1, round(median(gaps))) if gaps else LONE


def carried(old: Sequence[date], new: Sequence[date], reach: int) -> dict[date, date]:
    """For each old place the new day that it goes to; both in order. One that has none near enough is left out.

    The order stays, nobody shares a day, and all together go as few days as can be; leaving one out counts as going
    `reach` days. So a day that both have stays, and more frequent meetings do not drag the known ones along.
    """
    costs: list[list[int]] = [[0] * (len(new) + 1)]
    for at, day in enumerate(old):
        row = [(at + 1) * reach]
        for to, other in enumerate(new):
            going = costs[at][to] + abs((other - day).days)
            row.append(min(row[to], costs[at][to + 1] + reach, going))
        costs.append(row)
    return dict(sorted(_traced(costs, old, new, reach)))


def _traced(
    costs: list[list[int]], old: Sequence[date], new: Sequence[date], reach: int
) -> Iterator[tuple[date, date]]:
    at, to = len(old), len(new)
    while at and to:
        if costs[at][to] == costs[at][to - 1]:
            to -= 1
        elif costs[at][to] == costs[at - 1][to] + reach:
            at -= 1
        else:
            at, to = at - 1, to - 1
            yield old[at], new[to]


def turns_by_day(found: Iterable[Place]) -> dict[date, int]:
    return {place.day: place.turn for place in found}
