"""The lines of a list entry in Markdown: with what is indented below it. Pure."""

import re
from collections.abc import Iterator, Sequence
from textwrap import dedent

_OPENS = re.compile(r"\s*([-*+]|\d+[.)])\s|#{1,6}\s")
"""A line that begins a list entry or a heading, and so ends the entry before it."""


def lines_of(source: str) -> list[str]:
    return source.replace("\r\n", "\n").replace("\r", "\n").split("\n")


def entry_lines(lines: Sequence[str], first: int) -> Iterator[int]:
    """The numbers, from 0, of the lines of the list entry that begins there, with what is indented below it."""
    yield first
    margin = _indent(lines[first])
    for number in range(first + 1, len(lines)):
        line, after_blank = lines[number], not lines[number - 1].strip()
        inside = _indent(line) > margin or (not after_blank and not _OPENS.match(line))
        if line.strip() and not inside:
            return
        yield number


def entry(lines: Sequence[str], first: int) -> str:
    """The entry as it is written, at the margin: it can stand under any heading."""
    return dedent("\n".join(lines[number] for number in entry_lines(lines, first))).rstrip()


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip())
