"""Pure decisions about questions and answers: what is asked of whom, and what is taken for an answer."""

import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any, Protocol

from forumhub.errors import N_, RuleBroken

SECTION = "section"
TEXT = "text"
LONG = "long"
CHOICE = "choice"
SEVERAL = "several"
DATE = "date"
TIME = "time"
NUMBER = "number"
COUNTRY = "country"
LANGUAGE = "language"
FILE = "file"
CONSENT = "consent"
KINDS = (SECTION, TEXT, LONG, CHOICE, SEVERAL, DATE, TIME, NUMBER, COUNTRY, LANGUAGE, FILE, CONSENT)
"""A section is a heading: the questions after it are its own, and it is not answered."""

WITH_OPTIONS = frozenset({CHOICE, SEVERAL})
DECIDING = frozenset({CHOICE, SEVERAL, CONSENT})
"""On whose answer other questions may depend."""
SEALABLE = frozenset({TEXT, LONG, DATE, NUMBER, COUNTRY, FILE})
"""What may be asked as a sensitive question. Nothing else depends on those."""
YES = "yes"
"""What somebody who consents has answered."""

LONGEST = {TEXT: 500, LONG: 5000}
NUMBERS = re.compile(r"[+-]?\d{1,15}(?:(?P<mark>[.,])(?P<decimals>\d{1,6}))?", re.ASCII)
FIRST_YEAR, LAST_YEAR = 1900, 2199


class Asked(Protocol):
    """What the rules know of a question."""

    @property
    def key(self) -> str: ...
    @property
    def kind(self) -> str: ...
    @property
    def required(self) -> bool: ...
    @property
    def choices(self) -> Collection[str]:
        """The values that may be chosen; empty where anything may be said."""

    @property
    def shown_if_key(self) -> str: ...
    @property
    def shown_if_value(self) -> str: ...
    @property
    def sensitive(self) -> bool: ...
    @property
    def labels(self) -> dict[str, str]: ...


class Stored:
    """Stands for an answer that is kept as it is stored, which is not shown to be sent back: a file, a secret."""


STORED = Stored()


def accept(
    questions: Sequence[Asked], given: Mapping[str, Any]
) -> tuple[dict[str, Any], dict[str, RuleBroken], frozenset[str]]:
    """What was said, by the questions' keys, as it is stored; what is wrong with it; and the keys that are asked.

    A question that is not asked is neither required nor kept, whatever was sent for it.
    """
    kept: dict[str, Any] = {}
    wrong: dict[str, RuleBroken] = {}
    asked = set()
    for question in _asked_in_turn(questions, kept):
        asked.add(question.key)
        try:
            value = read(question, given.get(question.key))
        except RuleBroken as error:
            wrong[question.key] = error
            continue
        if value is not None:
            kept[question.key] = value
        elif question.required and question.kind != SECTION:
            wrong[question.key] = RuleBroken(_missing(question.kind), field=question.key)
    return kept, wrong, frozenset(asked)


def _asked_in_turn(questions: Iterable[Asked], kept: Mapping[str, Any]) -> Iterator[Asked]:
    """Each question that is asked once those before it were answered as `kept` says by then."""
    section_asked, asked = True, set()
    for question in questions:
        if question.kind == SECTION:
            section_asked = True
        if not section_asked:
            continue
        holds = not question.shown_if_key or (
            question.shown_if_key in asked and question.shown_if_value in said(kept.get(question.shown_if_key))
        )
        if question.kind == SECTION:
            section_asked = holds
        if holds:
            asked.add(question.key)
            yield question


def said(value: Any) -> Collection[str]:
    """The values that an answer says: none, one, or those of several choices."""
    if value is None:
        return ()
    return value if isinstance(value, list) else (value,)


