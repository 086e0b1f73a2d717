"""Pure decisions about an agreement as an instrument: how long things take, what lies still, where clauses moved."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from itertools import pairwise
from statistics import median

STILL = timedelta(days=2 * 365)
"""A clause under which nothing was said for longer than this is named."""


@dataclass
class Figures:
    """What the registers hold under one clause, agreed and not withdrawn. Actions that ended otherwise than closed are
    in `actions` alone.
    """

    decisions: int = 0
    recommendations: int = 0
    concerns: int = 0
    statements: int = 0
    actions: int = 0
    closed: int = 0
    open: int = 0
    """Agreed and not finished, without those overdue."""
    overdue: int = 0
    meetings: int = 0
    """Held under the clause itself."""
    last: date | None = None
    """When something was last decided, reported in minutes or discussed at a meeting under it."""
    days: list[int] = field(default_factory=list)
    """Of each closed action, from agreed to closed."""

    @property
    def items(self) -> int:
        return self.decisions + self.recommendations + self.concerns + self.statements + self.actions

    @property
    def median_days(self) -> int | None:
        """From agreed to closed; None where nothing is closed."""
        return round(median(self.days)) if self.days else None

    def discussed(self, day: date) -> None:
        self.last = day if self.last is None else max(self.last, day)

    def still_since(self, today: date) -> int | None:
        """The year since which nothing was said under it; None where it is not long, or nothing was ever said."""
        return self.last.year if self.last and today - self.last > STILL else None


@dataclass(frozen=True)
class Edition:
    """A version that is or was in force: its number, its first day, and the titles of its clauses by their number."""

    number: int
    since: date | None
    titles: Mapping[str, Mapping[str, str]]


NEW, RETITLED, MOVED, LEFT = "new", "retitled", "moved", "left"


@dataclass(frozen=True)
class Change:
    """What a version did to a clause. `other` is the number that it had before, or has since, where it moved."""

    kind: str
    edition: Edition
    other: str = ""
    before: Mapping[str, str] = field(default_factory=dict)
    """The titles that it had."""


def changes_by_clause(editions: Sequence[Edition]) -> dict[str, list[Change]]:
    """By clause number, what the versions after the first did to it, the oldest first. Editions in their order."""
    found: dict[str, list[Change]] = {}
    for before, after in pairwise(editions):
        for number, change in _changes(before, after):
            found.setdefault(number, []).append(change)
    return found


def _changes(before: Edition, after: Edition) -> list[tuple[str, Change]]:
    added = [number for number in after.titles if number not in before.titles]
    left = [number for number in before.titles if number not in after.titles]
    came_from = _moves(before, after, added, left)
    went_to = {old: new for new, old in came_from.items()}
    return [
        *((number, _arrived(after, came_from.get(number, ""))) for number in added),
        *((number, Change(LEFT, after, went_to.get(number, ""), before.titles[number])) for number in left),
        *(
            (number, Change(RETITLED, after, before=before.titles[number]))
            for number in after.titles
            if number in before.titles and dict(after.titles[number]) != dict(before.titles[number])
        ),
    ]


def _arrived(edition: Edition, other: str) -> Change:
    return Change(MOVED if other else NEW, edition, other)


def _moves(before: Edition, after: Edition, added: list[str], left: list[str]) -> dict[str, str]:
    """By its new number, the old one of each clause that kept its title under another number."""
    waiting, found = list(left), {}
    for new in added:
        old = next((old for old in waiting if _same_title(before.titles[old], after.titles[new])), None)
        if old is not None:
            found[new] = old
            waiting.remove(old)
    return found


def _same_title(one: Mapping[str, str], other: Mapping[str, str]) -> bool:
    return any(title and other.get(language) == title for language, title in one.items())
