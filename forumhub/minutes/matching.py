"""What two lists have in common, in order: difflib between the entries that stand once in each. Pure, and bounded."""

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

Block = tuple[int, int, int]
"""Where it begins in the first, where in the second, and how many entries are the same from there."""


@dataclass
class Effort:
    """How many pairs of entries may still be looked at: difflib alone would take minutes for 5,000 equal lines."""

    pairs: int = 400_000

    def allows(self, first: int, second: int) -> bool:
        """Whether so many entries may be compared with so many; what is allowed is spent."""
        allowed = first * second <= self.pairs
        self.pairs -= first * second if allowed else 0
        return allowed


def blocks(first: Sequence[str], second: Sequence[str], effort: Effort) -> list[Block]:
    """In order and without overlap; what is in none of them is only in one of the two, or was too much to look at."""
    found: list[Block] = []
    at = (0, 0)
    for a, b in [*_anchors(first, second), (len(first), len(second))]:
        found.extend(_between(first[at[0] : a], second[at[1] : b], at, effort))
        if a < len(first):
            found.append((a, b, 1))
        at = a + 1, b + 1
    return _joined(found)


def _joined(found: list[Block]) -> list[Block]:
    """Blocks that touch in both become one."""
    joined: list[Block] = []
    for a, b, size in found:
        if joined and (joined[-1][0] + joined[-1][2], joined[-1][1] + joined[-1][2]) == (a, b):
            joined[-1] = (joined[-1][0], joined[-1][1], joined[-1][2] + size)
        else:
            joined.append((a, b, size))
    return joined


def _anchors(first: Sequence[str], second: Sequence[str]) -> list[tuple[int, int]]:
    """The longest run of entries, growing in both, that stand once in each (Bram Cohen's patience diff)."""
    count, other = Counter(first), Counter(second)
    where = {entry: b for b, entry in enumerate(second)}
    pairs = [(a, where[entry]) for a, entry in enumerate(first) if count[entry] == 1 and other[entry] == 1]
    lowest: list[int] = []
    last: list[int] = []
    before: list[int | None] = []
    for place, (_a, b) in enumerate(pairs):
        pile = bisect_left(lowest, b)
        lowest[pile : pile + 1] = [b]
        last[pile : pile + 1] = [place]
        before.append(last[pile - 1] if pile else None)
    return _chain(pairs, before, last[-1] if last else None)


def _chain(pairs: list[tuple[int, int]], before: list[int | None], place: int | None) -> list[tuple[int, int]]:
    chain = []
    while place is not None:
        chain.append(pairs[place])
        place = before[place]
    return chain[::-1]


def _between(first: Sequence[str], second: Sequence[str], at: tuple[int, int], effort: Effort) -> Iterator[Block]:
    if first and second and effort.allows(len(first), len(second)):
        for a, b, size in SequenceMatcher(None, first, second, autojunk=False).get_matching_blocks():
            if size:
                yield at[0] + a, at[1] + b, size


def changes(first: Sequence[str], second: Sequence[str], effort: Effort) -> Iterator[tuple[bool, slice, slice]]:
    """All of both in order: whether it is the same, which of the first, which of the second; none of both is empty."""
    at = (0, 0)
    for a, b, size in [*blocks(first, second, effort), (len(first), len(second), 0)]:
        if (a, b) != at:
            yield False, slice(at[0], a), slice(at[1], b)
        if size:
            yield True, slice(a, a + size), slice(b, b + size)
        at = a + size, b + size
