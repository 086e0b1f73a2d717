"""An agenda's text for another meeting: its topics and words stay, what belonged to the one meeting goes. Pure."""

import re

from forumhub.markdown import Document, read
from forumhub.markdown.folding import fold_field
from forumhub.minutes.entries import entry_lines, lines_of
from forumhub.minutes.skeletons import WORDS, Meeting, agenda, default_title


def carried(text: Document, old: Meeting, new: Meeting, arising: str, language: str) -> str:
    """The agenda of `old` as Markdown for `new`: usual title, place and day are the new ones; items are left out.

    An item bears the id of one register and says what one meeting decided. What is open now, `arising`, as followup
    makes it, stands under 'Matters arising', where the text has that heading; else it says that nothing is.
    """
    lines = _without_items(text)
    lines = _with_arising(lines, arising.strip() or WORDS[language].nothing_arising, language)
    before, after = _head(old, language), _head(new, language)
    replaced = {_folded(line): new for line, new in zip(before, after, strict=True)}
    return re.sub(r"\n{3,}", "\n\n", "\n".join(replaced.get(_folded(line), line) for line in lines)).strip() + "\n"


def _folded(line: str) -> str:
    """Whichever comma stands between place and day."""
    return fold_field(line).replace(" ", "")


def _head(meeting: Meeting, language: str) -> tuple[str, str]:
    """Title and place with the day, as a new agenda begins."""
    title, place, *_rest = agenda(default_title("agenda", meeting.titles, language), meeting, "", language).split(
        "\n\n"
    )
    return title, place


def _without_items(text: Document) -> list[str]:
    lines = lines_of(text.source)
    while text.items:
        gone = {number for item in text.items for number in entry_lines(lines, item.line - 1)}
        lines = [line for number, line in enumerate(lines) if number not in gone]
        text = read("\n".join(lines))  # a line that went on with what is gone may begin an entry now
    return lines


def _with_arising(lines: list[str], arising: str, language: str) -> list[str]:
    """What stood as skeletons put it under 'Matters arising' gives way to what arises now."""
    words = WORDS[language]
    heading = re.compile(rf"##\s+(\d+\.\s*)?{re.escape(words.arising)}\s*$")
    place = next((number for number, line in enumerate(lines) if heading.match(line)), None)
    kept = [line for line in lines if line.strip() != words.nothing_arising]
    if place is None:
        return kept
    return [*kept[: place + 1], "", arising, "", *kept[place + 1 :]]
