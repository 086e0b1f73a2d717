"""Two texts beside each other: what the other one took out and what it put in, by line, then by word. Pure."""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from forumhub.minutes.matching import Effort, changes

_WORDS = re.compile(r"[a-zA-Z0-9а-яёіўА-ЯЁІЎ'’-]+|\s+|.", re.DOTALL)
_COUNTED = re.compile(r"[^\W\u2e80-\uffff]+(?:['’-][^\W\u2e80-\uffff]+)*|[\u3400-\u9fff\uf900-\ufaff]")
"""A word; of Chinese each character, as its word counts do."""


@dataclass(frozen=True)
class Piece:
    """`mark` is '' for what both have, 'del' for what only the first has, 'ins' for what only the second has."""

    mark: str
    text: str


@dataclass(frozen=True)
class Row:
    """Lines that stand beside each other, with their first numbers; None where one side has none."""

    same: bool
    first: list[Piece]
    second: list[Piece]
    first_line: int
    second_line: int


def compare(one: str, other: str) -> list[Piece]:
    """The second text with what became of the first: joined without 'del' it is the second, without 'ins' the first."""
    effort = Effort()
    first, second = one.splitlines(keepends=True), other.splitlines(keepends=True)
    return [
        piece
        for same, a, b in changes(first, second, effort)
        for piece in _by_word(same, "".join(first[a]), "".join(second[b]), effort)
    ]


def _by_word(same: bool, one: str, other: str, effort: Effort) -> Iterator[Piece]:
    if same:
        yield Piece("", one)
        return
    first, second = _WORDS.findall(one), _WORDS.findall(other)
    for alike, a, b in changes(first, second, effort):
        texts = (("", first[a]),) if alike else (("del", first[a]), ("ins", second[b]))
        yield from (Piece(mark, "".join(words)) for mark, words in texts if words)


def side_by_side(one: str, other: str) -> list[Row]:
    """Both texts in rows: each side's pieces joined, row after row, are that text to the last character."""
    effort = Effort()
    first, second = one.splitlines(keepends=True), other.splitlines(keepends=True)
    rows = []
    for same, a, b in changes(first, second, effort):
        pieces = list(_by_word(same, "".join(first[a]), "".join(second[b]), effort))
        left = [piece for piece in pieces if piece.mark != "ins"]
        right = [piece for piece in pieces if piece.mark != "del"]
        rows.append(Row(same, left, right, a.start + 1, b.start + 1))
    return rows


def count_changed_words(one: str, other: str) -> tuple[int, int]:
    """How many words the second has more, and how many less; one that only moved counts as neither."""
    if one == other:
        return 0, 0
    first, second = Counter(_COUNTED.findall(one)), Counter(_COUNTED.findall(other))
    return (second - first).total(), (first - second).total()
