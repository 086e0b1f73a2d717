"""Which RFC 5545 rules (§3.3.10) a series may have, read from text.

A rule comes from a form or a file, so it may be hostile. What a series of meetings does not need is refused before
dateutil sees it; so is every shape that might never meet, for which it would look until the year 9999.
"""

import re
from calendar import monthrange
from datetime import datetime

from forumhub.errors import N_, RuleBroken

FREQUENCIES = ("YEARLY", "MONTHLY", "WEEKLY")
WEEKDAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
WORKING_DAYS = ",".join(WEEKDAYS[:5])
_LONGEST_RULE = 200
_LEAP_YEAR = 2028
_WEEKDAY = f"(?:{'|'.join(WEEKDAYS)})"
_NTH = "[+-]?[1-5]"
_PARTS = {
    "FREQ": "[A-Z]{1,10}",
    "INTERVAL": "[1-9][0-9]?",
    "COUNT": "[1-9][0-9]{0,2}",
    "UNTIL": r"\d{8}(?:T\d{6})?",
    "BYMONTH": "(?:[1-9]|1[0-2])",
    "BYMONTHDAY": "[+-]?(?:[1-9]|[12][0-9]|3[01])",
    "BYYEARDAY": "[+-]?(?:[1-9]|[1-9][0-9]|[12][0-9]{2}|3[0-5][0-9]|36[0-6])",
    "BYDAY": f"(?:{_NTH})?{_WEEKDAY}",
    "BYSETPOS": _NTH,
    "WKST": _WEEKDAY,
}
_LISTS = ("BYMONTH", "BYMONTHDAY", "BYYEARDAY", "BYDAY", "BYSETPOS")


def check_rrule(text: str) -> None:
    """Raises RuleBroken, field 'rrule', unless the text is a rule that a series may have.

    It may use FREQ (YEARLY, MONTHLY, WEEKLY), INTERVAL, COUNT or UNTIL (local, without Z), BYMONTH, BYMONTHDAY,
    BYYEARDAY (yearly), BYDAY, BYSETPOS and WKST. One that passes meets at least once in 40 years, INTERVAL aside.
    """
    parts = parts_of(text)
    if parts.get("FREQ") not in FREQUENCIES:
        raise _broken(N_("A series repeats yearly, monthly or weekly: begin its rule with FREQ=YEARLY, for example."))
    if "COUNT" in parts and "UNTIL" in parts:
        raise _broken(N_("A rule ends by COUNT or by UNTIL, not by both."))
    _check_weekly(parts)
    _check_days(parts)
    _check_positions(parts)
    until_of(parts)


def parts_of(text: str) -> dict[str, str]:
    """The rule's parts by name. Raises RuleBroken for one that is unknown, ill made or named twice."""
    pairs = [part.partition("=")[::2] for part in text.split(";")] if len(text) <= _LONGEST_RULE else []
    for name, value in pairs:
        if name == "UNTIL" and re.fullmatch(r"\d{8}T\d{6}Z", value, re.ASCII):
            raise _broken(N_("UNTIL is by the host's clock: write it as a day, 20281231, without Z."))
        if name not in _PARTS or not _fits(name, value):
            allowed = ", ".join(_PARTS)
            message = N_("A rule cannot have %(part)s here; it is made of %(allowed)s, as in FREQ=YEARLY;BYMONTH=9.")
            raise _broken(message, part=f"{name}={value}"[:40], allowed=allowed)
    if not pairs or len(dict(pairs)) < len(pairs):
        raise _broken(N_("A rule names each of its parts once, in at most %(most)s characters."), most=_LONGEST_RULE)
    return dict(pairs)


def text_of(parts: dict[str, str]) -> str:
    """The rule as text again, without what is empty."""
    return ";".join(f"{name}={value}" for name, value in parts.items() if value)


def numbers_of(parts: dict[str, str], name: str) -> list[int]:
    return [int(each) for each in parts[name].split(",")] if name in parts else []


def until_of(parts: dict[str, str]) -> datetime | None:
    """The last moment of the rule, by the wall clock; a day alone is meant wholly."""
    if "UNTIL" not in parts:
        return None
    day, _, clock = parts["UNTIL"].partition("T")
    try:
        return datetime.strptime(day + (clock or "235959"), "%Y%m%d%H%M%S")  # noqa: DTZ007
    except ValueError as wrong:
        raise _broken(N_("UNTIL=%(until)s is no date: write it as 20281231."), until=parts["UNTIL"]) from wrong


def _fits(name: str, value: str) -> bool:
    values = value.split(",") if name in _LISTS else [value]
    return all(re.fullmatch(_PARTS[name], each, re.ASCII) for each in values)


def _numbered(parts: dict[str, str]) -> bool:
    """Whether it names nth weekdays: 2TU."""
    return re.search(r"\d", parts.get("BYDAY", "")) is not None


def _check_weekly(parts: dict[str, str]) -> None:
    if parts["FREQ"] == "WEEKLY" and (_numbered(parts) or {"BYMONTHDAY", "BYYEARDAY", "BYSETPOS"} & parts.keys()):
        raise _broken(
            N_("A weekly rule names plain days, such as BYDAY=MO; the second Monday belongs to a monthly one.")
        )


def _check_days(parts: dict[str, str]) -> None:
    if {"BYMONTHDAY", "BYYEARDAY"} & parts.keys() and _numbered(parts):
        raise _broken(N_("A rule names days of the month (BYMONTHDAY=25) or the nth weekday (BYDAY=2MO), not both."))
    if "BYYEARDAY" in parts and (parts["FREQ"] != "YEARLY" or {"BYMONTH", "BYMONTHDAY"} & parts.keys()):
        raise _broken(N_("Days of the year (BYYEARDAY) belong to a yearly rule that names no months or their days."))
    days, months = numbers_of(parts, "BYMONTHDAY"), numbers_of(parts, "BYMONTH")
    if days and months and min(map(abs, days)) > max(monthrange(_LEAP_YEAR, month)[1] for month in months):
        raise _broken(
            N_("The months of this rule have no day %(day)s: choose an earlier day."), day=parts["BYMONTHDAY"]
        )


def _check_positions(parts: dict[str, str]) -> None:
    """BYSETPOS counts within a year or a month, where a third of three days may never be on a weekday."""
    if "BYSETPOS" not in parts:
        return
    if _numbered(parts) or "BYDAY" not in parts:
        raise _broken(
            N_("BYSETPOS picks among plain weekdays: BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1 is the last working day.")
        )
    if {"BYMONTHDAY", "BYYEARDAY"} & parts.keys() and not set(numbers_of(parts, "BYSETPOS")) <= {1, -1}:
        raise _broken(N_("Among named days, BYSETPOS picks the first one (1) or the last one (-1)."))


def _broken(msgid: str, **values: object) -> RuleBroken:
    return RuleBroken(msgid, field="rrule", **values)
