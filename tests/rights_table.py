"""The hand-written tables of tests/rights/: rows by route, and what each cell asks for."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from forumhub.parties import policy

FOLDER = Path(__file__).parent / "rights"
PARTNERS = ("CN", "BY")
OUTSIDER = "KZ"
ROLES = {
    "adm": policy.ADMINISTRATOR,
    "org": policy.ORGANIZER,
    "sec": policy.SECRETARY,
    "head": policy.HEAD,
    "del": policy.DELEGATE,
    "obs": policy.OBSERVER,
}
CELLS = {"ok", "sign-in", "404", "403", "401"}
SHARED = {"static", "bootstrap.static", "healthz", "readyz"}

Actor = tuple[str, str]
"""(party code or 'anonymous' or 'operator', role)"""
ANONYMOUS: Actor = ("anonymous", "")
OPERATOR: Actor = ("operator", "")


@dataclass(frozen=True)
class Row:
    endpoint: str
    """With its example's variant: desk.event#delegates."""
    method: str
    of: str
    cells: tuple[str, ...]

    @property
    def route(self) -> tuple[str, str]:
        return self.endpoint.partition("#")[0], self.method

    @property
    def parties(self) -> tuple[str, ...]:
        return {"any": (*PARTNERS, OUTSIDER), "both": PARTNERS}.get(self.of, (self.of,))

    def expectations(self) -> Iterator[tuple[Actor, str]]:
        anonymous, operator, outsider, *roles = self.cells
        yield ANONYMOUS, anonymous
        yield OPERATOR, operator
        for party in self.parties:
            yield from (((party, role), cell) for role, cell in zip(ROLES.values(), roles, strict=True))
        if self.of != "any":
            yield from (((OUTSIDER, role), outsider) for role in ROLES.values())


def room_of(endpoint: str) -> str:
    return "app" if endpoint in SHARED else endpoint.partition(".")[0]


def rooms_with_tables() -> list[str]:
    return sorted(path.stem for path in FOLDER.glob("*.txt"))


def read_rows(room: str) -> list[Row]:
    """The room's rows; none where it has no table. Raises ValueError, naming file and line, for another shape."""
    path = FOLDER / f"{room}.txt"
    lines = path.read_text().splitlines() if path.exists() else []
    return [
        _read(line, f"{path.name}:{number}")
        for number, line in enumerate(lines, 1)
        if line.strip() and not line.startswith("#")
    ]


def _read(line: str, place: str) -> Row:
    words = line.replace("|", " ").split()
    if len(words) != 12 or words[2] not in {"any", "both", *PARTNERS}:
        raise ValueError(f"{place}: endpoint, method, any|both|CN|BY and nine cells would be right: {line}")
    endpoint, method, of, *cells = words
    wrong = [cell for cell in cells if cell not in CELLS and not (of == "any" and cell == "-")]
    if wrong:
        raise ValueError(f"{place}: {', '.join(wrong)}; one of {', '.join(sorted(CELLS))} would be right")
    return Row(endpoint, method, of, tuple(cells))
