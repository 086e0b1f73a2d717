"""Public holidays by country and year, read once each."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from holidays import country_holidays

LANGUAGES = {"en": ("en_US",), "zh": ("zh_CN", "en_US"), "ru": ("ru", "en_US")}


@dataclass(frozen=True)
class Holiday:
    """`language` is that of the name, 'en' where it has none in the reader's; empty where it is the country's own."""

    name: str
    country: str
    language: str

    def __str__(self) -> str:
        return f"{self.name} ({self.country})"


@lru_cache(maxsize=512)
def holidays_of(country: str, year: int, language: str) -> dict[date, Holiday]:
    """By day; empty for what is no country. Names are in this language where they are known in it, else in English.

    `country`: ISO 3166-1 alpha-2, which codes of parties are wherever a party is a country.
    """
    if not re.fullmatch("[A-Z]{2}", country):
        return {}
    try:
        known = country_holidays(country, years=year).supported_languages
    except NotImplementedError:
        return {}
    chosen = next((each for each in LANGUAGES[language] if each in known), None)
    days = country_holidays(country, years=year, language=chosen)
    return {day: Holiday(name, country, chosen[:2] if chosen else "") for day, name in days.items()}


def holidays_between(countries: Iterable[str], days: Sequence[date], language: str) -> dict[date, list[Holiday]]:
    """By day, of those days on which there is one."""
    found: dict[date, list[Holiday]] = {}
    for country in countries:
        for day in days:
            if holiday := holidays_of(country, day.year, language).get(day):
                found.setdefault(day, []).append(holiday)
    return found
