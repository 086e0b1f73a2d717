"""Content lines (RFC 5545, 3.1) read from bytes, with what is wrong about them before their meaning is asked for."""

import re
from collections.abc import Iterator
from typing import NamedTuple

LONGEST = 75  # octets, without the line's end
_CONTROL = re.compile("[\x00-\x08\x0a-\x1f\x7f]")  # RFC 5545, 3.1: CONTROL
_NAME = re.compile(r"[A-Za-z0-9-]+")
_QUOTED = re.compile('"([^"\x00-\x08\x0a-\x1f\x7f]*)"')
_SAFE = re.compile('[^";:,\x00-\x08\x0a-\x1f\x7f]*')


class Given(NamedTuple):
    """One value of a parameter."""

    text: str
    quoted: bool


class Line(NamedTuple):
    """`parameters` by their names in capitals; `value` as it stands, escapes and all."""

    name: str
    parameters: dict[str, list[Given]]
    value: str

    def parameter(self, name: str) -> str | None:
        given = self.parameters.get(name)
        return given[0].text if given else None


class Broken(ValueError):
    """Says what is wrong with one content line."""


def physical_faults(data: bytes) -> Iterator[str]:
    """Of lines as they are sent: ends, lengths, torn characters, controls."""
    if not data.endswith(b"\r\n"):
        yield "the last line has no CRLF"
    for number, line in enumerate(data.removesuffix(b"\r\n").split(b"\r\n"), 1):
        if len(line) > LONGEST:
            yield f"line {number} has {len(line)} octets"
        if not line.strip(b" \t"):
            yield f"line {number} is empty"
        if number == 1 and line[:1] in (b" ", b"\t"):
            yield "the first line continues none"
        yield from _faults_of_text(number, line)


def _faults_of_text(number: int, line: bytes) -> Iterator[str]:
    try:
        text = line.decode("utf-8")
    except UnicodeDecodeError:
        yield f"line {number} tears a character or is no UTF-8: {line!r}"
        return
    if found := _CONTROL.search(text):
        yield f"line {number} has the control character U+{ord(found[0]):04X}"


def unfolded(data: bytes) -> list[str]:
    return data.replace(b"\r\n ", b"").replace(b"\r\n\t", b"").decode("utf-8").split("\r\n")[:-1]


def read_line(text: str) -> Line:
    """Raises Broken where it is no content line, or a parameter is given twice."""
    name = _NAME.match(text)
    if not name:
        raise Broken(f"no content line: {text!r}")
    parameters, at = {}, name.end()
    while text[at : at + 1] == ";":
        parameter, values, at = _read_parameter(text, at + 1)
        if parameter in parameters:
            raise Broken(f"{parameter} is given twice in {text!r}")
        parameters[parameter] = values
    if text[at : at + 1] != ":":
        raise Broken(f"no content line: {text!r}")
    return Line(name[0].upper(), parameters, text[at + 1 :])


def _read_parameter(text: str, at: int) -> tuple[str, list[Given], int]:
    name = _NAME.match(text, at)
    if not name or text[name.end() : name.end() + 1] != "=":
        raise Broken(f"a parameter without a value in {text!r}")
    values, separator, at = [], ",", name.end()
    while separator == ",":
        value, at = _read_given(text, at + 1)
        values.append(value)
        separator = text[at : at + 1]
    return name[0].upper(), values, at


def _read_given(text: str, at: int) -> tuple[Given, int]:
    if quoted := _QUOTED.match(text, at):
        return Given(quoted[1], True), quoted.end()
    safe = _SAFE.match(text, at)
    assert safe
    return Given(safe[0], False), safe.end()
