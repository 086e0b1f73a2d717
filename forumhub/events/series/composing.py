"""Rules in plain fields: how often, by which pattern, until when. Composed into RFC 5545 text, and read from it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from forumhub.errors import N_, RuleBroken
from forumhub.events.rrules import WEEKDAYS, WORKING_DAYS, numbers_of, parts_of, text_of, until_of

DATE, NTH, WEEK, AFTER = "date", "nth", "week", "after"
PATTERNS = (DATE, NTH, WEEK, AFTER)
WORKING = "working"
"""Stands for a weekday: Monday to Friday, whatever the holidays."""
NTHS = (1, 2, 3, 4, -1)
LAST_SAFE_DAY = 25
"""Three days follow it in each month."""
_COMMON_YEAR = 2027


@dataclass(frozen=True)
class Choice:
    """A rule as a form asks for it. What is left empty (0, '', ()) is as at the first meeting.

    `weekday` (one of WEEKDAYS, or WORKING), `nth` (one of NTHS) and `month` belong to the patterns NTH and WEEK; the
    pattern AFTER is the first working day after the day `after` of the month; `weekdays` are those of a weekly rule.
    """

    often: str
    interval: int = 1
    pattern: str = DATE
    nth: int = 0
    weekday: str = ""
    month: int = 0
    after: int = 0
    weekdays: tuple[str, ...] = ()
    count: int | None = None
    until: date | None = None


def compose(choice: Choice, first: datetime) -> str:
    """The rule as text; `first` is the first meeting's start. Raises RuleBroken for days that never come."""
    days = _of_week(choice) if choice.often == "WEEKLY" else _PATTERNS[choice.pattern](choice, first)
    interval = str(choice.interval) if choice.interval > 1 else ""
    ends = {"COUNT": str(choice.count or ""), "UNTIL": f"{choice.until:%Y%m%d}" if choice.until else ""}
    return text_of({"FREQ": choice.often, "INTERVAL": interval, **days, **ends})


def decompose(rrule: str) -> Choice | None:
    """The fields that compose this rule; None where no fields do, so that its text alone says what it means."""
    parts = parts_of(rrule)
    until = until_of(parts)
    try:
        choice = Choice(
            often=parts["FREQ"],
            interval=int(parts.get("INTERVAL", "1")),
            count=int(parts["COUNT"]) if "COUNT" in parts else None,
            until=until.date() if until else None,
            **_pattern_of(parts),
        )
        composed = parts_of(compose(choice, datetime(_COMMON_YEAR, 1, 1)))  # noqa: DTZ001 - nothing is left to it
    except (RuleBroken, KeyError, ValueError):
        return None
    return choice if composed == parts else None


def _month(choice: Choice, first: datetime) -> dict[str, str]:
    return {"BYMONTH": str(choice.month or first.month)} if choice.often == "YEARLY" else {}


def _weekday(choice: Choice, first: datetime) -> str:
    return choice.weekday or WEEKDAYS[first.weekday()]


def _nth(choice: Choice, first: datetime) -> int:
    """The week in which the first meeting is; the last one, where there may be no fifth."""
    week = (first.day - 1) // 7 + 1
    return choice.nth or (-1 if week == 5 else week)


def _of_week(choice: Choice) -> dict[str, str]:
    return {"BYDAY": ",".join(day for day in WEEKDAYS if day in choice.weekdays)}


def _on_date(choice: Choice, first: datetime) -> dict[str, str]:
    return {}


def _on_nth(choice: Choice, first: datetime) -> dict[str, str]:
    nth, weekday = _nth(choice, first), _weekday(choice, first)
    if weekday == WORKING:
        return {**_month(choice, first), "BYDAY": WORKING_DAYS, "BYSETPOS": str(nth)}
    return {**_month(choice, first), "BYDAY": f"{nth}{weekday}"}


def days_of_week(nth: int) -> list[int]:
    """The seven days of a month's nth week, as BYMONTHDAY counts: 1 to 7, 8 to 14 …; the last seven for -1."""
    return list(range(-7, 0)) if nth == -1 else list(range(nth * 7 - 6, nth * 7 + 1))


