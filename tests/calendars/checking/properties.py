"""One property: its place, parameters and value (RFC 5545, 3.2, 3.3 and 3.8)."""

from collections.abc import Iterator

from tests.calendars.checking import grammar
from tests.calendars.checking.lines import Given, Line
from tests.calendars.checking.tree import Part
from tests.calendars.checking.values import TYPES, is_uri


def property_faults(line: Line, part: Part) -> Iterator[str]:
    where = f"{line.name} of {part.title}"
    known = grammar.PROPERTIES.get(line.name)
    if known is None:
        if not line.name.startswith("X-"):
            yield f"{where}: no such property"
        return
    yield from _parameter_faults(line, known, part, where)
    kind = line.parameter("VALUE") or known.types[0]
    if kind not in known.types or not kind:
        needed = " or ".join(filter(None, known.types))
        yield f"{where}: VALUE is {kind or 'missing'}, not {needed}"
    elif kind != "ANY":
        yield from _value_faults(line, kind, where)
    yield from _rule_faults(line, part, where)


def _parameter_faults(line: Line, known: grammar.Property, part: Part, where: str) -> Iterator[str]:
    for name, values in line.parameters.items():
        if name not in known.parameters and name != "VALUE" and not name.startswith("X-"):
            yield f"{where}: takes no {name}"
        if len(values) > 1 and name not in grammar.MANY_PARAMETERS:
            yield f"{where}: {name} has {len(values)} values"
        for value in values:
            yield from _faults_of_parameter(name, value, part, where)


def _faults_of_parameter(name: str, given: Given, part: Part, where: str) -> Iterator[str]:
    choice = grammar.PARTSTATS.get(part.kind) if name == "PARTSTAT" else grammar.PARAMETERS.get(name)
    if not given.text:
        yield f"{where}: {name} is empty"
    elif choice and given.text.upper() not in choice and not given.text.upper().startswith("X-"):
        yield f"{where}: {name} is {given.text}"
    elif name in grammar.QUOTED and not (given.quoted and is_uri(given.text)):
        yield f"{where}: {name} is no URI in quotation marks"
    elif name == "LINKREL" and ":" in given.text and not is_uri(given.text):
        yield f"{where}: LINKREL is neither a relation nor a URI"


def _value_faults(line: Line, kind: str, where: str) -> Iterator[str]:
    values = line.value.split(",") if line.name in grammar.LISTS else [line.value]
    for value in values:
        if not TYPES[kind](value):
            yield f"{where}: {value!r} is no {kind}"
        elif kind == "DATE-TIME":
            yield from _zone_faults(line, value, where)
    if kind != "DATE-TIME" and "TZID" in line.parameters and kind != "PERIOD":
        yield f"{where}: a {kind} has no TZID"
    if kind == "BINARY" and line.parameter("ENCODING") != "BASE64":
        yield f"{where}: BINARY without ENCODING=BASE64"


def _zone_faults(line: Line, value: str, where: str) -> Iterator[str]:
    if value.endswith("Z") and "TZID" in line.parameters:
        yield f"{where}: in UTC and with a TZID"
    if not value.endswith("Z") and (line.name in grammar.ALWAYS_UTC or line.name == "TRIGGER"):
        yield f"{where}: {value!r} is not in UTC"


def _rule_faults(line: Line, part: Part, where: str) -> Iterator[str]:
    choice = grammar.STATUSES.get(part.kind, set()) if line.name == "STATUS" else grammar.ONE_OF.get(line.name)
    if choice is not None and line.value not in choice and not line.value.startswith("X-"):
        yield f"{where}: {line.value!r} is not one of {', '.join(sorted(choice))}"
    span = grammar.RANGES.get(line.name)
    if span and TYPES["INTEGER"](line.value) and int(line.value) not in span:
        yield f"{where}: {line.value} is not from {span[0]} to {span[-1]}"
    if line.name in ("UID", "TZID", "PRODID") and not line.value.strip():
        yield f"{where}: empty"
