"""Two texts beside each other: what the other one took out and what it put in, by line, then by word. Pure."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher

MOST_LINES = 1_000
"""Beyond these, comparing would take seconds: both are shown without marks."""
MOST_WORDS = 200
"""Of one changed passage; a longer one is marked as a whole."""

_WORDS = re.compile(r"[a-zA-Z0-9а-яёіўА-ЯЁІЎ'’-]+|\s+|.", re.DOTALL)


@dataclass(frozen=True)
class Piece:
    """`mark` is '' for what both have, 'del' for what only the first has, 'ins' for what only the second has."""

    mark: str
    text: str


def compare(one: str, other: str) -> list[Piece]:
    """The second text with what became of the first: joined without 'del' it is the second, without 'ins' the first."""
    first, second = one.splitlines(keepends=True), other.splitlines(keepends=True)
    if max(len(first), len(second)) > MOST_LINES:
        return [Piece("", other)]
    return [piece for piece in _pieces(first, second, _by_word) if piece.text]


def _by_word(one: str, other: str) -> Iterator[Piece]:
    first, second = _WORDS.findall(one), _WORDS.findall(other)
    if one and other and max(len(first), len(second)) <= MOST_WORDS:
        yield from _pieces(first, second, _whole)
    else:
        yield from _whole(one, other)


def _whole(one: str, other: str) -> Iterator[Piece]:
    yield Piece("del", one)
    yield Piece("ins", other)


def _pieces(first: list[str], second: list[str], changed: Callable[[str, str], Iterator[Piece]]) -> Iterator[Piece]:
    for what, a, b, c, d in SequenceMatcher(None, first, second).get_opcodes():
        if what == "equal":
            yield Piece("", "".join(first[a:b]))
        else:
            yield from changed("".join(first[a:b]), "".join(second[c:d]))
