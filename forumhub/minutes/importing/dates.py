"""Dates as people write them. One that can be read in two ways is asked about, not guessed."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from forumhub.minutes.importing.words import DUE

_ENGLISH = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"]
_RUSSIAN = ["январ", "феврал", "март", "апрел", "ма", "июн", "июл", "август", "сентябр", "октябр", "ноябр", "декабр"]
_MONTH = (
    r"(?P<month>jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?"
    r"|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?|январ[яь]|феврал[яь]|марта?|апрел[яь]|ма[яй]|июн[яь]|июл[яь]|августа?"
    r"|сентябр[яь]|октябр[яь]|ноябр[яь]|декабр[яь])"
)
_YEAR, _DAY = r"(?P<year>(?:19|20)[0-9]{2})", r"(?P<day>[0-9]{1,2})"
_FORMS = (
    re.compile(rf"(?<![0-9]){_YEAR}\s?(?P<sep>[-/.])\s?(?P<month>[0-9]{{1,2}})\s?(?P=sep)\s?{_DAY}(?![0-9])"),
    re.compile(rf"{_YEAR}\s?年\s?(?P<month>[0-9]{{1,2}})\s?月\s?{_DAY}\s?日"),
    re.compile(rf"(?<![0-9]){_DAY}\.(?P<month>[0-9]{{1,2}})\.{_YEAR}(?![0-9])"),
    re.compile(rf"(?<![0-9]){_DAY}(?:st|nd|rd|th)?\s+(?:of\s+)?{_MONTH}\.?,?\s+{_YEAR}", re.IGNORECASE),
    re.compile(rf"\b{_MONTH}\.?\s+{_DAY}(?:st|nd|rd|th)?,?\s+{_YEAR}", re.IGNORECASE),
)
_SLASHED = re.compile(rf"(?<![0-9/])(?P<one>[0-9]{{1,2}})/(?P<two>[0-9]{{1,2}})/{_YEAR}(?![0-9/])")
_DUE = re.compile(rf"(?<!\w){DUE}\s*[:：]?\s*(?:on\s+|the\s+)?$", re.IGNORECASE)
_UNTIL = re.compile(r"\s*(?:日)?(?:之)?前")
_CHARACTERS = 400


@dataclass(frozen=True)
class Written:
    """A date in a text: its place, and the days that it can mean, one or two."""

    start: int
    end: int
    days: tuple[date, ...]


def written_dates(text: str) -> list[Written]:
    """The dates of a line, in its order; a day that no calendar has is none."""
    text = text[:_CHARACTERS]
    found = [Written(m.start(), m.end(), days) for form in _FORMS for m in form.finditer(text) if (days := _days(m))]
    found += [Written(m.start(), m.end(), days) for m in _SLASHED.finditer(text) if (days := _slashed_days(m))]
    return sorted(found, key=lambda each: each.start)


def due_of(text: str) -> Written | None:
    """The date that a line names as its due date: a word for it stands before, or a Chinese one behind.

    'due to' is followed by no date, and the date of a meeting is no due date.
    """
    for each in written_dates(text):
        if _DUE.search(text[max(0, each.start - 40) : each.start]) or _UNTIL.match(text, each.end):
            return each
    return None


def _days(match: re.Match[str]) -> tuple[date, ...]:
    return tuple(_day(int(match["year"]), _month(match["month"]), int(match["day"])))


def _slashed_days(match: re.Match[str]) -> tuple[date, ...]:
    """`25/04/2019` has one meaning, `03/04/2019` two, `04/04/2019` one again."""
    year, one, two = int(match["year"]), int(match["one"]), int(match["two"])
    return tuple(sorted({*_day(year, one, two), *_day(year, two, one)}))


def _day(year: int, month: int, day: int) -> Iterator[date]:
    try:
        yield date(year, month, day)
    except ValueError:
        return


def _month(written: str) -> int:
    if written.isdecimal():
        return int(written)
    lower = written.lower()
    for number, (english, russian) in enumerate(zip(_ENGLISH, _RUSSIAN, strict=True), start=1):
        if lower.startswith(english) or (russian != "ма" and lower.startswith(russian)):
            return number
    return 5
