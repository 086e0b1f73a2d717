"""A calendar's bytes as components with their lines (RFC 5545, 3.1 and 3.4), whatever is wrong with some of them.

Each component is read by itself later, so that one that is broken does not take the others with it, and each knows
the line at which it begins. What is too large is refused before anything of it is made.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import NamedTuple

from forumhub.calendars.importing.encoding import as_utf8
from forumhub.calendars.text import clean
from forumhub.errors import N_, RuleBroken

MOST_BYTES = 10 * 1024 * 1024
MOST_COMPONENTS = 20_000
MOST_LINES = 400_000
LONGEST_LINE = 100_000
DEEPEST = 8

CALENDAR = "VCALENDAR"
ZONE = "VTIMEZONE"
EVENT = "VEVENT"
_WHOLE = frozenset({EVENT, "VTODO", "VJOURNAL", "VFREEBUSY", ZONE})
"""None of these stands in another of them."""

_BEGIN = re.compile(rb"BEGIN[ \t]*:", re.IGNORECASE)
_ENDS = re.compile(rb"\r\n|\n|\r")
_NAME = re.compile(r"[ \t]*([A-Za-z0-9-]+)[ \t]*([:;])")
_SOFT = re.compile(
    rb"[^:]*;ENCODING=QUOTED-PRINTABLE[;:].*=$|[^:]*;QUOTED-PRINTABLE[;:].*=$", re.IGNORECASE | re.DOTALL
)


class Line(NamedTuple):
    """A content line, unfolded; `number`, from 1, is that of its first line in the file."""

    number: int
    name: str
    text: str


@dataclass
class Component:
    """`kind` in capitals; `ended` is False where its END is missing; `unread` are its lines that have no name."""

    kind: str
    number: int
    lines: list[Line] = field(default_factory=list)
    parts: list["Component"] = field(default_factory=list)
    unread: list[int] = field(default_factory=list)
    ended: bool = False

    def walk(self) -> Iterator["Component"]:
        yield self
        for part in self.parts:
            yield from part.walk()

    def first(self, name: str) -> str:
        """The value of the first property of this name, as it is written; empty where there is none."""
        return next((line.text.partition(":")[2].strip() for line in self.lines if line.name == name), "")


@dataclass
class File:
    """`roots` are calendars, and components that stand in none; `stray` are lines outside of all, in order."""

    roots: list[Component] = field(default_factory=list)
    stray: list[int] = field(default_factory=list)
    guessed: str = ""
    """The encoding that was assumed, where the file is not UTF-8."""

    def walk(self) -> Iterator[Component]:
        for root in self.roots:
            yield from root.walk()


def check_size(size: int) -> None:
    """Raises RuleBroken for more bytes than are taken; to be asked before they are read."""
    if size > MOST_BYTES:
        message = N_("The file is larger than %(most)s MB, which is more than is imported at once: export fewer years.")
        raise RuleBroken(message, field="file", most=MOST_BYTES // (1024 * 1024))


def read_file(data: bytes) -> File:
    """Raises RuleBroken for what is too large, nested too deeply, or no calendar at all."""
    check_size(len(data))
    _check_count(data)
    data, guessed = as_utf8(data)
    file = File(guessed=guessed)
    stack: list[Component] = []
    for number, text in _logical(data):
        _place(file, stack, number, text)
    if not file.roots:
        raise RuleBroken(N_("This is no calendar: it has no line such as BEGIN:VCALENDAR."), field="file")
    return file


def _check_count(data: bytes) -> None:
    """By counting alone: nothing is made of the file yet."""
    if sum(1 for _ in _BEGIN.finditer(data)) > MOST_COMPONENTS:
        message = N_("The file has more than %(most)s components, more than are imported at once: export fewer years.")
        raise RuleBroken(message, field="file", most=f"{MOST_COMPONENTS:,}")
    if max(data.count(b"\n"), data.count(b"\r")) > MOST_LINES:
        message = N_("The file has more than %(most)s lines, more than are imported at once: export fewer years.")
        raise RuleBroken(message, field="file", most=f"{MOST_LINES:,}")


def _logical(data: bytes) -> Iterator[tuple[int, str]]:
    """Lines unfolded, also where a fold tears a character; blank ones are dropped."""
    begun, parts = 0, list[bytes]()
    for number, raw in enumerate(_ENDS.split(data), start=1):
        if parts and raw[:1] in (b" ", b"\t") and raw.strip():
            parts.append(raw[1:])
        elif parts and _SOFT.match(parts[0]) and parts[-1].endswith(b"="):
            parts[-1:] = [parts[-1][:-1], raw]
        elif raw.strip():
            if parts:
                yield begun, _text(parts)
            begun, parts = number, [raw]
    if parts:
        yield begun, _text(parts)


def _text(parts: list[bytes]) -> str:
    return clean(b"".join(parts).decode("utf-8", errors="replace"))


def _place(file: File, stack: list[Component], number: int, text: str) -> None:
    found = _NAME.match(text)
    name = found.group(1).upper() if found else ""
    framing = found is not None and found.group(2) == ":"
    if framing and name == "BEGIN":
        _begin(file, stack, Component(_kind(text), number))
    elif framing and name == "END":
        _end(file, stack, number, _kind(text))
    elif not stack:
        file.stray.append(number)
    elif not name or len(text) > LONGEST_LINE:
        stack[-1].unread.append(number)
    else:
        stack[-1].lines.append(Line(number, name, text))


def _kind(text: str) -> str:
    return text.partition(":")[2].strip().upper()[:40]


def _begin(file: File, stack: list[Component], new: Component) -> None:
    """What cannot stand inside of what is open ends it, without its END."""
    if new.kind == CALENDAR:
        stack.clear()
    elif new.kind in _WHOLE:
        while any(each.kind in _WHOLE for each in stack):
            stack.pop()
    if len(stack) >= DEEPEST:
        message = N_("Components stand in each other more than %(most)s deep at line %(line)s: this is no calendar.")
        raise RuleBroken(message, field="file", most=DEEPEST, line=new.number)
    (stack[-1].parts if stack else file.roots).append(new)
    stack.append(new)


def _end(file: File, stack: list[Component], number: int, kind: str) -> None:
    if kind not in {each.kind for each in stack}:
        file.stray.append(number)
        return
    while stack[-1].kind != kind:
        stack.pop()
    stack.pop().ended = True
