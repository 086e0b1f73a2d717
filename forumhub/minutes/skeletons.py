"""With what a new document begins, in its working language: a title, places to fill, matters arising. Pure."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType

from forumhub.markdown import Document
from forumhub.markdown.words import language_of
from forumhub.minutes.topics import Topic, topics
from forumhub.phrases import in_language, long_day

_MARKS = re.compile(r"[\\`*\[\]{}#>|~!]|(?<!\w)_|_(?!\w)")
_OPENS_LIST = re.compile(r"^(\d*)([-+.)])")


@dataclass(frozen=True)
class Words:
    """What stands in a new text. A language is a row."""

    agenda_of: str
    minutes_of: str
    opening: str
    arising: str
    next_meeting: str
    other: str
    attendance: str
    head: str
    guests: str
    others: str
    nothing_arising: str


WORDS = {
    "en": Words(
        "Agenda: %s",
        "Minutes: %s",
        "Opening and adoption of the agenda",
        "Matters arising",
        "Date and place of the next meeting",
        "Any other business",
        "Attendance",
        "head of delegation",
        "Guests",
        "Others in this delegation: %s.",
        "Nothing is open in the register.",
    ),
    "zh": Words(
        "议程：%s",
        "纪要：%s",
        "开幕并通过议程",
        "以往事项",
        "下次会议的时间和地点",
        "其他事项",
        "出席人员",
        "代表团团长",
        "来宾",
        "该代表团其他人员：%s人。",
        "登记册中没有未办结事项。",
    ),
    "ru": Words(
        "Повестка дня: %s",
        "Протокол: %s",
        "Открытие и утверждение повестки дня",
        "Ход выполнения прежних решений",
        "Дата и место следующей встречи",
        "Разное",
        "Присутствовали",
        "глава делегации",
        "Гости",
        "Другие члены этой делегации: %s чел.",
        "В реестре нет открытых вопросов.",
    ),
}


@dataclass(frozen=True)
class Delegation:
    """Those who came for a party, in the order of protocol; `party` is its name and code, None for guests.

    `persons` holds (name and title, whether they led it); `others` counts those who are not named, where they are many.
    """

    party: str | None
    persons: tuple[tuple[str, bool], ...]
    others: int = 0


@dataclass(frozen=True)
class Meeting:
    """What a new text says of its event; `delegations` in the order of protocol."""

    titles: Mapping[str, str]
    city: Mapping[str, str]
    day: date
    delegations: tuple[Delegation, ...]


def default_title(kind: str, titles: Mapping[str, str], language: str) -> str:
    """'Minutes: Third high-level meeting', in the language."""
    words = WORDS[language]
    return (words.agenda_of if kind == "agenda" else words.minutes_of) % in_language(titles, language)


def agenda(title: str, meeting: Meeting, arising: str, language: str) -> str:
    """Markdown; `arising` are STATUS stubs as followup makes them, or empty."""
    words = WORDS[language]
    return "\n\n".join(
        [
            *head(title, meeting, language),
            f"## 1. {words.opening}",
            f"## 2. {words.arising}",
            arising.strip() or words.nothing_arising,
            f"## 3. {words.next_meeting}",
            f"## 4. {words.other}\n",
        ]
    )


def minutes(
    title: str,
    meeting: Meeting,
    agenda: Document | None,
    arising: str,
    language: str,
    deferred: Mapping[str, str] = MappingProxyType({}),
) -> str:
    """Markdown: who was there, then the agenda's headings with its items; without an agenda, the usual headings.

    `deferred` says by the title of a point, in lower case, from where and why it was put off.
    """
    words = WORDS[language]
    usual = [words.opening, words.arising, words.next_meeting]
    points = (agenda and topics(agenda)) or [Topic(title) for title in usual]
    sections = [
        part
        for number, point in enumerate(points, start=1)
        for part in _section(number, point, arising if point.title == words.arising else "", deferred)
    ]
    return "\n\n".join([*head(title, meeting, language), *_attendance(meeting, words), *sections]) + "\n"


def _section(number: int, point: Topic, arising: str, deferred: Mapping[str, str]) -> Iterator[str]:
    yield f"## {number}. {literal(point.title)}"
    if line := deferred.get(point.title.casefold()):
        yield literal(line)
    if arising.strip():
        yield arising.strip()
    for part in point.below:
        yield part if isinstance(part, str) else _heading(number, *part)


def _heading(above: int, level: int, number: str, title: str) -> str:
    """`number` is what follows that of the point, `.1` or `(1)`; a whole one where it did not count under it."""
    written = f"{above}{number}" if number.startswith(".") else number if number.startswith("(") else f"{number}."
    return f"{'#' * level} {written} {literal(title)}"


def head(title: str, meeting: Meeting, language: str) -> list[str]:
    day = long_day(meeting.day, language)
    place = in_language(meeting.city, language)
    return [f"# {title}", f"{place}{language_of(language).comma}{day}" if place else day]


def _attendance(meeting: Meeting, words: Words) -> Iterable[str]:
    yield f"## {words.attendance}"
    for delegation in meeting.delegations:
        yield f"### {delegation.party or words.guests}"
        if delegation.persons:
            yield "\n".join(_entry(literal(said), words.head if led else "") for said, led in delegation.persons)
        if delegation.others:
            yield words.others % delegation.others


def _entry(said: str, function: str) -> str:
    return f"- {said} — {function}" if function else f"- {said}"


def literal(text: str) -> str:
    """What somebody wrote about a person, as one line in which nothing is Markdown: no item comes of a name."""
    line = " ".join(text.split()).replace("&", "&amp;").replace("<", "&lt;")
    return _OPENS_LIST.sub(r"\1\\\2", _MARKS.sub(r"\\\g<0>", line))
