"""Rules that a file brings (RFC 5545, 3.3.10), bounded: one may be hostile, and dateutil follows whatever it is given.

What would take long to follow is refused by counting its steps, before a single one is made.
"""

import re
from collections import deque
from collections.abc import Iterator
from datetime import UTC, date, datetime, time
from itertools import islice, starmap
from math import prod

from dateutil.rrule import rrulestr

from forumhub.errors import N_, RuleBroken

MOST_STEPS = 4_000_000
"""Of daily rules, for all rules of one file, from their first day to the end of the window."""
FIRST_YEAR = 1900
_LONGEST_RULE = 500
_PARTS = {
    "FREQ": "DAILY|WEEKLY|MONTHLY|YEARLY",
    "INTERVAL": "0*[1-9][0-9]{0,3}",
    "COUNT": "0*[1-9][0-9]{0,5}",
    "UNTIL": r"\d{8}(?:T\d{6}Z?)?",
    "BYMONTH": "0?[1-9]|1[0-2]",
    "BYMONTHDAY": "[+-]?(?:0?[1-9]|[12][0-9]|3[01])",
    "BYYEARDAY": "[+-]?[1-9][0-9]{0,2}",
    "BYWEEKNO": "[+-]?[1-9][0-9]?",
    "BYDAY": "(?:[+-]?[1-9][0-9]?)?(?:MO|TU|WE|TH|FR|SA|SU)",
    "BYSETPOS": "[+-]?[1-9][0-9]{0,2}",
    "BYHOUR": "[01]?[0-9]|2[0-3]",
    "BYMINUTE": "[0-5]?[0-9]",
    "BYSECOND": "[0-5]?[0-9]",
    "WKST": "MO|TU|WE|TH|FR|SA|SU",
}
_SINGLE = ("FREQ", "INTERVAL", "COUNT", "UNTIL", "WKST")
_OFTEN = ("SECONDLY", "MINUTELY", "HOURLY")
_MOST_A_DAY = 4
MOST_RULES = 4
_STEPS = {"DAILY": (1, 1), "WEEKLY": (7, 3), "MONTHLY": (30, 10), "YEARLY": (365, 40)}
"""By frequency, how many days a step takes, and how many steps of a daily rule it is worth."""

When = date | datetime


class Budget:
    """How many steps the rules of one file may still take."""

    def __init__(self, steps: int = MOST_STEPS) -> None:
        self.left = steps

    def spend(self, steps: int) -> None:
        """Raises RuleBroken where there are not as many left."""
        if steps > self.left:
            raise RuleBroken(N_("The rules of this file reach back too far to be followed: export fewer years."))
        self.left -= steps


def bounded_rule(text: str, start: When, ends: datetime, budget: Budget) -> str:
    """The rule with an UNTIL no later than `ends`, in UTC unless `start` is a day, as 3.3.10 asks; in place of COUNT.

    Raises RuleBroken for what is no rule, repeats more often than daily, or takes too many steps from its start.
    """
    parts = _parts(text)
    if start.year < FIRST_YEAR:
        message = N_("It begins in the year %(year)s; recurrences are followed from %(first)s on.")
        raise RuleBroken(message, year=start.year, first=FIRST_YEAR)
    until = min(_until(parts.get("UNTIL", ""), start) or ends, ends)
    budget.spend(_steps(parts, (until.date() - (start.date() if isinstance(start, datetime) else start)).days))
    count = int(parts.pop("COUNT", 0))
    try:
        rule = _rule(parts, start, until)
        followed = _followed(rule, start)
        if count and (last := deque(islice(followed, count), maxlen=1)):
            rule = _rule(parts, start, last[0].astimezone(UTC) if isinstance(start, datetime) else last[0])
    except (ValueError, LookupError, TypeError, ArithmeticError) as error:
        raise _no_rule(text) from error
    return rule


def _rule(parts: dict[str, str], start: When, until: datetime) -> str:
    parts["UNTIL"] = f"{until:%Y%m%dT%H%M%SZ}" if isinstance(start, datetime) else f"{until:%Y%m%d}"
    return ";".join(f"{name}={value}" for name, value in parts.items())


def _followed(rule: str, start: When) -> Iterator[datetime]:
    return iter(rrulestr(rule, dtstart=start if isinstance(start, datetime) else datetime.combine(start, time())))


def _parts(text: str) -> dict[str, str]:
    pairs = [part.partition("=")[::2] for part in text.strip(";").split(";")]
    parts = {name.strip(): value.strip() for name, value in pairs}
    if parts.get("FREQ") in _OFTEN:
        message = N_("It repeats more often than daily (%(frequency)s), which is no meeting.")
        raise RuleBroken(message, frequency=parts["FREQ"])
    if re.match(r"(?:D|W|MP|MD|YM|YD)\d+ ?", text):
        raise RuleBroken(N_("Its rule '%(rule)s' is one of vCalendar 1.0, which is not followed."), rule=text[:60])
    if len(text) > _LONGEST_RULE or len(parts) < len(pairs) or "FREQ" not in parts or not all(starmap(_fits, pairs)):
        raise _no_rule(text)
    return parts


def _fits(name: str, value: str) -> bool:
    name, value = name.strip(), value.strip()
    values = [value] if name in _SINGLE else value.split(",")
    return name in _PARTS and all(re.fullmatch(_PARTS[name], each.strip(), re.ASCII) for each in values)


def _steps(parts: dict[str, str], days: int) -> int:
    """Raises RuleBroken for what meets many times a day."""
    times = prod(parts.get(name, "").count(",") + 1 for name in ("BYHOUR", "BYMINUTE", "BYSECOND"))
    if times > _MOST_A_DAY:
        raise RuleBroken(
            N_("It repeats more often than daily (%(frequency)s), which is no meeting."), frequency="BYHOUR"
        )
    length, worth = _STEPS[parts["FREQ"]]
    return max(days // (length * int(parts.get("INTERVAL", "1"))), 1) * worth * times


def _until(text: str, start: When) -> datetime | None:
    """The last moment of the rule, aware. A day alone is meant wholly; without Z it is by the meeting's own clock."""
    if not text:
        return None
    clock = text[9:15] or "235959"
    zone = start.tzinfo if isinstance(start, datetime) and not text.endswith("Z") else UTC
    try:
        return datetime.strptime(text[:8] + clock, "%Y%m%d%H%M%S").replace(tzinfo=zone).astimezone(UTC)
    except (ValueError, OverflowError) as error:
        raise RuleBroken(N_("UNTIL=%(until)s is no date: write it as 20281231."), until=text) from error


def _no_rule(text: str) -> RuleBroken:
    message = N_("Its rule '%(rule)s' cannot be followed; FREQ=YEARLY;BYMONTH=11;BYDAY=-1FR would be a rule.")
    return RuleBroken(message, rule=text[:80])
