"""Who was there: `## Attendance`, `### Belarus (BY)`, then `- Name, title — head of delegation`."""

import re
from dataclasses import dataclass, field

from forumhub.markdown import words
from forumhub.markdown.folding import fold_code, one_line
from forumhub.markdown.headings import Heading, plain
from forumhub.markdown.references import CODE

_DASH = re.compile(r"\s+[-–—―]+\s+|\s*[—―]+\s*")
_COMMA = re.compile(r"\s*[,，、]\s*")


@dataclass(frozen=True)
class Person:
    name: str
    title: str
    head: bool


@dataclass
class Delegation:
    """The persons under one heading; `party` is the code in its parenthesis, None where it has none."""

    party: str | None
    name: str
    persons: list[Person] = field(default_factory=list)


@dataclass
class Attendance:
    """Gathers the delegations while the document is walked through from above."""

    delegations: list[Delegation] = field(default_factory=list)
    level: int | None = None

    def see_heading(self, heading: Heading) -> None:
        if opens_attendance(heading.title):
            self.level = heading.level
        elif self.level is not None and heading.level > self.level:
            code = fold_code(heading.parenthesis or "").strip()
            self.delegations.append(Delegation(code if CODE.fullmatch(code) else None, heading.title))
        else:
            self.level = None

    def see_entry(self, text: str) -> None:
        if self.level is not None and self.delegations:
            self.delegations[-1].persons.append(parse_person(text))


def opens_attendance(title: str) -> bool:
    """Whether a heading of this title does."""
    return title.strip(" :：").lower() in words.ATTENDANCE


def parse_person(text: str) -> Person:
    """`Name, title — head of delegation`; the dash and what follows it may be missing."""
    words_of_person = plain(one_line(text))
    parts = _DASH.split(words_of_person)
    head = len(parts) > 1 and any(word in parts[-1].lower() for word in words.HEADS)
    rest = " — ".join(parts[:-1]) if head else words_of_person
    name, *title = _COMMA.split(rest, maxsplit=1)
    return Person(name.strip(), title[0].strip() if title else "", head)
