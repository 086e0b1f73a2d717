"""An agenda's text for another meeting: its topics and words stay, what belonged to the one meeting goes. Pure."""

import re
from collections.abc import Iterator, Sequence

from forumhub.markdown import Document, read
from forumhub.minutes.skeletons import WORDS, Meeting, agenda, default_title

_OPENS = re.compile(r"\s*([-*+]|\d+[.)])\s|#{1,6}\s")
"""A line that begins a list entry or a heading, and so ends the entry before it."""


def carried(text: Document, old: Meeting, new: Meeting, arising: str, language: str) -> str:
    """The agenda of `old` as Markdown for `new`: usual title, place and day are the new ones; items are left out.

    An item bears the id of one register and says what one meeting decided. What is open now, `arising`, as followup
    makes it, stands under 'Matters arising', where the text has that heading; else it says that nothing is.
    """
    lines = _without_items(text)
    lines = _with_arising(lines, arising.strip() or WORDS[language].nothing_arising, language)
    before, after = _head(old, language), _head(new, language)
    replaced = dict(zip(before, after, strict=True))
    return re.sub(r"\n{3,}", "\n\n", "\n".join(replaced.get(line.rstrip(), line) for line in lines)).strip() + "\n"


def _head(meeting: Meeting, language: str) -> tuple[str, str]:
    """Title and place with the day, as a new agenda begins."""
    title, place, *_rest = agenda(default_title("agenda", meeting.titles, language), meeting, "", language).split(
        "\n\n"
    )
    return title, place


def _without_items(text: Document) -> list[str]:
    lines = text.source.replace("\r\n", "\n").split("\n")
    while text.items:
        gone = {number for item in text.items for number in _entry(lines, item.line - 1)}
        lines = [line for number, line in enumerate(lines) if number not in gone]
        text = read("\n".join(lines))  # a line that went on with what is gone may begin an entry now
    return lines


def _entry(lines: Sequence[str], first: int) -> Iterator[int]:
    """The numbers, from 0, of the lines of the list entry that begins there, with what is indented below it."""
    yield first
    margin = _indent(lines[first])
    for number in range(first + 1, len(lines)):
        line, after_blank = lines[number], not lines[number - 1].strip()
        inside = _indent(line) > margin or (not after_blank and not _OPENS.match(line))
        if line.strip() and not inside:
            return
        yield number


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip())


def _with_arising(lines: list[str], arising: str, language: str) -> list[str]:
    """What stood as skeletons put it under 'Matters arising' gives way to what arises now."""
    words = WORDS[language]
    heading = re.compile(rf"##\s+(\d+\.\s*)?{re.escape(words.arising)}\s*$")
    place = next((number for number, line in enumerate(lines) if heading.match(line)), None)
    kept = [line for line in lines if line.strip() != words.nothing_arising]
    if place is None:
        return kept
    return [*kept[: place + 1], "", arising, "", *kept[place + 1 :]]
