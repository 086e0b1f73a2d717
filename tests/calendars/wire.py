"""Calendars as their content lines, for tests that look at single properties; `faults` says what is wrong with one."""

import re
from typing import NamedTuple

from tests.calendars.checking import faults_of as faults

__all__ = ["Property", "component", "faults", "properties"]

_LINE = re.compile(r'([A-Z0-9-]+)((?:;[A-Z0-9-]+=(?:"[^"]*"|[^";:,]*)(?:,(?:"[^"]*"|[^";:,]*))*)*):(.*)', re.DOTALL)
_PARAMETER = re.compile(r';([A-Z0-9-]+)=("[^"]*"|[^";:]*)')


class Property(NamedTuple):
    inside: str
    name: str
    parameters: dict[str, str]
    value: str


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
