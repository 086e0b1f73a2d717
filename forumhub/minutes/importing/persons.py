"""Names of those who were there, in the ways in which a line can hold them."""

import re

from forumhub.minutes.importing import words
from forumhub.minutes.importing.lines import Line, parts, plain

_HEAD_OF_TABLE = re.compile(
    r"(?:full )?names?|attendees?|姓名|名字|имя|фио|y/n.*|present\??|initials.*|company|affiliation", re.I
)
_AND = re.compile(r"^(?:and|и|和|及)\s+")
_MOST_WORDS = 6


def names_in(line: Line) -> list[str]:
    """With what is said of each. A cell of a table's head is no name."""
    if line.row:
        cells = [cell for cell in line.row if cell]
        head = any(_HEAD_OF_TABLE.fullmatch(cell) for cell in cells)
        return [] if head or not cells or not is_name(cells[0]) else [", ".join(cells[:2])]
    text = words.ROLES.sub("", line.words)
    if line.text.count("@") > 1 and not line.listed:
        return names_of([part for part in re.split(r"[@，,、\s]+", text) if part])
    many = not line.listed or "、" in text or text != line.words
    return names_of(parts(text) if many else [text])


def names_of(listed: list[str]) -> list[str]:
    """An office alone is nobody; of a list of two it is what the first one is: 'K. Sheahan, Mayor'."""
    names = [words.TITLES.sub("", _AND.sub("", plain(part))).strip(" .;:。；：") for part in listed]
    if len(names) == 2 and is_name(names[0]) and words.OFFICES.fullmatch(names[1]):
        return [", ".join(names)]
    return [name for name in names if is_name(name) and not words.OFFICES.fullmatch(name)]


def is_open(text: str) -> bool:
    """Whether a list of names goes on in the next line; an office at its end belongs to what follows there."""
    *_before, last = ["", *parts(text)]
    return text.endswith((",", "，", "、", ";", "；")) and not words.OFFICES.fullmatch(last)


def is_name(text: str) -> bool:
    """Whether it can be a person, with what is said of them; a sentence is none."""
    if not 2 <= len(text) <= 120 or words.NOBODY.fullmatch(text) or "://" in text or text.endswith("?"):
        return False
    name = re.split(r"[(（,，/|–—:：]| - ", text)[0].strip()
    if not name or len(name.split()) > _MOST_WORDS or not re.match(r"[^\W\d_]|@\w", name):
        return False
    if "\u4e00" <= name[0] <= "\u9fff":
        return len(name) <= 8 or " " in name
    return len(name) <= 60 and (not name[0].islower() or len(name.split()) <= 2)
