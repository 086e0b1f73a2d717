"""What minutes take over from the agenda: its points, the numbered ones below them, its items with their ids. Pure.

What a point explains stays in the agenda; an item is entered in the register by minutes alone, so none may be lost.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from html import unescape

from forumhub.errors import N_
from forumhub.markdown import Document, Heading, Remark
from forumhub.minutes.entries import entry, entry_lines, lines_of

MISSING = N_(
    "The agreed agenda has %(id)s, which is missing here, so that it would be in no register. Right would be its line "
    "from there, %(written)s, or **STATUS %(id)s** (withdrawn) with the reason."
)


Below = tuple[int, str, str] | str
"""A numbered heading (level, number inside the point, title), or an item as it is written."""


@dataclass(frozen=True)
class Topic:
    """A point of an agenda, and what stands below it that minutes take over."""

    title: str
    below: tuple[Below, ...] = ()


def topics(agenda: Document) -> list[Topic]:
    """The numbered headings of the second level, in order, each with what stands until the next one."""
    points = [heading for heading in agenda.headings if heading.level == 2 and heading.number]
    if not points:
        return []
    starts = [0, *(heading.line for heading in points[1:])]
    ends = [*starts[1:], len(lines_of(agenda.source)) + 1]
    carried = dict(_items(agenda))
    return [
        Topic(unescape(point.title), tuple(_below(agenda, point, range(start, end), carried)))
        for point, start, end in zip(points, starts, ends, strict=True)
    ]


def _below(
    agenda: Document, point: Heading, lines: range, carried: dict[int, str]
) -> Iterator[tuple[int, str, str] | str]:
    headings = {heading.line: heading for heading in agenda.headings if heading.level > 2 and heading.number}
    for line in lines:
        if line in headings:
            heading = headings[line]
            yield heading.level, (heading.number or "").removeprefix(point.number or ""), unescape(heading.title)
        elif line in carried:
            yield carried[line]


def _items(agenda: Document) -> Iterator[tuple[int, str]]:
    """Each entry with an item that is no STATUS, by its line; what stands within another comes with it."""
    lines, within = lines_of(agenda.source), set[int]()
    for item in agenda.items:
        if item.kind != "STATUS" and item.line - 1 not in within:
            within.update(entry_lines(lines, item.line - 1))
            yield item.line, entry(lines, item.line - 1)


def missing_remarks(agenda: Document, minutes: Document) -> list[Remark]:
    """At the end of the minutes, what the agreed agenda has and they have not; it keeps nothing back."""
    there, lines = {item.id for item in minutes.items}, lines_of(agenda.source)
    last = len(lines_of(minutes.source.rstrip()))
    return [
        Remark(last, MISSING, {"id": item.id, "written": lines[item.line - 1].strip()}, blocks=False)
        for item in agenda.items
        if item.id and item.kind != "STATUS" and item.id not in there
    ]
