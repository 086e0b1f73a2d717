"""What this house asks of its own calendars beyond the standards (PRODID says whose a calendar is)."""

import re
from collections import Counter
from collections.abc import Iterator

from tests.calendars.checking.lines import Line
from tests.calendars.checking.tree import Part
from tests.calendars.checking.values import is_date_time

PRODID = "-//forumhub//"
# C1 controls and other line ends break readers; U+FFFE and U+FFFF no XML may hold, and CalDAV is XML
_UNWELCOME = re.compile("[\x80-\x9f\u2028\u2029\ufffe\uffff]")
_ASKED = {
    "VEVENT": ("LAST-MODIFIED", "SEQUENCE", "DTSTART", "DTEND", "STATUS", "CLASS", "TRANSP", "URL"),
    "VTODO": ("LAST-MODIFIED", "SEQUENCE", "STATUS", "SUMMARY", "URL"),
    "VJOURNAL": ("LAST-MODIFIED", "SEQUENCE", "STATUS", "SUMMARY", "DTSTART", "URL"),
}
_NEVER = ("RRULE", "RDATE", "EXDATE", "RECURRENCE-ID")  # where clients disagree most: an occurrence is an event
_METHODS = {"PUBLISH", "REQUEST", "CANCEL", None}


def house_faults(calendar: Part) -> Iterator[str]:
    if not (calendar.value("PRODID") or "").startswith(PRODID):
        return
    method, bodies = calendar.value("METHOD"), [part for part in calendar.parts if part.kind in _ASKED]
    if method not in _METHODS:
        yield f"METHOD is {method}"
    for part in bodies:
        yield from _body_faults(part, method)
    for uid, count in Counter(part.value("UID") for part in bodies).items():
        if count > 1:
            yield f"{count} components have the UID {uid}"
    if method in ("REQUEST", "CANCEL") and len(bodies) != 1:
        yield f"{method} of {len(bodies)} components"
    for part in calendar.parts:
        if part.kind == "VTIMEZONE":
            yield from _block_faults(part)
    for part in calendar.walk():
        yield from _character_faults(part)


def _body_faults(part: Part, method: str | None) -> Iterator[str]:
    yield from (f"{part.title} has no {name}" for name in _ASKED[part.kind] if not part.count(name))
    yield from (f"{part.title} has {name}" for name in _NEVER if part.count(name))
    if method in (None, "PUBLISH") and part.count("ATTENDEE"):
        yield f"{part.title} of a feed names an ATTENDEE"
    if any(each.kind == "VALARM" for each in part.parts):
        yield f"{part.title} has a VALARM"
    if method in ("REQUEST", "CANCEL") and part.count("ATTENDEE") != 1:
        yield f"{part.title}: {method} to {part.count('ATTENDEE')} ATTENDEE"
    if part.value("DTSTAMP") != part.value("LAST-MODIFIED") and method in (None, "PUBLISH"):
        yield f"{part.title}: DTSTAMP is not LAST-MODIFIED"
    yield from (f"{line.name} of {part.title} floats" for line in part.lines if _floats(line))
    yield from _state_faults(part)


def _floats(line: Line) -> bool:
    moments = line.name in ("DTSTART", "DTEND", "DUE") and is_date_time(line.value)
    return moments and not line.value.endswith("Z") and "TZID" not in line.parameters


def _state_faults(part: Part) -> Iterator[str]:
    if part.kind == "VTODO" and (part.value("STATUS") == "COMPLETED") != bool(part.count("COMPLETED")):
        yield f"{part.title}: STATUS {part.value('STATUS')} and {part.count('COMPLETED')} COMPLETED"
    if part.kind == "VJOURNAL" and part.value("STATUS") == "DRAFT":
        yield f"{part.title} is a draft"


def _block_faults(part: Part) -> Iterator[str]:
    """What Outlook reads: at most one of each, with RRULE, no RDATE."""
    kinds = Counter(each.kind for each in part.parts)
    if max(kinds.values(), default=0) > 1:
        yield f"{part.title} has {kinds['STANDARD']} STANDARD and {kinds['DAYLIGHT']} DAYLIGHT"
    if any(each.count("RDATE") for each in part.parts):
        yield f"{part.title} has RDATE"
    if len(part.parts) > 1 and not all(each.count("RRULE") for each in part.parts):
        yield f"{part.title} changes once only"


def _character_faults(part: Part) -> Iterator[str]:
    for line in part.lines:
        parameters = "".join(given.text for values in line.parameters.values() for given in values)
        if found := _UNWELCOME.search(line.value + parameters):
            yield f"{line.name} of {part.title} has the character U+{ord(found[0]):04X}"
        if "\\" in parameters:  # no escape by RFC 5545, 3.2, but some readers take it for one and run on
            yield f"{line.name} of {part.title} has a backslash in a parameter"
