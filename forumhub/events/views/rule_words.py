"""A series' rule in the reader's words, which say just what it says; a rule without such words is shown as it is."""

from collections.abc import Callable, Iterable
from datetime import date, datetime

import flask_babel
from babel.dates import format_date, get_month_names
from babel.lists import format_list
from flask_babel import get_locale

from forumhub import phrases
from forumhub.events.rrules import WEEKDAYS, WORKING_DAYS, numbers_of, parts_of
from forumhub.events.series.composing import AFTER, NTHS, days_of_week, decompose
from forumhub.events.views.room import blueprint
from forumhub.events.views.weekday_words import EACH, IN_WEEK, ON, ON_NTH, ON_WORKING
from forumhub.web import language

_: Callable[..., str] = flask_babel.gettext
ngettext: Callable[..., str] = flask_babel.ngettext
DAY_AND_MONTH = {"en": "d MMMM", "ru": "d MMMM", "zh": "M月d日"}
Parts = dict[str, str]


@blueprint.app_template_filter("rule_words")
def rule_words(rrule: str, first: datetime | None = None) -> str:
    """'every year on the last Friday of November'; dates by hand for an empty rule.

    With `first`, the first meeting's start, 'on the same date' is said as a date.
    """
    if not rrule:
        return _("dates set by hand")
    parts = _resolved(parts_of(rrule), first)
    when = _when(parts)
    if when is None:
        return _("by the rule %(rule)s", rule=rrule)
    ends = _ends(parts)
    return _("%(when)s, %(ends)s", when=when, ends=ends) if ends else when


@blueprint.app_template_filter("sentence")
def sentence(words: str) -> str:
    """With a capital, as it stands alone."""
    return words[:1].upper() + words[1:]


def _resolved(parts: Parts, first: datetime | None) -> Parts:
    """With the days that the rule takes from its first meeting (RFC 5545 §3.3.10)."""
    if first is None or {"BYDAY", "BYMONTHDAY", "BYYEARDAY"} & parts.keys():
        return parts
    if parts["FREQ"] == "WEEKLY":
        return {**parts, "BYDAY": WEEKDAYS[first.weekday()]}
    month = {"BYMONTH": str(first.month)} if parts["FREQ"] == "YEARLY" else {}
    return {**month, **parts, "BYMONTHDAY": str(first.day)}


def _when(parts: Parts) -> str | None:
    """None for what cannot be put in words without saying more or less than the rule does."""
    interval, months = int(parts.get("INTERVAL", "1")), numbers_of(parts, "BYMONTH")
    often = parts["FREQ"]
    if months and often == "MONTHLY":
        often = "YEARLY" if interval == 1 else ""
    if not often or _means_more(parts, len(months), interval):
        return None
    if date_words := _on_date(parts, months, often):
        return _("%(often)s %(day)s", often=frequency(often, interval), day=date_words)
    return _placed(frequency(often, interval), _day(parts), months, often)


def _means_more(parts: Parts, months: int, interval: int) -> bool:
    """Whether plain words would mislead: WKST decides which weeks count, BYSETPOS picks one of all the months."""
    if parts["FREQ"] == "WEEKLY":
        return interval > 1 and "WKST" in parts
    everywhere = months == 0 and "BYMONTHDAY" in parts
    return parts["FREQ"] == "YEARLY" and (everywhere or (months > 1 and "BYSETPOS" in parts))


def _placed(often: str, day: str | None, months: list[int], frequency: str) -> str | None:
    if day is None:
        return None
    if months:
        return _("%(often)s %(day)s of %(months)s", often=often, day=day, months=_months(months))
    if frequency == "MONTHLY":
        return _("%(often)s %(day)s of the month", often=often, day=day)
    if frequency == "YEARLY":
        return _("%(often)s %(day)s of the year", often=often, day=day)
    return _("%(often)s %(day)s", often=often, day=day)


