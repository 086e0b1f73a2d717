"""An independent checker of calendars that we send: RFC 5545, 5546, 7986, 9073 and 9253, and what the house asks.

It shares no code with what makes them, nor with icalendar. A test asks `faults_of(data) == []`.
"""

from collections.abc import Iterator

from tests.calendars.checking.components import component_faults
from tests.calendars.checking.house import house_faults
from tests.calendars.checking.lines import Broken, Line, physical_faults, read_line, unfolded
from tests.calendars.checking.methods import method_faults
from tests.calendars.checking.properties import property_faults
from tests.calendars.checking.tree import Part, tree_of


def faults_of(data: bytes) -> list[str]:
    """What is wrong with a calendar, in words; nothing where it is right."""
    found = list(physical_faults(data))
    return found or _faults_of_text(data)


def resource_faults_of(data: bytes) -> list[str]:
    """The same of what CalDAV serves as one resource (RFC 4791, 4.1): no METHOD, one UID, one kind of component."""
    return faults_of(data) or list(_resource_faults(parts_of(data)))


def parts_of(data: bytes) -> list[Part]:
    """The components, outermost first. Raises Broken where a line cannot be read."""
    return tree_of([read_line(text) for text in unfolded(data)], [])


def _faults_of_text(data: bytes) -> list[str]:
    found: list[str] = []
    lines = list(_read(data, found))
    top = tree_of(lines, found)
    if [part.kind for part in top] != ["VCALENDAR"]:
        found.append(f"not one VCALENDAR but {[part.kind for part in top]}")
    for part in top:
        _check(part, "", found)
        found += [*zone_faults(part), *method_faults(part), *house_faults(part)]
    return found


def _read(data: bytes, found: list[str]) -> Iterator[Line]:
    for text in unfolded(data):
        try:
            yield read_line(text)
        except Broken as broken:
            found.append(str(broken))


def _check(part: Part, inside: str, found: list[str]) -> None:
    found += component_faults(part, inside)
    for line in part.lines:
        found += property_faults(line, part)
    for each in part.parts:
        _check(each, part.kind, found)


def zone_faults(calendar: Part) -> Iterator[str]:
    """RFC 5545, 3.2.19: every TZID has its block, one; and none is sent for nothing, but where nothing else is."""
    blocks = [line.value for part in calendar.parts if part.kind == "VTIMEZONE" for line in part.all_of("TZID")]
    others = [part for part in calendar.parts if part.kind != "VTIMEZONE"]
    named = {line.parameter("TZID") or "" for part in others for each in part.walk() for line in each.lines} - {""}
    yield from (f"TZID {tzid} has no block" for tzid in sorted(named - set(blocks)) if not tzid.startswith("/"))
    yield from (
        f"the block of {tzid} is there {blocks.count(tzid)} times"
        for tzid in sorted(set(blocks))
        if blocks.count(tzid) > 1
    )
    if others:
        yield from (f"the block of {tzid} is not used" for tzid in sorted(set(blocks) - named))


def _resource_faults(calendars: list[Part]) -> Iterator[str]:
    for calendar in calendars:
        bodies = [part for part in calendar.parts if part.kind != "VTIMEZONE"]
        if calendar.count("METHOD"):
            yield "a resource has a METHOD"
        if len({part.value("UID") for part in bodies}) != 1 or len({part.kind for part in bodies}) != 1:
            yield f"a resource holds {[part.title for part in bodies]}"
