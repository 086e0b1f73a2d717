"""How moments, places and names read: 'Wed 25 Nov 2026, 09:00–17:30 Minsk (14:00 Beijing)'. Template filters."""

from collections.abc import Callable, Iterable, Mapping
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from babel.dates import format_date, format_skeleton, get_timezone_location
from babel.numbers import format_decimal
from jinja2 import Environment

BABEL_NAMES = {"en": "en", "zh": "zh_Hans_CN", "ru": "ru"}
DAY_PATTERNS = {"en": "EEE d MMM y", "zh": "y年M月d日 EEE", "ru": "EEE d MMM y"}
SHORT_MONTH_PATTERNS = {"en": "MMM y", "zh": "y年 M月", "ru": "MMM y"}
"""Each with a blank where a narrow tile may break it."""


LONG_PATTERNS = {"en": "d MMMM y"}
"""Where a language's usual long date is not that of official documents."""


def in_language(texts: Mapping[str, str], language: str) -> str:
    """The text in this language, else in English, else in any there is; empty where there is none."""
    return texts.get(language) or texts.get("en") or next(iter(texts.values()), "")


def side_by_side(texts: Mapping[str, str], languages: Iterable[str]) -> str:
    """As diplomacy prints its languages: '会晤 / Встреча / Meeting', in this order, each text once. Where there is a
    text in none of them, as `in_language` in English.
    """
    told = dict.fromkeys(text for language in languages if (text := texts.get(language)))
    return " / ".join(told) or in_language(texts, "en")


def day(value: date, language: str) -> str:
    """'Wed 25 Nov 2026'; for a datetime its own calendar day, as it stands."""
    return format_date(value, DAY_PATTERNS.get(language, DAY_PATTERNS["en"]), locale=BABEL_NAMES[language])


def long_day(value: date, language: str) -> str:
    """'25 November 2026', '2026年11月25日', '25 ноября 2026 г.': as official papers write it, with plain spaces."""
    written = format_date(value, LONG_PATTERNS.get(language, "long"), locale=BABEL_NAMES[language])
    return written.replace("\u00a0", " ").replace("\u202f", " ")


def last_day(start: datetime, end: datetime) -> date:
    """Of what lasts from one wall clock to another; what ends at midnight has no part in the day after."""
    return max(start.date(), (end - timedelta(microseconds=1)).date())


def long_span(start: datetime, end: datetime, language: str, *, all_day: bool = False) -> str:
    """'25 November 2026, 09:00–17:30' or, over days, '11 March 2027, 09:00 – 12 March 2027, 17:00'; all-day without
    the hours.
    """
    if all_day:
        return _days(start, end, lambda value: long_day(value, language))
    if start.date() == end.date():
        return f"{long_day(start, language)}, {start:%H:%M}–{end:%H:%M}"
    return f"{long_day(start, language)}, {start:%H:%M} – {long_day(end, language)}, {end:%H:%M}"


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
    the reader's. At the end of the calendar (year 9999), where a clock has no such time, the instant as it is kept.
    """
    try:
        there, own = value.astimezone(ZoneInfo(host)), value.astimezone(ZoneInfo(timezone))
    except OverflowError:
        return f"{day(value, language)}, {value:%H:%M} {value.tzname()}"
    if there.replace(tzinfo=None) == own.replace(tzinfo=None):
        return moment(value, host, language)
    clock = f"{own:%H:%M}" if own.date() == there.date() else f"{day(own, language)}, {own:%H:%M}"
    return f"{moment(value, host, language)} ({clock} {zone_city(timezone, language)})"


def _days(start: datetime, end: datetime, said: Callable[[date], str]) -> str:
    """The first day, and the last where it is another."""
    return " – ".join(dict.fromkeys([said(start.date()), said(last_day(start, end))]))


def span(start: datetime, end: datetime, language: str, *, all_day: bool = False) -> str:
    """'Wed 25 Nov 2026, 09:00–17:30' or, over days, 'Thu 11 Mar 2027, 09:00 – Fri 12 Mar 2027, 17:00'; all-day
    'Wed 25 Nov 2026' or 'Thu 11 Mar 2027 – Fri 12 Mar 2027'.
    """
    if all_day:
        return _days(start, end, lambda value: day(value, language))
    if start.date() == end.date():
        return f"{day(start, language)}, {start:%H:%M}–{end:%H:%M}"
    return f"{day(start, language)}, {start:%H:%M} – {day(end, language)}, {end:%H:%M}"


def both_clocks(event: Any, language: str, timezone: str) -> str:
    """An event's time on its own clock and, where it shows otherwise, on the reader's. Names each clock's city.

    Takes anything with local_start, local_end (naive wall clock), timezone, starts_at (aware) and city (by language);
    what is `all_day` has its days at its place, and no clock.
    """
    place = in_language(event.city, language) or zone_city(event.timezone, language)
    if getattr(event, "all_day", False):
        return f"{span(event.local_start, event.local_end, language, all_day=True)}, {place}"
    host = f"{span(event.local_start, event.local_end, language)} {place}"
    own = event.starts_at.astimezone(ZoneInfo(timezone))
    if own.replace(tzinfo=None) == event.local_start:
        return host
    clock = f"{own:%H:%M}" if own.date() == event.local_start.date() else f"{day(own, language)}, {own:%H:%M}"
    return f"{host} ({clock} {zone_city(timezone, language)})"


SIZE_UNITS = {"en": ("bytes", "kB", "MB"), "zh": ("字节", "kB", "MB"), "ru": ("Б", "КБ", "МБ")}


def file_size(size: int, language: str) -> str:
    """'1.5 MB', '1,5 МБ': bytes in decimal units with at most one digit behind the point; empty for nothing."""
    if not size:
        return ""
    power = 0 if size < 1_000 else 1 if size < 999_950 else 2
    unit = SIZE_UNITS[language][power]
    number = format_decimal(round(size / 1_000**power, 1), format="#,##0.#", locale=BABEL_NAMES[language])
    return f"{number}\u00a0{unit}" if (size, language) != (1, "en") else "1\u00a0byte"


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
        file_size=lambda size: file_size(size, language()),
        span=lambda event: span(event.local_start, event.local_end, language()),
    )
