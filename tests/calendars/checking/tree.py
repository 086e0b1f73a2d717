"""Components (RFC 5545, 3.4 and 3.6) as they stand in each other."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from tests.calendars.checking.lines import Line


@dataclass
class Part:
    kind: str
    lines: list[Line] = field(default_factory=list)
    parts: list["Part"] = field(default_factory=list)

    def all_of(self, name: str) -> list[Line]:
        return [line for line in self.lines if line.name == name]

    def first(self, name: str) -> Line | None:
        return next(iter(self.all_of(name)), None)

    def value(self, name: str) -> str | None:
        found = self.first(name)
        return found.value if found else None

    def count(self, name: str) -> int:
        return len(self.all_of(name))

    def walk(self) -> Iterator["Part"]:
        yield self
        for part in self.parts:
            yield from part.walk()

    @property
    def title(self) -> str:
        """As faults call it."""
        return f"{self.kind} {self.value('UID') or self.value('TZID') or ''}".strip()


def tree_of(lines: list[Line], faults: list[str]) -> list[Part]:
    """The outermost components; says in `faults` what is left open, closed twice, or stands outside of all."""
    top = Part("")
    stack = [top]
    for line in lines:
        if line.name == "BEGIN":
            stack[-1].parts.append(Part(line.value.upper()))
            stack.append(stack[-1].parts[-1])
        elif line.name != "END":
            stack[-1].lines.append(line)
        elif len(stack) == 1 or stack[-1].kind != line.value.upper():
            faults.append(f"{stack[-1].kind or 'nothing'} ends as {line.value}")
            return top.parts
        else:
            stack.pop()
    faults.extend(f"{part.kind} does not end" for part in stack[1:])
    faults.extend(f"{line.name} stands outside of all components" for line in top.lines)
    return top.parts
