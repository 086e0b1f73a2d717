"""The properties of an event as values (RFC 5545, 3.3): texts, numbers, moments as they are written."""

import quopri
import re
from datetime import UTC, date, datetime, timedelta
from typing import NamedTuple

from icalendar import vDDDTypes
from icalendar.error import InvalidCalendar
from icalendar.parser import Contentline

from forumhub.calendars.importing.encoding import known_encoding
from forumhub.calendars.importing.lines import Component, Line
from forumhub.calendars.text import clean
from forumhub.errors import N_, RuleBroken

MOST_DATES = 2_000
"""In RDATE, and in EXDATE, of one component."""
_ZULU_DAY = re.compile(r"\d{8}Z", re.ASCII)  # as Google's calendars of birthdays have it
_ESCAPED = re.compile(r"\\([\\;,nN:\"])")


class Moment(NamedTuple):
    """A date, or a datetime that is aware where it is written in UTC; `tzid` is the zone that is named beside it."""

    value: date | datetime
    tzid: str


class Period(NamedTuple):
    """An RDATE that says how long it lasts: its end, or its length."""

    start: Moment
    end: Moment | timedelta


class Property(NamedTuple):
    parameters: dict[str, str]
    value: str


class Said:
    """The properties of a component by name; `unread` are the lines of those that cannot be taken apart."""

    wanted = frozenset(
        [
            "UID",
            "DTSTART",
            "DTEND",
            "DURATION",
            "RECURRENCE-ID",
            "SUMMARY",
            "DESCRIPTION",
            "LOCATION",
            "URL",
            "CONFERENCE",
            "STATUS",
            "CLASS",
            "SEQUENCE",
            "DTSTAMP",
            "LAST-MODIFIED",
            "CREATED",
            "RRULE",
            "RDATE",
            "EXDATE",
            "EXRULE",
        ]
    )

    def __init__(self, component: Component) -> None:
        self.properties: dict[str, list[Property]] = {}
        self.unread: list[int] = []
        self.names = {line.name for line in component.lines}
        for line in component.lines:
            if line.name in self.wanted:
                self._take(line)

    def _take(self, line: Line) -> None:
        before, _colon, value = line.text.partition(":")
        parameters: dict[str, str] = {}
        if ";" in before:
            try:
                parameters, value = _taken_apart(line.text)
            except ValueError:
                self.unread.append(line.number)
                return
        self.properties.setdefault(line.name, []).append(Property(parameters, value))

    def raw(self, name: str) -> str:
        return next((each.value for each in self.properties.get(name, [])), "")

    def all_of(self, name: str) -> list[str]:
        """The values of a property that may stand several times, without blanks around them."""
        return [clean(each.value).strip() for each in self.properties.get(name, [])]

    def parameter(self, name: str, parameter: str) -> str:
        return next((each.parameters.get(parameter, "") for each in self.properties.get(name, [])), "")

    def text(self, name: str) -> str:
        """A TEXT value (3.3.11), or one of vCalendar 1.0 in quoted-printable."""
        found = next(iter(self.properties.get(name, [])), None)
        if found is None:
            return ""
        value = found.value
        if "QUOTED-PRINTABLE" in (found.parameters.get("ENCODING", "").upper(), *found.parameters):
            charset = known_encoding(found.parameters.get("CHARSET", "")) or "utf-8"
            value = quopri.decodestring(value.encode()).decode(charset, errors="replace")
        return clean(_ESCAPED.sub(lambda each: "\n" if each.group(1) in "nN" else each.group(1), value)).strip()

    def number(self, name: str) -> int:
        value = self.raw(name).strip()
        return int(value) if value.isascii() and value.isdigit() and len(value) < 10 else 0

    def rules(self) -> list[str]:
        if "EXRULE" in self.properties:
            raise RuleBroken(N_("It takes meetings out by a rule (EXRULE), which nobody follows any more: use EXDATE."))
        return [each.value.strip().upper() for each in self.properties.get("RRULE", []) if each.value.strip()]

    def stamp(self, name: str) -> datetime | None:
        """A moment in UTC; None where it is missing or cannot be read. Without a zone it is taken for UTC."""
        try:
            moment = self.moment(name)
        except RuleBroken:
            return None
        if moment is None or not isinstance(moment.value, datetime):
            return None
        return moment.value.astimezone(UTC) if moment.value.tzinfo else moment.value.replace(tzinfo=UTC)

    def moment(self, name: str) -> Moment | None:
        found = next((each for each in self.properties.get(name, []) if each.value.strip()), None)
        if found is None:
            return None
        moment = _read(name, found, found.value)
        if not isinstance(moment, Moment):
            raise _unreadable(name, found.value)
        return moment

    def end(self) -> Moment | timedelta | None:
        if end := self.moment("DTEND"):
            return end
        value = self.raw("DURATION").strip()
        length = _value("DURATION", value) if value else None
        if length is not None and not isinstance(length, timedelta):
            raise _unreadable("DURATION", value)
        return length

    def moments(self, name: str) -> list[Moment | Period]:
        """Of a property that holds many, in one line or several."""
        pairs = [
            (found, value)
            for found in self.properties.get(name, [])
            for value in found.value.split(",")
            if value.strip()
        ]
        if len(pairs) > MOST_DATES:
            message = N_("It has more than %(most)s dates in %(name)s: export fewer years.")
            raise RuleBroken(message, most=MOST_DATES, name=name)
        return [_read(name, found, value) for found, value in pairs]


def _taken_apart(text: str) -> tuple[dict[str, str], str]:
    """Parameters by name, of several values the first, and the value. Raises ValueError where they cannot be told."""
    _name, found, value = Contentline(text, strict=False).raw_parts()  # type: ignore[no-untyped-call]
    return {name.upper(): str(said[0] if isinstance(said, list) else said) for name, said in found.items()}, value


def _read(name: str, found: Property, text: str) -> Moment | Period:
    value, tzid = _value(name, text.strip()), found.parameters.get("TZID", "").strip().strip('"')
    if isinstance(value, tuple):
        start, end = value
        return Period(Moment(start, tzid), end if isinstance(end, timedelta) else Moment(end, tzid))
    if not isinstance(value, date):
        raise _unreadable(name, text)
    if isinstance(value, datetime) and found.parameters.get("VALUE", "").upper() == "DATE":
        value = value.date()  # as Outlook and some others write a whole day
    return Moment(value, tzid if isinstance(value, datetime) and value.tzinfo is None else "")


def _value(name: str, text: str) -> object:
    try:
        return vDDDTypes.from_ical(text[:8] if _ZULU_DAY.fullmatch(text) else text)  # type: ignore[no-untyped-call]
    except (ValueError, InvalidCalendar, ArithmeticError, LookupError, TypeError) as error:
        raise _unreadable(name, text) from error


def _unreadable(name: str, text: str) -> RuleBroken:
    message = N_("Its %(name)s is '%(value)s', which is no date or time; 20261125T090000 would be one.")
    return RuleBroken(message, name=name, value=text[:60])
