"""What METHOD demands of a calendar (RFC 5546, 3.2 to 3.5)."""

from collections.abc import Iterator
from typing import NamedTuple

from tests.calendars.checking.tree import Part

_BODIES = ("VEVENT", "VTODO", "VJOURNAL", "VFREEBUSY")


class Method(NamedTuple):
    """Names of properties that each component has once or more, or never; `statuses` that it may have."""

    needed: set[str]
    never: set[str]
    statuses: set[str] | None = None


METHODS = {
    # 3.2.1 asks for ORGANIZER, too; no feed in the world has it, and clients take an event with one for an invitation
    "PUBLISH": Method({"SUMMARY"}, {"ATTENDEE", "REQUEST-STATUS"}),
    "REQUEST": Method(
        {"ATTENDEE", "ORGANIZER", "SUMMARY"}, set(), {"TENTATIVE", "CONFIRMED", "NEEDS-ACTION", "IN-PROCESS"}
    ),
    "REPLY": Method({"ATTENDEE", "ORGANIZER"}, set()),
    "ADD": Method({"ORGANIZER", "SEQUENCE", "SUMMARY"}, set()),
    "CANCEL": Method({"ORGANIZER", "SEQUENCE"}, {"REQUEST-STATUS"}, {"CANCELLED"}),
    "REFRESH": Method({"ATTENDEE", "ORGANIZER"}, {"SEQUENCE", "DTSTART", "DTEND", "SUMMARY"}),
    "COUNTER": Method({"ORGANIZER", "SEQUENCE", "SUMMARY"}, set()),
    "DECLINECOUNTER": Method({"ORGANIZER", "SEQUENCE"}, set()),
}
_BEGINS = {"PUBLISH", "REQUEST", "ADD", "COUNTER"}
_QUIET = {"REPLY", "CANCEL", "REFRESH", "DECLINECOUNTER"}  # have no VALARM


def method_faults(calendar: Part) -> Iterator[str]:
    name = calendar.value("METHOD")
    bodies = [part for part in calendar.parts if part.kind in _BODIES]
    for part in bodies:
        yield from _start_faults(part, name)
        if name in METHODS and part.kind != "VFREEBUSY":
            yield from _faults_by(METHODS[name], name, part)
    if name in METHODS and name != "PUBLISH":
        yield from _message_faults(name, bodies)


def _start_faults(part: Part, method: str | None) -> Iterator[str]:
    """RFC 5545, 3.6.1: without METHOD, an event begins; RFC 5546: with some, too. RFC 5545, 3.8.5.3: so do rules."""
    begins = part.kind == "VEVENT" and (method is None or method in _BEGINS)
    if (begins or part.count("RRULE")) and not part.count("DTSTART"):
        yield f"{part.title} has no DTSTART"


def _faults_by(method: Method, name: str, part: Part) -> Iterator[str]:
    yield from (f"{part.title}: {name} without {each}" for each in sorted(method.needed) if not part.count(each))
    yield from (f"{part.title}: {name} with {each}" for each in sorted(method.never) if part.count(each))
    status = part.value("STATUS")
    if method.statuses and status and status not in method.statuses:
        yield f"{part.title}: {name} with STATUS {status}"
    if name in _QUIET and any(each.kind == "VALARM" for each in part.parts):
        yield f"{part.title}: {name} with VALARM"
    if name == "REPLY" and part.count("ATTENDEE") > 1:
        yield f"{part.title}: REPLY with {part.count('ATTENDEE')} ATTENDEE"


def _message_faults(name: str, bodies: list[Part]) -> Iterator[str]:
    if len({part.value("UID") for part in bodies}) > 1:
        yield f"{name} about more than one UID"
    if len({part.kind for part in bodies}) > 1:
        yield f"{name} about more than one kind of component"
    if not bodies:
        yield f"{name} about nothing"
