"""Sections of old minutes: what a heading or a label opens, and whether a line in one is a name."""

import re
from dataclasses import dataclass

from forumhub.minutes.importing import words
from forumhub.minutes.importing.finding import Found
from forumhub.minutes.importing.lines import Line
from forumhub.minutes.importing.words import ABSENT, ATTENDANCE, OTHER


@dataclass
class Section:
    """Where the next line stands. `heading` is the level of a heading, 0 for a label, `indent` that of a label.

    `entry` is the indentation of its entries, which the first one sets; `column` of a table, where they are. `numbered`
    says that its heading calls itself one thing ('Action 3'): the paragraph below it, or the entries of a list; `open`
    that a list of names ended in a comma, and so goes on behind an empty line.
    """

    kind: str = OTHER
    heading: int = 0
    indent: int = -1
    line: int = 0
    entry: int | None = None
    column: int | None = None
    numbered: bool = False
    open: bool = False


def label_of(line: Line) -> tuple[str, str]:
    """What a heading, or a short opening with a colon or in bold, calls itself; and what follows it."""
    text = line.words
    match = re.match(r"([^:：]{2,100}?)\s*[:：]\s*(.*)", text)
    if match:
        return match[1], match[2]
    bold = re.fullmatch(r"(?:\*\*|__)[^*_]{2,60}(?:\*\*|__)", line.text)
    return (text, "") if line.heading or bold else ("", "")


_PARAGRAPH = 160
"""Characters; what is longer is no list of names."""
_LONGEST = 5
"""Lines that go on after the first."""
_STOPS = (".", ";", ":", "!", "?", "。", "；", "：", "”", "»")
MOST_LABEL = 200
"""Characters of a label that are looked at: time to match it grows with their square."""


def kind_of(label: str) -> str | None:
    name = re.sub(r"^[0-9IVX]{1,4}[.)、]\s*", "", label[:MOST_LABEL]).strip(" .:：#-–—*()（）").lower()
    kinds = {_kind_of(part) for part in _LANGUAGES.split(name)}
    return _kind_of(name) or (kinds.pop() if len(kinds) == 1 else None)


def _kind_of(name: str) -> str | None:
    return next((kind for kind, pattern in words.SECTIONS if pattern.fullmatch(name)), None)


_LANGUAGES = re.compile(r"\s*[-–—/|]\s*|\s+(?=[\u4e00-\u9fff])|(?<=[\u4e00-\u9fff])\s+")
"""Between the languages of a heading in two: 'Attendees - 参会人', 'Участники / Participants'."""


def kind_of_one(label: str) -> str | None:
    """Of a heading that calls itself one action or decision: 'Action 3.'"""
    name = label[:MOST_LABEL].strip(" .:：#-–—*[]【】")
    return next((kind for kind, pattern in words.NUMBERED if pattern.fullmatch(name)), None)


def leads_on(line: Line) -> bool:
    """Whether it only opens what follows, or asks."""
    text = line.words
    return (text.endswith((":", "：")) and not (line.listed and len(text) > 12)) or (
        text.endswith("?") and ". " not in text
    )


def is_blank(line: Line) -> bool:
    """Whether it is a place to fill in, an address or a picture."""
    text = line.words.strip(" .")
    return len(text) < 4 or bool(words.NOBODY.fullmatch(text)) or line.text.startswith(("http://", "https://", "!["))


def is_marked(text: str) -> bool:
    """Whether it opens as something of its own does."""
    return bool(words.SENTENCE.match(text)) or any(pattern.match(text) for _kind, pattern in words.MARKS)


def ends(section: Section, line: Line, label: str, last: int) -> bool:
    """Whether the section ends before the line: at another label, or at text after a blank line. `last` was seen
    before it."""
    if section.kind == OTHER:
        return False
    deeper = section.entry is not None and section.entry > section.indent
    outside = line.listed and (deeper or line.indent < section.indent)
    other = label and not (section.numbered and section.entry is None)
    if section.heading == 0 and line.indent <= section.indent and (other or outside):
        return True
    if line.listed or line.row or line.box:
        return False
    blank = line.number > max(last, section.line) + 1 and section.entry is not None and not section.open
    persons = section.kind in (ATTENDANCE, ABSENT)
    at_blank = persons or section.heading == 0 or section.numbered
    return (blank and at_blank) or (persons and len(line.words) > _PARAGRAPH)


def goes_on(found: Found, line: Line) -> bool:
    """Whether the line belongs to the paragraph in which something was found, _LONGEST lines of it at most.

    Its sentence may run on behind an empty line, as in what was copied out of a PDF.
    """
    gap = line.number - found.last
    if line.listed or line.heading or line.row or line.box or line.number - found.line > _LONGEST * gap:
        return False
    unfinished = not found.text.endswith(_STOPS) and (line.words[:1].islower() or line.words[:1] == "(")
    return (gap == 1 or (gap == 2 and unfinished)) and not label_of(line)[0] and not is_marked(line.words)
