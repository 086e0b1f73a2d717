"""The filter of calendar-query (RFC 4791, 9.7): read from XML, and compared with a calendar object. Pure."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from functools import lru_cache
from typing import NamedTuple
from xml.etree.ElementTree import Element

from icalendar import vDDDTypes, vText
from icalendar.parser import Contentlines

from forumhub.calendars.dav.elements import caldav
from forumhub.calendars.dav.refusals import Unmet
from forumhub.calendars.dav.rules import ASCII, COLLATIONS, Span, holds_text, overlaps
from forumhub.errors import N_

CALENDAR = "VCALENDAR"


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


class Line(NamedTuple):
    """One property of a component: its value as it stands on the wire, and its parameters."""

    value: str
    parameters: Mapping[str, str | list[str]]


class Part(NamedTuple):
    """A component to compare: its rendered `body`, when it is (None where it has no time), and what it encloses."""

    name: str
    body: bytes
    when: tuple[datetime, datetime] | None = None
    parts: tuple["Part", ...] = ()


def read_filter(report: Element) -> ComponentFilter:
    """Raises Unmet where the filter is missing, is no filter, or compares in an unknown way."""
    top = report.findall(f"{caldav('filter')}/{caldav('comp-filter')}")
    if len(top) != 1 or _name(top[0]) != CALENDAR:
        raise _invalid(N_("The filter takes one comp-filter, for VCALENDAR."))
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
    collation = given.get("collation", ASCII)
    collation = ASCII if collation == "default" else collation
    if collation not in COLLATIONS:
        raise Unmet(caldav("supported-collation"), N_("That collation is not known here."))
    return TextMatch(given.text or "", collation, given.get("negate-condition", "no") == "yes")


def _invalid(msgid: str) -> Unmet:
    return Unmet(caldav("valid-filter"), msgid)


def matches(wanted: ComponentFilter, parts: Iterable[Part]) -> bool:
    """Whether one of the components is as wanted, or none is there where none is wanted."""
    found = [part for part in parts if part.name == wanted.name]
    if wanted.absent:
        return not found
    return any(_fits(wanted, part) for part in found)


def _fits(wanted: ComponentFilter, part: Part) -> bool:
    if wanted.span and not (part.when and overlaps(*part.when, wanted.span)):
        return False
    if not all(_has(each, part) for each in wanted.properties):
        return False
    return all(matches(each, part.parts) for each in wanted.parts)


def _has(wanted: PropertyFilter, part: Part) -> bool:
    lines = lines_of(part.body).get(wanted.name, ())
    if wanted.absent:
        return not lines
    return any(_is(wanted, line) for line in lines)


def _is(wanted: PropertyFilter, line: Line) -> bool:
    if wanted.span and not _within(line, wanted.span):
        return False
    if wanted.text and not _said(vText.from_ical(line.value), wanted.text):
        return False
    return all(_parameter_is(each, line) for each in wanted.parameters)


def _parameter_is(wanted: ParameterFilter, line: Line) -> bool:
    value = line.parameters.get(wanted.name)
    if wanted.absent or value is None:
        return wanted.absent and value is None
    values = [value] if isinstance(value, str) else value
    return wanted.text is None or any(_said(each, wanted.text) for each in values)


def _said(value: str, wanted: TextMatch) -> bool:
    return holds_text(value, wanted.wanted, wanted.collation) != wanted.negated


def _within(line: Line, span: Span) -> bool:
    try:
        value = vDDDTypes.from_ical(line.value, line.parameters.get("TZID"))  # type: ignore[no-untyped-call]
    except ValueError:
        return False
    if isinstance(value, date) and not isinstance(value, datetime):
        value = datetime.combine(value, time())
    if not isinstance(value, datetime):
        return False
    moment = value if value.tzinfo else value.replace(tzinfo=UTC)
    return overlaps(moment, moment, span)


@lru_cache(maxsize=4096)
def lines_of(body: bytes) -> Mapping[str, tuple[Line, ...]]:
    """By name. A program that asks again, as all of them do, is not made to wait for the parser again."""
    found: dict[str, tuple[Line, ...]] = {}
    for line in Contentlines.from_ical(body):  # type: ignore[no-untyped-call]
        if line:
            name, parameters, value = line.parts()
            found[name.upper()] = (*found.get(name.upper(), ()), Line(value, parameters))
    return found
