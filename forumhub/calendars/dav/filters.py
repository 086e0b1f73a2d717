"""The filter of calendar-query (RFC 4791, 9.7), read from XML. Pure."""

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import NamedTuple
from xml.etree.ElementTree import Element

from forumhub.calendars.dav.elements import caldav
from forumhub.calendars.dav.refusals import TooMuch, Unmet
from forumhub.calendars.dav.rules import ASCII, COLLATIONS, Span
from forumhub.errors import N_

CALENDAR = "VCALENDAR"
MOST_PARTS, LONGEST_TEXT = 50, 1000
"""Elements of a filter, and characters of a text: every object of the calendar is compared with each."""


class TextMatch(NamedTuple):
    wanted: str
    collation: str
    negated: bool


class ParameterFilter(NamedTuple):
    name: str
    absent: bool
    text: TextMatch | None


class PropertyFilter(NamedTuple):
    name: str
    absent: bool
    span: Span | None
    text: TextMatch | None
    parameters: tuple[ParameterFilter, ...]


@dataclass(frozen=True)
class ComponentFilter:
    name: str
    absent: bool
    span: Span | None
    properties: tuple[PropertyFilter, ...]
    parts: tuple["ComponentFilter", ...]

    def span_of(self, kind: str) -> Span | None:
        """Outside of which no component of this kind can match."""
        return next((part.span for part in self.parts if part.name == kind and not part.absent), None)


def read_filter(report: Element) -> ComponentFilter:
    """Raises Unmet where the filter is missing, is no filter, or compares in an unknown way; TooMuch for a huge one."""
    top = report.findall(f"{caldav('filter')}/{caldav('comp-filter')}")
    if len(top) != 1 or _name(top[0]) != CALENDAR:
        raise _invalid(N_("The filter takes one comp-filter, for VCALENDAR."))
    if sum(1 for _part in top[0].iter()) > MOST_PARTS:
        raise TooMuch(N_("The filter has more than %(most)s elements; ask for less at once."), most=MOST_PARTS)
    return _component(top[0])


def _component(given: Element) -> ComponentFilter:
    return ComponentFilter(
        _name(given),
        given.find(caldav("is-not-defined")) is not None,
        _span(given.find(caldav("time-range"))),
        tuple(map(_property, given.findall(caldav("prop-filter")))),
        tuple(map(_component, given.findall(caldav("comp-filter")))),
    )


def _property(given: Element) -> PropertyFilter:
    return PropertyFilter(
        _name(given),
        given.find(caldav("is-not-defined")) is not None,
        _span(given.find(caldav("time-range"))),
        _text(given.find(caldav("text-match"))),
        tuple(map(_parameter, given.findall(caldav("param-filter")))),
    )


def _parameter(given: Element) -> ParameterFilter:
    absent = given.find(caldav("is-not-defined")) is not None
    return ParameterFilter(_name(given), absent, _text(given.find(caldav("text-match"))))


def _name(given: Element) -> str:
    name = given.get("name", "").strip().upper()
    if not name:
        raise _invalid(N_("Each part of a filter takes a name."))
    return name


def _span(given: Element | None) -> Span | None:
    if given is None:
        return None
    start, end = _moment(given.get("start")), _moment(given.get("end"))
    if (start is None and end is None) or (start and end and start >= end):
        raise _invalid(N_("A time-range takes a start, an end after it, or both."))
    return Span(start, end)


def _moment(text: str | None) -> datetime | None:
    try:
        return datetime.strptime(text, "%Y%m%dT%H%M%SZ").replace(tzinfo=UTC) if text is not None else None
    except ValueError as error:
        raise _invalid(N_("A moment of a time-range is in UTC, such as 20261125T090000Z.")) from error


def _text(given: Element | None) -> TextMatch | None:
    if given is None:
        return None
    text = given.text or ""
    if len(text) > LONGEST_TEXT:
        raise TooMuch(N_("A text-match takes at most %(most)s characters."), most=LONGEST_TEXT)
    collation = given.get("collation", ASCII)
    collation = ASCII if collation == "default" else collation
    if collation not in COLLATIONS:
        raise Unmet(caldav("supported-collation"), N_("That collation is not known here."))
    return TextMatch(text, collation, given.get("negate-condition", "no") == "yes")


def _invalid(msgid: str) -> Unmet:
    return Unmet(caldav("valid-filter"), msgid)
