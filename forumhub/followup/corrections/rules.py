"""What an agreed corrigendum makes of an item, as plain values. Pure."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from forumhub.markdown import Item as Line

WORDS = "words"
FIELDS = "fields"
FIELDS_STAY = "fields_stay"
READ_THERE = "read_there"
OUTCOMES = (WORDS, FIELDS, FIELDS_STAY, READ_THERE)
"""The words follow; the fields, too; only the words, though the fields are corrected as well; not all could follow."""

_WORD = re.compile(r"[0-9A-Za-z\u0400-\u04ff-]")
"""Of a word that is marked as a whole; Chinese ones are not parted by spaces."""


@dataclass(frozen=True)
class Correction:
    """`before` and `after` are its line, by language, where that changes; `words` what its paragraph says now.

    `lines` are what the line said before and says now, where its fields follow: those of `changed`, by their names in
    the dialect.
    """

    code: str
    outcome: str
    before: Mapping[str, str] = field(default_factory=dict)
    after: Mapping[str, str] = field(default_factory=dict)
    words: Mapping[str, str] = field(default_factory=dict)
    lines: tuple[Line, Line] | None = None
    changed: frozenset[str] = frozenset()


def due_after(standing: str, before: str | None, after: str | None) -> str:
    """The due field that holds. `standing`: the one that holds now; a date that was agreed since the text stays."""
    return (after or "") if standing == (before or "") else standing


@dataclass(frozen=True)
class Passage:
    """A line with what was and what stands instead, between what stayed."""

    head: str
    was: str
    now: str
    tail: str


def passage(before: str, after: str) -> Passage:
    """The shortest that shows whole words."""
    start = _common(before, after)
    end = _common(before[start:][::-1], after[start:][::-1])
    return Passage(
        before[:start], before[start : len(before) - end], after[start : len(after) - end], before[len(before) - end :]
    )


def _common(one: str, other: str) -> int:
    """How many characters both begin with, without the beginning of a word that goes on differently."""
    length = 0
    while length < min(len(one), len(other)) and one[length] == other[length]:
        length += 1
    while (
        length and _WORD.match(one[length - 1]) and any(_WORD.match(each[length : length + 1]) for each in (one, other))
    ):
        length -= 1
    return length