def _in_week(choice: Choice, first: datetime) -> dict[str, str]:
    days = {**_month(choice, first), "BYMONTHDAY": _listed(days_of_week(_nth(choice, first)))}
    return {**days, **_day_among(_weekday(choice, first))}


def _day_among(weekday: str) -> dict[str, str]:
    return {"BYDAY": WORKING_DAYS, "BYSETPOS": "1"} if weekday == WORKING else {"BYDAY": weekday}


def _after(choice: Choice, first: datetime) -> dict[str, str]:
    """A weekend has two days, so one of the next three is a working day."""
    day = choice.after or first.day
    if choice.often == "MONTHLY":
        return {"BYMONTHDAY": _listed(_three_after(day)), **_day_among(WORKING)}
    return {**_days_after(choice.month or first.month, day), **_day_among(WORKING)}


def _three_after(day: int) -> list[int]:
    if day > LAST_SAFE_DAY:
        message = N_("In some months three days do not follow day %(day)s: choose a day until %(last)s.")
        raise RuleBroken(message, field="after", day=day, last=LAST_SAFE_DAY)
    return [day + each for each in (1, 2, 3)]


def _days_after(month: int, day: int) -> dict[str, str]:
    """As days of the month; where the next month begins among them, as days of the year, from its near end."""
    try:
        days = [date(_COMMON_YEAR, month, day) + timedelta(days=each) for each in (1, 2, 3)]
    except ValueError as wrong:
        message = N_("That month has no day %(day)s in every year: choose an earlier day.")
        raise RuleBroken(message, field="after", day=day) from wrong
    if days[-1].year > _COMMON_YEAR:
        message = N_("The first working day after this date may be in the next year: choose a day until 28 December.")
        raise RuleBroken(message, field="after")
    if day <= LAST_SAFE_DAY or (month != 2 and days[-1].month == month):
        return {"BYMONTH": str(month), "BYMONTHDAY": _listed([each.day for each in days])}
    from_end = 366 if month > 2 else 0
    return {"BYYEARDAY": _listed([each.timetuple().tm_yday - from_end for each in days])}


def _listed(numbers: list[int]) -> str:
    return ",".join(map(str, numbers))


_PATTERNS = {DATE: _on_date, NTH: _on_nth, WEEK: _in_week, AFTER: _after}


def _pattern_of(parts: Mapping[str, str]) -> dict[str, Any]:
    """What the parts seem to say; `decompose` then looks whether they say just that."""
    parts = dict(parts)
    days, weekday = numbers_of(parts, "BYMONTHDAY"), parts.get("BYDAY", "")
    month, working = int(parts.get("BYMONTH", "0")), weekday == WORKING_DAYS
    if parts["FREQ"] == "WEEKLY":
        return {"weekdays": tuple(weekday.split(",")) if weekday else ()}
    if "BYYEARDAY" in parts:
        return {"pattern": AFTER, **_before_yearday(numbers_of(parts, "BYYEARDAY")[0])}
    if len(days) == 7:
        nth = -1 if days[0] < 0 else days[-1] // 7
        return {"pattern": WEEK, "nth": nth, "weekday": WORKING if working else weekday, "month": month}
    if days:
        return {"pattern": AFTER, "after": days[0] - 1, "month": month}
    if working:
        return {"pattern": NTH, "nth": int(parts["BYSETPOS"]), "weekday": WORKING, "month": month}
    if weekday:
        return {"pattern": NTH, "nth": int(weekday[:-2]), "weekday": weekday[-2:], "month": month}
    return {"pattern": DATE}


def _before_yearday(number: int) -> dict[str, int]:
    """The date before a day of the year, counted from its beginning or, below zero, from its end."""
    before = date(_COMMON_YEAR, 1, 1) + timedelta(days=(number if number > 0 else number + 366) - 2)
    return {"month": before.month, "after": before.day}
