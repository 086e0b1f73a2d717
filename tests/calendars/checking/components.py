"""One component: how often it has each property, and what its properties demand of each other (RFC 5545, 3.6)."""

from collections.abc import Iterator
from datetime import datetime

from tests.calendars.checking.grammar import COMPONENTS
from tests.calendars.checking.lines import Line
from tests.calendars.checking.tree import Part
from tests.calendars.checking.values import is_date, is_date_time, is_duration, moment

_ENDS = {"VEVENT": "DTEND", "VTODO": "DUE", "VFREEBUSY": "DTEND"}
_WEEKDAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")


def component_faults(part: Part, inside: str) -> Iterator[str]:
    grammar = COMPONENTS.get(part.kind)
    if grammar is None:
        if not part.kind.startswith("X-"):
            yield f"a component {part.kind}"
        return
    if inside not in grammar.inside:
        yield f"{part.title} stands in {inside or 'nothing'}"
    for name in sorted({line.name for line in part.lines} | grammar.one):
        yield from _count_faults(part, name)
    if part.kind in _ENDS:
        yield from _end_faults(part, _ENDS[part.kind])
    if part.kind == "VTIMEZONE":
        yield from _timezone_faults(part)
    if part.kind in ("STANDARD", "DAYLIGHT"):
        yield from _onset_faults(part)
    if part.kind == "VCALENDAR" and not part.parts:
        yield "VCALENDAR holds no component"


def _count_faults(part: Part, name: str) -> Iterator[str]:
    grammar, count = COMPONENTS[part.kind], part.count(name)
    if (name in grammar.one and count != 1) or (name in grammar.maybe and count > 1):
        yield f"{part.title} has {count} {name}"
    elif name not in grammar.known and not name.startswith("X-"):
        yield f"{part.title} may have no {name}"


def _end_faults(part: Part, name: str) -> Iterator[str]:
    start, end, duration = part.first("DTSTART"), part.first(name), part.value("DURATION")
    if end and duration is not None:
        yield f"{part.title} has both {name} and DURATION"
    if duration is not None and is_duration(duration):
        yield from _duration_faults(part, start, duration)
    if start and end and _is_moment(start.value) and _is_moment(end.value):
        yield from _order_faults(part, start, end)


def _duration_faults(part: Part, start: Line | None, duration: str) -> Iterator[str]:
    if start is None and part.kind == "VTODO":
        yield f"{part.title} has DURATION without DTSTART"
    if start and is_date(start.value) and "T" in duration:
        yield f"{part.title} begins on a day and lasts {duration}"
    if duration.startswith("-"):
        yield f"{part.title} lasts {duration}"


def _order_faults(part: Part, start: Line, end: Line) -> Iterator[str]:
    if is_date(start.value) != is_date(end.value):
        yield f"{part.title}: DTSTART {start.value} and {end.name} {end.value} are of two kinds"
    elif _is_floating(start) != _is_floating(end):
        yield f"{part.title}: one of DTSTART and {end.name} has no zone"
    elif _zone(start) == _zone(end) and moment(end.value) <= moment(start.value):
        yield f"{part.title}: {end.name} {end.value} is not after DTSTART {start.value}"


def _zone(line: Line) -> str | None:
    return "UTC" if line.value.endswith("Z") else line.parameter("TZID")


def _is_moment(value: str) -> bool:
    return is_date(value) or (is_date_time(value) and not value.removesuffix("Z").endswith("60"))


def _is_floating(line: Line) -> bool:
    return is_date_time(line.value) and not line.value.endswith("Z") and "TZID" not in line.parameters


def _timezone_faults(part: Part) -> Iterator[str]:
    if not any(each.kind in ("STANDARD", "DAYLIGHT") for each in part.parts):
        yield f"{part.title} has neither STANDARD nor DAYLIGHT"


def _onset_faults(part: Part) -> Iterator[str]:
    """RFC 5545, 3.6.5: DTSTART is a local time, and the first that RRULE finds; UNTIL is in UTC."""
    start, rule = part.first("DTSTART"), part.value("RRULE")
    if start and (start.value.endswith("Z") or start.parameters or not is_date_time(start.value)):
        yield f"{part.kind}: DTSTART {start.value} is no local time"
    elif start and rule:
        parts = dict(each.partition("=")[::2] for each in rule.split(";"))
        if not _meets(moment(start.value), parts):
            yield f"{part.kind}: DTSTART {start.value} is not met by {rule}"
        if not parts.get("UNTIL", "Z").endswith("Z"):
            yield f"{part.kind}: UNTIL is not in UTC"


def _meets(start: datetime, rule: dict[str, str]) -> bool:
    """Whether a yearly rule of one month and one 'nth weekday' begins on its start; others are not judged."""
    months, days = rule.get("BYMONTH", "").split(","), rule.get("BYDAY", "").split(",")
    if rule.get("FREQ") != "YEARLY" or len(months) != 1 or len(days) != 1 or not months[0] or not days[0][:-2]:
        return True
    nth = int(days[0][:-2])
    from_end = (start.replace(month=start.month % 12 + 1, day=1, year=start.year + start.month // 12) - start).days
    place = (start.day - 1) // 7 + 1 if nth > 0 else -((from_end - 1) // 7 + 1)
    return (start.month, place, _WEEKDAYS[start.weekday()]) == (int(months[0]), nth, days[0][-2:])
