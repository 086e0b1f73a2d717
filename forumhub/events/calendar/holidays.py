"""On which of the days shown the parties rest."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from forumhub.events.slots.calendars import calendar_of, language_of_names


@dataclass(frozen=True)
class Holiday:
    """Of the party with this code; `language` is that of the name, empty where it is the country's own."""

    name: str
    code: str
    language: str

    def __str__(self) -> str:
        return f"{self.name} ({self.code})"


def holidays_between(codes: Iterable[str], days: Sequence[date], language: str) -> dict[date, list[Holiday]]:
    """Public holidays by day, of those days on which there is one. A code that is no country's has none."""
    found: dict[date, list[Holiday]] = {}
    for code in codes:
        named = calendar_of(code, days[0], days[-1], language).holidays
        for day in days:
            if day in named:
                found.setdefault(day, []).append(Holiday(named[day], code, language_of_names(code, language)))
    return found


def resting(codes: Iterable[str], days: Sequence[date]) -> dict[date, list[str]]:
    """Whose weekend it is, by day; a weekend day that is worked to make up for a holiday is none."""
    found: dict[date, list[str]] = {}
    for code in codes:
        calendar = calendar_of(code, days[0], days[-1], "en")
        for day in filter(calendar.rests_weekly, days):
            found.setdefault(day, []).append(code)
    return found
