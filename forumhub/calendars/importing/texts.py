"""Texts of a calendar as an event holds them: a title and a venue of one line, a description in Markdown."""

import re
from collections.abc import Callable

from forumhub.errors import N_

LONGEST_TITLE = 300
LONGEST_VENUE = 300
LONGEST_DESCRIPTION = 20_000

_SIGNS = re.compile(r"([\\`*_\[\]{}|])")
_TAGS = re.compile(r"<(?=[A-Za-z/!?])")
_ENTITIES = re.compile(r"&(?=#?\w{1,40};)")
_OPENINGS = re.compile(r"[#>+-]")
_NUMBERED = re.compile(r"(\d{1,9})([.)])")
_RULED = re.compile("[=~:^]")
"""Python-Markdown takes no backslash before these, so at the beginning of a line they are entities."""


def fitted(text: str, most: int, cut: Callable[[str, int], None], name: str) -> str:
    """The text in at most `most` characters; `cut` is told of the property that was longer."""
    if len(text) <= most:
        return text
    cut(name, most)
    return text[: most - 1].rstrip() + "…"


CUT = N_("Its %(name)s is longer than %(most)s characters; the rest of it is left out.")


def as_markdown(text: str) -> str:
    """Plain text as Markdown that reads the same: what would be a sign is escaped, and lines stay lines."""
    lines = [_as_markdown(line.strip()) for line in text.strip().split("\n")]
    return "\n".join(
        line + ("  " if line and number + 1 < len(lines) and lines[number + 1] else "")
        for number, line in enumerate(lines)
    )


def _as_markdown(line: str) -> str:
    line = _SIGNS.sub(r"\\\1", _TAGS.sub("&lt;", _ENTITIES.sub("&amp;", line)))
    if _OPENINGS.match(line):
        return "\\" + line
    if _RULED.match(line):
        return f"&#{ord(line[0])};{line[1:]}"
    return _NUMBERED.sub(r"\1\\\2", line, count=1) if _NUMBERED.match(line) else line