def _missing(kind: str) -> str:
    if kind == CONSENT:
        return N_("Tick this to go on: without it the registration cannot be taken.")
    if kind == FILE:
        return N_("Choose a file.")
    return N_("Choose an answer.") if kind in {CHOICE, SEVERAL, COUNTRY, LANGUAGE} else N_("Write an answer.")


def read(question: Asked, raw: Any) -> Any:
    """The answer as it is stored, None where nothing was said. Raises RuleBroken for what is no answer to it.

    Texts, numbers and codes are stored as text, dates and times in ISO 8601, several choices as a list in the
    question's order, consent as YES; a file is handed through.
    """
    if raw is None or isinstance(raw, Stored) or question.kind == FILE:
        return raw
    if question.kind == SECTION:
        return None
    if question.kind == SEVERAL:
        return _several(question, raw)
    text = str(raw).strip()
    return READERS[question.kind](question, text) if text else None


def _several(question: Asked, raw: Any) -> list[str] | None:
    chosen = {str(value) for value in (raw if isinstance(raw, list | tuple | set | frozenset) else [raw]) if value}
    if not chosen <= set(question.choices):
        raise RuleBroken(N_("One of these answers is not offered any more. Choose again."), field=question.key)
    return [value for value in question.choices if value in chosen] or None


def _chosen(question: Asked, text: str) -> str:
    if text not in question.choices:
        raise RuleBroken(N_("This answer is not offered. Choose one of the list."), field=question.key)
    return text


def _text(question: Asked, text: str) -> str:
    most = LONGEST[question.kind]
    if len(text) > most:
        message = N_("This is %(length)s characters long; at most %(most)s are taken.")
        raise RuleBroken(message, field=question.key, length=len(text), most=most)
    return text


def _number(question: Asked, text: str) -> str:
    """'1,234' is refused: one reader's thousand is another's decimals."""
    found = NUMBERS.fullmatch(text)
    if found is None or (found["mark"] == "," and len(found["decimals"]) == 3):
        raise RuleBroken(N_("Write a number in digits alone, such as 1200 or 12.5."), field=question.key)
    return f"{Decimal(text.replace(',', '.')):f}"


def _date(question: Asked, text: str) -> str:
    wrong = RuleBroken(N_("Write the date as year-month-day, such as 2026-11-25."), field=question.key)
    try:
        day = datetime.strptime(text, "%Y-%m-%d").date()  # noqa: DTZ007 - a day
    except ValueError:
        raise wrong from None
    if not FIRST_YEAR <= day.year <= LAST_YEAR:
        raise wrong
    return day.isoformat()


def _time(question: Asked, text: str) -> str:
    for pattern in ("%H:%M", "%H:%M:%S"):
        with suppress(ValueError):
            return datetime.strptime(text, pattern).time().isoformat("minutes")  # noqa: DTZ007 - a wall clock
    raise RuleBroken(N_("Write the time as hours:minutes, such as 14:30."), field=question.key)


def _consent(question: Asked, text: str) -> str | None:
    return YES if text == YES else None


READERS = {
    TEXT: _text,
    LONG: _text,
    CHOICE: _chosen,
    COUNTRY: _chosen,
    LANGUAGE: _chosen,
    NUMBER: _number,
    DATE: _date,
    TIME: _time,
    CONSENT: _consent,
}


def as_day(value: str) -> date:
    """Of a stored date."""
    return date.fromisoformat(value)


def as_time(value: str) -> time:
    return time.fromisoformat(value)


def mask(text: str) -> str:
    """The last two characters of what is long enough for them to tell little; else nothing of it."""
    return "••••••" + (text[-2:] if len(text) >= 6 else "")


def check_may_answer(event_state: str, until: datetime, now: datetime) -> None:
    """Raises RuleBroken where answers can no longer be changed."""
    if event_state == "cancelled":
        raise RuleBroken(N_("The event is cancelled, so nothing is asked any more."))
    if now >= until:
        raise RuleBroken(N_("The time for answers has passed. Tell the organizer what has changed."))