def _on_date(parts: Parts, months: list[int], often: str) -> str | None:
    """Days that a date says best: 25 November, the first working day after it, the same as at first."""
    choice = decompose(";".join(f"{name}={value}" for name, value in parts.items()))
    if choice and choice.pattern == AFTER and often == "YEARLY":
        return _("on the first working day after %(date)s", date=_date(choice.month, choice.after))
    days = numbers_of(parts, "BYMONTHDAY")
    if len(months) == len(days) == 1 and days[0] > 0 and "BYDAY" not in parts:
        return _("on %(date)s", date=_date(months[0], days[0]))
    if {"BYDAY", "BYMONTHDAY", "BYYEARDAY", "BYMONTH"} & parts.keys():
        return None
    same = {"YEARLY": _("on the same date"), "MONTHLY": _("on the same day of the month")}
    return same.get(often) or _("on the same weekday")


def _day(parts: Parts) -> str | None:
    """Which day of its week, month or year."""
    days, positions, weekdays = numbers_of(parts, "BYMONTHDAY"), numbers_of(parts, "BYSETPOS"), parts.get("BYDAY", "")
    if "BYYEARDAY" in parts or len(positions) > 1:
        return None
    if days and weekdays:
        return _in_week(days, positions, weekdays) or _after(parts)
    if days:
        return _joined(map(_month_day, days))
    if positions and weekdays == WORKING_DAYS:
        return str(ON_WORKING[positions[0]]) if positions[0] in ON_WORKING else None
    if positions:
        weekdays = f"{positions[0]}{weekdays}" if weekdays in WEEKDAYS else ""
    return _joined(map(_weekday, weekdays.split(",")))


def _in_week(days: list[int], positions: list[int], weekdays: str) -> str | None:
    week = next((nth for nth in NTHS if days_of_week(nth) == days), 0)
    if weekdays == WORKING_DAYS and positions in ([1], [-1]):
        day: object = ON_WORKING[positions[0]]
    else:
        day = ON.get(weekdays) if not positions or positions in ([1], [-1]) else None
    return _("%(day)s %(week)s", day=day, week=IN_WEEK[week]) if week and day else None


def _after(parts: Parts) -> str | None:
    choice = decompose(";".join(f"{name}={value}" for name, value in parts.items() if name != "WKST"))
    if choice is None or choice.pattern != AFTER:
        return None
    return _("on the first working day after day %(number)s", number=choice.after)


def _month_day(number: int) -> str | None:
    if number < -1:
        return None
    return _("on the last day") if number == -1 else _("on day %(number)s", number=number)


def _weekday(text: str) -> str | None:
    """'2WE', '-1FR' or 'MO'."""
    number, day = text[:-2], text[-2:]
    found = ON_NTH.get((int(number), day)) if number else EACH.get(day)
    return str(found) if found else None


def _joined(words: Iterable[str | None]) -> str | None:
    found = list(words)
    if not all(found):
        return None
    return str(format_list([word for word in found if word], locale=get_locale()))


def _ends(parts: Parts) -> str:
    if "COUNT" in parts:
        return ngettext("%(num)s meeting in all", "%(num)s meetings in all", int(parts["COUNT"]))
    if "UNTIL" in parts:
        last = date(int(parts["UNTIL"][:4]), int(parts["UNTIL"][4:6]), int(parts["UNTIL"][6:8]))
        return _("until %(day)s", day=phrases.day(last, language()))
    return ""


def frequency(name: str, interval: int) -> str:
    if interval == 1:
        return {"YEARLY": _("every year"), "MONTHLY": _("every month"), "WEEKLY": _("every week")}[name]
    if name == "YEARLY":
        return ngettext("every %(num)s year", "every %(num)s years", interval)
    if name == "MONTHLY":
        return ngettext("every %(num)s month", "every %(num)s months", interval)
    return ngettext("every %(num)s week", "every %(num)s weeks", interval)


def _date(month: int, day: int) -> str:
    leap_year = 2028
    return str(format_date(date(leap_year, month, day), DAY_AND_MONTH[language()], locale=get_locale()))


def _months(numbers: list[int]) -> str:
    """'March and September', as they stand after 'of'."""
    names = get_month_names("wide", "format", get_locale())
    return str(format_list([str(names[number]) for number in numbers], locale=get_locale()))
