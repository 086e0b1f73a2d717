"""Three texts: one, and what two people made of it. What does not overlap is put together; the rest is asked. Pure.

A unit is a paragraph, an item of a list, a heading or a blank line: whoever changed different ones of these meant
different things, and two changes of one sentence are never mixed.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from forumhub.minutes.matching import Effort, changes

THEIRS, MINE, BOTH = "theirs", "mine", "both"
CHOICES = (THEIRS, MINE, BOTH)
_OPENS = re.compile(r"\s*(?:[-*+] |\d+[.)] |#|>|```|~~~|\|)")


@dataclass(frozen=True)
class Part:
    """A stretch of the merged text. Where `conflict` is set, both changed `base`, each in another way."""

    base: str
    theirs: str
    mine: str
    conflict: bool = False

    @property
    def text(self) -> str:
        """What stands there where nobody needs to be asked."""
        return self.theirs if self.mine == self.base else self.mine

    def chosen(self, choice: str) -> str:
        """`both` is theirs, then mine, with a line end between them."""
        if choice == BOTH:
            gap = "\n" if self.theirs and not self.theirs.endswith("\n") else ""
            return f"{self.theirs}{gap}{self.mine}"
        return self.theirs if choice == THEIRS else self.mine


@dataclass(frozen=True)
class _Change:
    start: int
    end: int
    text: str

    def meets(self, other: "_Change") -> bool:
        """Whether they change the same unit, or put something in at the same place."""
        if self.start == self.end or other.start == other.end:
            return self.start <= other.end and other.start <= self.end and not self._beside(other)
        return self.start < other.end and other.start < self.end

    def _beside(self, other: "_Change") -> bool:
        """One puts in, right behind what the other changed: both can be had, in one order only."""
        return self.start != other.start and (self.start == other.end or self.end == other.start)


def units(text: str) -> list[str]:
    """The text in units; joined they are the text."""
    found: list[list[str]] = []
    for line in text.splitlines(keepends=True):
        if found and line.strip() and found[-1][-1].strip() and not _OPENS.match(line):
            found[-1].append(line)
        else:
            found.append([line])
    return ["".join(lines) for lines in found]


def merge(base: str, theirs: str, mine: str) -> list[Part]:
    """The parts of the merged text, in order. Where a side left a part as it was, the other's is taken."""
    if theirs == mine:
        return [Part(base, theirs, mine)]
    old = units(base)
    left, right = _changes(old, theirs), _changes(old, mine)
    parts, at = [], 0
    for ours, others in _groups(left, right):
        start, end = min(c.start for c in ours + others), max(c.end for c in ours + others)
        parts.append(_same(old[at:start]))
        parts.append(_part(old, start, end, ours, others))
        at = end
    return [part for part in [*parts, _same(old[at:])] if part.base or part.theirs or part.mine]


def _changes(old: Sequence[str], text: str) -> list[_Change]:
    new = units(text)
    found = changes(old, new, Effort())
    return [_Change(a.start, a.stop, "".join(new[b])) for same, a, b in found if not same]


def _groups(left: list[_Change], right: list[_Change]) -> Iterator[tuple[list[_Change], list[_Change]]]:
    """Changes of either side that meet, directly or by others of the group, in the order of the text."""
    marked = sorted([(c, 0) for c in left] + [(c, 1) for c in right], key=lambda each: (each[0].start, each[0].end))
    group: list[tuple[_Change, int]] = []
    for change, side in marked:
        if group and not any(change.meets(each) for each, of in group if of != side):
            yield _sides(group)
            group = []
        group.append((change, side))
    if group:
        yield _sides(group)


def _sides(group: list[tuple[_Change, int]]) -> tuple[list[_Change], list[_Change]]:
    return [c for c, side in group if side == 0], [c for c, side in group if side == 1]


def _same(old: Sequence[str]) -> Part:
    text = "".join(old)
    return Part(text, text, text)


def _part(old: Sequence[str], start: int, end: int, theirs: list[_Change], mine: list[_Change]) -> Part:
    base, left, right = "".join(old[start:end]), _apply(old, start, end, theirs), _apply(old, start, end, mine)
    return Part(base, left, right, conflict=bool(theirs and mine and left != right))


def _apply(old: Sequence[str], start: int, end: int, made: list[_Change]) -> str:
    text, at = "", start
    for change in made:
        text += "".join(old[at : change.start]) + change.text
        at = change.end
    return text + "".join(old[at:end])


def put_together(parts: Sequence[Part], choices: Sequence[str]) -> str:
    """The merged text; `choices` are for the conflicts, in their order. One that is missing keeps both."""
    left = iter(choices)
    return "".join(part.chosen(next(left, BOTH)) if part.conflict else part.text for part in parts)
