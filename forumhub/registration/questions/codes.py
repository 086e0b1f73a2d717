"""Countries and languages by the codes of the Unicode CLDR (ISO 3166-1 alpha-2, ISO 639-1), with their names. Pure."""

from collections.abc import Iterable
from functools import cache

from babel import Locale
from babel.core import get_global

from forumhub.phrases import BABEL_NAMES

UNKNOWN = "ZZ"


@cache
def countries() -> list[str]:
    """Codes of what has inhabitants who speak something; groups of countries and private codes are none."""
    inhabited = get_global("territory_languages")
    return [code for code in _two_letters(_locale("en").territories) if code in inhabited and code != UNKNOWN]


@cache
def languages() -> list[str]:
    return _two_letters(_locale("en").languages)


def _two_letters(names: Iterable[object]) -> list[str]:
    return sorted(code for code in map(str, names) if len(code) == 2)


def country_name(code: str, language: str) -> str:
    """'Беларусь'; the code itself for one that is not known."""
    return str(_locale(language).territories.get(code) or _locale("en").territories.get(code, code))


def language_name(code: str, language: str) -> str:
    return str(_locale(language).languages.get(code) or _locale("en").languages.get(code, code))


@cache
def _locale(language: str) -> Locale:
    return Locale.parse(BABEL_NAMES[language])
