"""With what a new document begins, in its working language: a title, places to fill, matters arising. Pure."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from babel.dates import format_date

from forumhub.markdown import Document
from forumhub.markdown.folding import fold_field, squeeze
from forumhub.phrases import BABEL_NAMES, in_language

DAYS = {"en": "d MMMM y"}
"""Where a language's usual long date is not that of official documents."""


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
        "В реестре нет открытых вопросов.",
    ),
}


@dataclass(frozen=True)
class Meeting:
    """What a new text says of its event; `delegations` holds (name and code of a party, its heads)."""

    titles: Mapping[str, str]
    city: Mapping[str, str]
    day: date
    delegations: tuple[tuple[str, tuple[str, ...]], ...]


def default_title(kind: str, titles: Mapping[str, str], language: str) -> str:
    """'Minutes: Third high-level meeting', in the language."""
    words = WORDS[language]
    return (words.agenda_of if kind == "agenda" else words.minutes_of) % in_language(titles, language)


def agenda(title: str, meeting: Meeting, arising: str, language: str) -> str:
    """Markdown; `arising` are STATUS stubs as followup makes them, or empty."""
    words = WORDS[language]
    return "\n\n".join(
        [
            *_head(title, meeting, language),
            f"## 1. {words.opening}",
            f"## 2. {words.arising}",
            arising.strip() or words.nothing_arising,
            f"## 3. {words.next_meeting}",
            f"## 4. {words.other}\n",
        ]
    )


def minutes(title: str, meeting: Meeting, agenda: Document | None, arising: str, language: str) -> str:
    """Markdown: who was there, then the agenda's headings; without an agenda, the usual ones."""
    words = WORDS[language]
    topics = list(_topics(agenda)) if agenda else [words.opening, words.arising, words.next_meeting]
    sections = [f"## {number}. {topic}" for number, topic in enumerate(topics, start=1)]
    if arising.strip() and words.arising in topics:
        sections.insert(topics.index(words.arising) + 1, arising.strip())
    return "\n\n".join([*_head(title, meeting, language), *_attendance(meeting, words), *sections]) + "\n"


def _head(title: str, meeting: Meeting, language: str) -> list[str]:
    written = format_date(meeting.day, DAYS.get(language, "long"), locale=BABEL_NAMES[language])
    day = squeeze(fold_field(written))  # plain spaces
    place = in_language(meeting.city, language)
    return [f"# {title}", f"{place}, {day}" if place else day]


def _topics(agenda: Document) -> Iterable[str]:
    return (heading.title for heading in agenda.headings if heading.level == 2 and heading.number)


def _attendance(meeting: Meeting, words: Words) -> Iterable[str]:
    yield f"## {words.attendance}"
    for name, heads in meeting.delegations:
        yield f"### {name}"
        if heads:
            yield "\n".join(f"- {head} — {words.head}" for head in heads)
