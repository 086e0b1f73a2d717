"""The days on which a country rests, from the package `holidays`."""

from datetime import date, timedelta
from functools import cache

import holidays

from forumhub.events.slots.values import Calendar

LANGUAGES = {"en": ("en_US", "en_GB"), "zh": ("zh_CN", "zh_TW"), "ru": ("ru",)}
USUAL_WEEKEND = (5, 6)
_LOOK_BACK = 3  # years


@cache
def is_known(code: str) -> bool:
    """Whether a party's code is that of a country (ISO 3166-1) whose public holidays are known."""
    return code in holidays.list_supported_countries()


@cache
def _year(code: str, year: int, language: str) -> holidays.HolidayBase:
    """The country's calendar of a year, with its names in this language, else in English, else in its own."""
    return holidays.country_holidays(code, years=year, language=_chosen(code, language))


@cache
def _chosen(code: str, language: str) -> str | None:
    offered = holidays.list_localized_countries().get(code, [])
    return next((name for name in (*LANGUAGES[language], *LANGUAGES["en"]) if name in offered), None)


def language_of_names(code: str, language: str) -> str:
    """In which language a country's holidays are named to who reads this one; empty where it is the country's own."""
    return (_chosen(code, language) or "")[:2]


@cache
def _days(code: str, year: int, language: str) -> tuple[dict[date, str], frozenset[date], frozenset[date]]:
    known = _year(code, year, language)
    days = [date(year, 1, 1) + timedelta(days=offset) for offset in range(366)]
    weekends = frozenset(day for day in days if day.year == year and known.is_weekend(day))
    made_up = frozenset(day for day in weekends if known.is_working_day(day))
    return {day: str(name) for day, name in known.items()}, weekends, made_up


def calendar_of(code: str, first: date, last: date, language: str) -> Calendar:
    """The calendar of the country with this code in the years of these days.

    A code that is no country's has no holidays, and rests on Saturday and Sunday: say so where it is shown.
    """
    if not is_known(code):
        days = (first + timedelta(days=offset) for offset in range((last - first).days + 1))
        return Calendar(weekends=frozenset(day for day in days if day.weekday() in USUAL_WEEKEND))
    years = [_days(code, year, language) for year in range(first.year, last.year + 1)]
    named = {day: name for year in years for day, name in year[0].items()}
    weekends, made_up = (frozenset().union(*(year[part] for year in years)) for part in (1, 2))
    return Calendar(named, weekends, made_up)


def undecided(code: str, first: date, last: date) -> list[int]:
    """The years of these days for which a country that works some weekends has not said, or not told, which ones."""
    if not is_known(code):
        return []
    return [
        year
        for year in range(first.year, last.year + 1)
        if not _days(code, year, "en")[2]
        and any(_days(code, before, "en")[2] for before in range(year - _LOOK_BACK, year))
    ]
