"""A draft of minutes from an old text and from what a secretary took of it. Pure."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from forumhub.markdown.attendance import opens_attendance
from forumhub.markdown.words import language_of
from forumhub.minutes.importing.finding import Found
from forumhub.minutes.importing.lines import head_lines
from forumhub.minutes.importing.words import ATTENDANCE
from forumhub.unseen import is_invisible

_HEADING = re.compile(r"#{1,6}\s+(?P<title>[^#]+?)\s*#*")
NO_SIDE = {"en": "Side not named", "zh": "未注明所属方", "ru": "Сторона не указана"}
"""The heading above those whose party the old text does not say; a secretary puts them under theirs."""


@dataclass(frozen=True)
class Choice:
    """What was found, whether it is taken, and the line as the secretary left it."""

    found: Found
    taken: bool
    line: str


def compose(text: str, choices: Sequence[Choice], title: str, language: str) -> str:
    """The text with each line that was taken in the place of the one it was found in, or behind it.

    A line that holds more than was taken of it stays. Attendance goes to a section of its own at the end, and headings
    that the dialect would read as one are put in bold: whom nobody took would count as present below them.
    """
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    head = set(range(1, head_lines(text) + 1))
    body = _body(lines, _items(choices), _replaced(choices) | head)
    attendance = [choice.line for choice in choices if choice.taken and choice.found.kind == ATTENDANCE]
    if attendance:
        body = [_in_bold(line) for line in body]
    text = "\n".join([*_opening(body, title), *body]).strip("\n") + "\n"
    return "\n".join([text, *_attendance(attendance, language)]) if attendance else text


def _body(lines: list[str], behind: dict[int, list[str]], gone: set[int]) -> list[str]:
    """An item stands between blank lines, so that it is one; nothing else is changed."""
    body: list[str] = []
    wants_blank = False
    for number, line in enumerate(lines, start=1):
        if number not in gone:
            body += ["", line] if wants_blank and line.strip() else [line]
            wants_blank = False
        for item in behind.get(number, []):
            body += ["", item] if body and body[-1].strip() else [item]
            wants_blank = True
    return body


def _items(choices: Iterable[Choice]) -> dict[int, list[str]]:
    """By the line behind which they go."""
    behind: dict[int, list[str]] = {}
    for choice in choices:
        if choice.taken and choice.found.kind != ATTENDANCE:
            behind.setdefault(choice.found.last, []).append(choice.line)
    return behind


def _replaced(choices: Iterable[Choice]) -> set[int]:
    """The lines of which all was taken."""
    taken: set[int] = set()
    kept: set[int] = set()
    for choice in choices:
        (taken if choice.taken and choice.found.whole else kept).update(choice.found.lines)
    return taken - kept


def _opening(body: list[str], title: str) -> list[str]:
    """The title, taken out of the body where it stands there already."""
    first = next((place for place, line in enumerate(body) if line.strip()), None)
    if first is not None and body[first].startswith("# "):
        return [body.pop(first)]
    return [f"# {title}", ""]


def _in_bold(line: str) -> str:
    match = _HEADING.fullmatch(line)
    return f"\n**{match['title'].strip()}**\n" if match and opens_attendance(match["title"]) else line


def _attendance(persons: list[str], language: str) -> list[str]:
    word = language_of(language).attendance[0]
    once = dict.fromkeys(persons)  # a text of several meetings lists them at each
    return [f"## {word[0].upper()}{word[1:]}", "", f"### {NO_SIDE[language]}", "", *once, ""]


def spelled(text: str) -> str:
    """The text with what nobody sees written out as `[U+200B]`, so that an annex can hold it; line ends are kept."""
    pairs = zip(" " + text, text, strict=False)
    return "".join(
        f"[U+{ord(character):04X}]" if character not in "\n\r" and is_invisible(character, before) else character
        for before, character in pairs
    )
