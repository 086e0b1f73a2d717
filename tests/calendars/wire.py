"""A checker of our own output over RFC 5545, 7986 and 9253 that shares no code with what made it."""

import re
from collections.abc import Iterator
from typing import NamedTuple

_LINE = re.compile(r'([A-Z0-9-]+)((?:;[A-Z0-9-]+=(?:"[^"]*"|[^";:,]*)(?:,(?:"[^"]*"|[^";:,]*))*)*):(.*)', re.DOTALL)
_PARAMETER = re.compile(r';([A-Z0-9-]+)=("[^"]*"|[^";:]*)')
_CONTROL = re.compile("[\x00-\x08\x0a-\x1f\x7f]")
_TEXT = re.compile(r"(?:[^\\;,]|\\[\\;,nN])*")
_DATE_TIME = r"\d{8}T\d{6}"
_OFFSET = r"[+-]\d{4}(?:\d\d)?"

TEXTS = {"SUMMARY", "DESCRIPTION", "LOCATION", "NAME", "X-WR-CALNAME", "REFID"}
ONCE = {
    "VCALENDAR": {"PRODID", "VERSION", "METHOD"},
    "VEVENT": {"UID", "DTSTAMP", "LAST-MODIFIED", "SEQUENCE", "DTSTART", "DTEND", "STATUS", "CLASS", "TRANSP"},
    "VTIMEZONE": {"TZID"},
    "STANDARD": {"DTSTART", "TZOFFSETFROM", "TZOFFSETTO"},
    "DAYLIGHT": {"DTSTART", "TZOFFSETFROM", "TZOFFSETTO", "RRULE"},
}
INSIDE = {
    "VCALENDAR": {""},
    "VEVENT": {"VCALENDAR"},
    "VTIMEZONE": {"VCALENDAR"},
    "STANDARD": {"VTIMEZONE"},
    "DAYLIGHT": {"VTIMEZONE"},
}
VALUES = {
    "DTSTAMP": f"{_DATE_TIME}Z",
    "LAST-MODIFIED": f"{_DATE_TIME}Z",
    "DTSTART": rf"{_DATE_TIME}Z?|\d{{8}}",
    "DTEND": rf"{_DATE_TIME}Z?|\d{{8}}",
    "SEQUENCE": r"\d+",
    "STATUS": "TENTATIVE|CONFIRMED|CANCELLED",
    "CLASS": "PUBLIC|PRIVATE|CONFIDENTIAL",
    "TRANSP": "OPAQUE|TRANSPARENT",
    "METHOD": "PUBLISH|REQUEST|CANCEL",
    "VERSION": r"2\.0",
    "GEO": r"-?\d+(?:\.\d+)?;-?\d+(?:\.\d+)?",
    "URL": r"[!-~]+",
    "SOURCE": r"[!-~]+",
    "LINK": r"[!-~]+",
    "CONFERENCE": r"[!-~]+",
    "COLOR": "[a-z]+",
    "REFRESH-INTERVAL": r"P(?:\d+W|(?:\d+D)?(?:T(?:\d+H)?(?:\d+M)?(?:\d+S)?)?)",
    "TZOFFSETFROM": _OFFSET,
    "TZOFFSETTO": _OFFSET,
    "RRULE": r"FREQ=YEARLY;BYDAY=-?[1-5][A-Z]{2};BYMONTH=\d+",
    "ORGANIZER": r"mailto:[!-~]+@[!-~]+",
    "ATTENDEE": r"mailto:[!-~]+@[!-~]+",
}
DEMANDED = {
    "REFRESH-INTERVAL": {"VALUE": "DURATION"},
    "SOURCE": {"VALUE": "URI"},
    "CONFERENCE": {"VALUE": "URI"},
    "LINK": {"VALUE": "URI"},
}


class Property(NamedTuple):
    inside: str
    name: str
    parameters: dict[str, str]
    value: str


def faults(ics: bytes) -> list[str]:
    """What is wrong with a calendar of ours, in words; nothing where it is right."""
    found = [*_physical(ics)]
    return found or [*_logical(properties(ics))]


def properties(ics: bytes) -> list[Property]:
    """The content lines, unfolded, each with the component that it stands in; BEGIN and END among them."""
    stack, found = [""], []
    for line in ics.replace(b"\r\n ", b"").decode().split("\r\n")[:-1]:
        match = _LINE.fullmatch(line)
        name, parameters, value = match.groups() if match else ("", "", line)
        if name == "BEGIN":
            stack.append(value)
        named = {key: text.strip('"') for key, text in _PARAMETER.findall(parameters)}
        found.append(Property(stack[-1], name, named, value))
        if name == "END":
            stack.pop()
    return found


def component(body: bytes) -> dict[str, str]:
    """The values of a bare component, by property name, as they are on the wire."""
    return {each.name: each.value for each in properties(body) if each.name not in ("BEGIN", "END")}


def _physical(ics: bytes) -> Iterator[str]:
    if not ics.endswith(b"\r\n"):
        yield "the last line has no end"
    for line in ics.split(b"\r\n"):
        if len(line) > 75:
            yield f"a line of {len(line)} octets"
        try:
            if _CONTROL.search(line.decode()):
                yield f"a control character in {line!r}"
        except UnicodeDecodeError:
            yield f"a character is torn in {line!r}"


def _logical(lines: list[Property]) -> Iterator[str]:
    for each in lines:
        yield from _property_faults(each)
    yield from _component_faults(lines)
    blocks = {each.value for each in lines if each.inside == "VTIMEZONE" and each.name == "TZID"}
    used = {each.parameters["TZID"] for each in lines if "TZID" in each.parameters}
    if used != blocks:
        yield f"zones named {sorted(used)}, blocks of {sorted(blocks)}"
    methods = [each.value for each in lines if each.name == "METHOD"]
    guests = [each for each in lines if each.name == "ATTENDEE"]
    if len(guests) != (0 if methods == ["PUBLISH"] else 1):
        yield f"{len(guests)} attendees where the method is {methods}"


def _property_faults(each: Property) -> Iterator[str]:
    if not each.name:
        yield f"no content line: {each.value!r}"
    if each.name == "BEGIN":
        if each.value not in INSIDE:
            yield f"a component {each.value}"
    elif each.name in TEXTS and not _TEXT.fullmatch(each.value):
        yield f"{each.name} is not escaped: {each.value!r}"
    elif each.name in VALUES and not re.fullmatch(VALUES[each.name], each.value):
        yield f"{each.name} has the value {each.value!r}"
    for name, value in DEMANDED.get(each.name, {}).items():
        if each.parameters.get(name) != value:
            yield f"{each.name} without {name}={value}"


def _component_faults(lines: list[Property]) -> Iterator[str]:
    stack: list[tuple[str, list[str]]] = [("", [])]
    for each in lines:
        if each.name == "BEGIN":
            if stack[-1][0] not in INSIDE.get(each.value, {""}):
                yield f"{each.value} inside {stack[-1][0]!r}"
            stack.append((each.value, []))
        elif each.name == "END":
            kind, names = stack.pop()
            if kind != each.value:
                yield f"{kind} ends as {each.value}"
            yield from (
                f"{kind} has {names.count(name)} {name}" for name in ONCE.get(kind, ()) if names.count(name) != 1
            )
        else:
            stack[-1][1].append(each.name)
    if len(stack) != 1:
        yield f"{stack[-1][0]} does not end"
