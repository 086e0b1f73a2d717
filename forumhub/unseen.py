"""Characters that are not seen, by which a name or a number could read as another."""

import re
import unicodedata
from collections.abc import Iterator

UNSEEN = re.compile("[\x00-\x1f\x7f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff]")
"""What no database takes, and controls by which a name could read as one of another kind."""
_FILLERS = "\u115f\u1160\u3164\uffa0\u17b4\u17b5\u2028\u2029\u2800\u034f\ufffd"


def is_invisible(character: str, before: str) -> bool:
    """Controls, format and private-use characters, fillers and unassigned ones; a tabulator is none.

    A variation selector is let through behind a Chinese character or a symbol, where it chooses between shapes that
    names really have; behind anything else it is a hidden byte.
    """
    if "\ufe00" <= character <= "\ufe0f" or "\U000e0100" <= character <= "\U000e01ef":
        return before in _FILLERS or unicodedata.category(before) not in ("Lo", "So")
    return character in _FILLERS or (character != "\t" and unicodedata.category(character)[0] == "C")


def has_unseen(line: str) -> bool:
    """Whether a line that is to be read as it stands holds a control, or any character that nobody sees."""
    return len(without_unseen(line)) < len(line)


def without_unseen(line: str) -> str:
    return "".join(_seen(line))


def _seen(line: str) -> Iterator[str]:
    for before, character in zip(" " + line, line, strict=False):
        if character != "\t" and not is_invisible(character, before):
            yield character
