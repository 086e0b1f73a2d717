"""What an editor of a draft is offered: the words of each language, and ready texts with which one begins. Pure."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from forumhub.errors import N_
from forumhub.markdown.remarks import Remark
from forumhub.markdown.words import FIELDS, LANGUAGES, Language, language_of
from forumhub.minutes.skeletons import WORDS, Words, literal

CLAUSES = {"en": "{code} art. {number}", "zh": "{code} 第{number}条", "ru": "{code} ст. {number}"}
"""How a clause is referred to."""


@dataclass(frozen=True)
class Offered:
    """`text` is written into the draft, `name` explains it."""

    text: str
    name: str


@dataclass(frozen=True)
class Clause:
    """`name` is empty for a paragraph under a heading."""

    code: str
    number: str
    name: str


@dataclass(frozen=True)
class ReadyText:
    """`name` is a msgid; `caret` is how many characters of the text stand before what has to be typed first."""

    name: str
    text: str
    caret: int


def languages() -> dict[str, dict[str, object]]:
    """The dialect's words by language, each list in the order of `markdown.words`."""
    return {language.code: _words(language) for language in LANGUAGES}


def _words(language: Language) -> dict[str, object]:
    return {
        "spaced": language.spaced,
        "kinds": language.kinds,
        "fields": language.fields,
        "states": language.states,
        "dues": language.dues,
        "priorities": language.priorities,
        "clause": CLAUSES.get(language.code, CLAUSES["en"]),
        "brackets": language.marks[:2],
        "colon": language.marks[2],
    }


@dataclass(frozen=True)
class _Phrases:
    topic: str
    noted: str
    closing: str


PHRASES = {
    "en": _Phrases(
        "Topic",
        "The sides noted ",
        "Done at %s on %s in copies in the languages of the parties, each text being equally authentic.",
    ),
    "zh": _Phrases("议题", "双方指出", "本纪要于%s在%s签署，以各方文字写成，各文本同等作准。"),
    "ru": _Phrases(
        "Вопрос",
        "Стороны отметили ",
        "Совершено в %s %s на языках сторон, причём все тексты имеют одинаковую силу.",
    ),
}
GAP = "…"
"""Where one fills in what only the meeting knows."""
STILL_OPEN = N_("A place of a ready text is still open here; put words in the place of each '%(gap)s'.")
_NUMBER_OR_HEAD = re.compile(rf"\s*(?:#+|[-*+])?\s*{GAP}(?:\.| —)")
"""How an agenda item, its paragraph and the head of a delegation begin while they wait for their number or name."""
_CLOSINGS = tuple(phrases.closing.split("%s")[0] for phrases in PHRASES.values())


def gaps_left(source: str) -> list[Remark]:
    """A remark on each line of a ready text whose gaps are still open; other lines may leave words out by `…`."""
    lines = enumerate(source.split("\n"), start=1)
    return [Remark(number, STILL_OPEN, {"gap": GAP}) for number, line in lines if has_gap(line)]


def has_gap(line: str) -> bool:
    """Whether it is of a ready text that the house brings along."""
    return bool(_NUMBER_OR_HEAD.match(line)) or (GAP in line and line.lstrip().startswith(_CLOSINGS))


def ready_texts(code: str, parties: Iterable[tuple[str, str]]) -> list[ReadyText]:
    """Attendance of the parties (name, code), an agenda item, a decision with its action, the closing formula."""
    language = language_of(code)
    phrases, words = PHRASES[language.code], WORDS[language.code]
    return [
        _attendance(parties, language, words),
        _cut(N_("Agenda item"), f"## {GAP}. {phrases.topic}\n\n{GAP}.1 {phrases.noted}"),
        _decision(language),
        _cut(N_("Closing formula"), phrases.closing % (GAP, GAP)),
    ]


def _attendance(parties: Iterable[tuple[str, str]], language: Language, words: Words) -> ReadyText:
    headings = [language.in_parenthesis(f"### {literal(name)}", code) for name, code in parties]
    sides = [f"{heading}\n\n- {GAP} — {words.head}" for heading in headings]
    return _cut(N_("Attendance"), "\n\n".join([f"## {words.attendance}", *sides]))


def _decision(language: Language) -> ReadyText:
    left, right, colon, between = language.marks
    due = language.fields[FIELDS.index("due")]
    decision = f"- **{language.kinds[2]}**{colon}{GAP}"
    return _cut(
        N_("Decision with its action"), f"{decision}\n- **{language.kinds[3]}**{left}{GAP}{between}{due} {right}{colon}"
    )


def _cut(name: str, text: str) -> ReadyText:
    """The cursor stands at the first gap."""
    return ReadyText(name, text, text.index(GAP))
