"""A calendar object compared with the filter of calendar-query (RFC 4791, 9.7 and 9.9). Pure."""

from collections.abc import Iterable, Mapping
from datetime import UTC, date, datetime, time
from functools import cache
from typing import NamedTuple

from icalendar import Component, vDDDTypes, vText
from icalendar.parser import Contentline

from forumhub.calendars.dav.filters import ComponentFilter, ParameterFilter, PropertyFilter, TextMatch
from forumhub.calendars.dav.rules import Span, holds_text, overlaps
from forumhub.calendars.zones import vtimezone


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


@cache
def zone_part(tzid: str) -> Part:
    """The block of a zone, with its observances."""
    block = vtimezone(tzid)
    inner = Component.from_ical(block).subcomponents
    return Part("VTIMEZONE", block, None, tuple(Part(str(each.name), each.to_ical()) for each in inner))


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
    lines = lines_of(part.body, wanted.name)
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


def lines_of(body: bytes, name: str) -> list[Line]:
    """Those of this name, of the component itself and not of what it encloses.

    No other line is given to the parser: it takes long, and a calendar may hold thousands of components, more than
    could be kept parsed for who asks again. They are as we render them: names in capitals, folded at a space.
    """
    found, depth = [], 0
    for line in body.replace(b"\r\n ", b"").decode().split("\r\n"):
        if line.startswith("BEGIN:"):
            depth += 1
        elif line.startswith("END:"):
            depth -= 1
        elif depth == 1 and line.startswith((f"{name}:", f"{name};")):
            _name, parameters, value = Contentline(line).parts()  # type: ignore[no-untyped-call]
            found.append(Line(value, parameters))
    return found
