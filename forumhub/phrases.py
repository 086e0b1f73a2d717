"""How moments, places and names read: 'Wed 25 Nov 2026, 09:00–17:30 Minsk (14:00 Beijing)'. Template filters."""

from collections.abc import Callable, Mapping
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from babel.dates import format_date, format_skeleton, get_timezone_location
from jinja2 import Environment

BABEL_NAMES = {"en": "en", "zh": "zh_Hans_CN", "ru": "ru"}
DAY_PATTERNS = {"en": "EEE d MMM y", "zh": "y年M月d日 EEE", "ru": "EEE d MMM y"}
SHORT_MONTH_PATTERNS = {"en": "MMM y", "zh": "y年 M月", "ru": "MMM y"}
"""Each with a blank where a narrow tile may break it."""


def in_language(texts: Mapping[str, str], language: str) -> str:
    """The text in this language, else in English, else in any there is; empty where there is none."""
    return texts.get(language) or texts.get("en") or next(iter(texts.values()), "")


def day(value: date, language: str) -> str:
    """'Wed 25 Nov 2026'; for a datetime its own calendar day, as it stands."""
    return format_date(value, DAY_PATTERNS.get(language, DAY_PATTERNS["en"]), locale=BABEL_NAMES[language])


def local_day(value: date, timezone: str) -> date:
    """Of an instant (an aware datetime), the day on this clock; a date or a wall clock's datetime keeps its own."""
    if not isinstance(value, datetime):
        return value
    return (value.astimezone(ZoneInfo(timezone)) if value.tzinfo else value).date()


def month(value: date, language: str) -> str:
    """'November 2026'"""
    return str(format_skeleton("yMMMM", datetime(value.year, value.month, 1), locale=BABEL_NAMES[language]))  # noqa: DTZ001


def short_month(value: date, language: str) -> str:
    """'Nov 2026', as a tile of a calendar has room for; '2026年 11月' in Chinese."""
    return format_date(value, SHORT_MONTH_PATTERNS[language], locale=BABEL_NAMES[language])


def zone_city(timezone: str, language: str) -> str:
    """The zone's exemplar city: 'Minsk' for Europe/Minsk; Beijing stands for Asia/Shanghai, whose clock it keeps."""
    if timezone == "UTC":
        return "UTC"
    if timezone == "Asia/Shanghai":
        return {"zh": "北京", "ru": "Пекин"}.get(language, "Beijing")
    return get_timezone_location(timezone, locale=BABEL_NAMES[language], return_city=True)


def moment(value: datetime, timezone: str, language: str) -> str:
    """'Fri 4 Dec 2026, 17:00 Beijing': an instant on one clock, which it names."""
    local = value.astimezone(ZoneInfo(timezone))
    return f"{day(local, language)}, {local:%H:%M} {zone_city(timezone, language)}"


def both_moments(value: datetime, host: str, language: str, timezone: str) -> str:
    """'Fri 4 Dec 2026, 17:00 Minsk (22:00 Beijing)': an instant on the host's clock and, where it shows otherwise, on
    the reader's.
    """
    there, own = value.astimezone(ZoneInfo(host)), value.astimezone(ZoneInfo(timezone))
    if there.replace(tzinfo=None) == own.replace(tzinfo=None):
        return moment(value, host, language)
    clock = f"{own:%H:%M}" if own.date() == there.date() else f"{day(own, language)}, {own:%H:%M}"
    return f"{moment(value, host, language)} ({clock} {zone_city(timezone, language)})"


def span(start: datetime, end: datetime, language: str) -> str:
    """'Wed 25 Nov 2026, 09:00–17:30' or, over days, 'Thu 11 Mar 2027, 09:00 – Fri 12 Mar 2027, 17:00'."""
    if start.date() == end.date():
        return f"{day(start, language)}, {start:%H:%M}–{end:%H:%M}"
    return f"{day(start, language)}, {start:%H:%M} – {day(end, language)}, {end:%H:%M}"


def both_clocks(event: Any, language: str, timezone: str) -> str:
    """An event's time on its own clock and, where it shows otherwise, on the reader's. Names each clock's city.

    Takes anything with local_start, local_end (naive wall clock), timezone, starts_at (aware) and city (by language).
    """
    place = in_language(event.city, language) or zone_city(event.timezone, language)
    host = f"{span(event.local_start, event.local_end, language)} {place}"
    own = event.starts_at.astimezone(ZoneInfo(timezone))
    if own.replace(tzinfo=None) == event.local_start:
        return host
    clock = f"{own:%H:%M}" if own.date() == event.local_start.date() else f"{day(own, language)}, {own:%H:%M}"
    return f"{host} ({clock} {zone_city(timezone, language)})"


def relative_days(value: date, today: date) -> int:
    """Days from today; negative where it has passed."""
    return (value - today) // timedelta(days=1)


def add_filters(app: Any, *, language: Callable[[], str], zone: Callable[[], str]) -> None:
    """Adds the template filters; `language` and `zone` are asked at each use."""
    environment: Environment = app.jinja_env
    environment.filters.update(
        in_language=lambda texts: in_language(texts, language()),
        day=lambda value: day(local_day(value, zone()), language()),
        local_day=lambda value: local_day(value, zone()),
        month=lambda value: month(value, language()),
        short_month=lambda value: short_month(value, language()),
        moment=lambda value, timezone=None: moment(value, timezone or zone(), language()),
        both_clocks=lambda event: both_clocks(event, language(), zone()),
        both_moments=lambda value, host: both_moments(value, host, language(), zone()),
        zone_city=lambda timezone: zone_city(timezone, language()),
        span=lambda event: span(event.local_start, event.local_end, language()),
    )
