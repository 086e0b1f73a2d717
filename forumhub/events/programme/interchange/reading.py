"""A file understood: what it says, by the columns of a programme, its halls and sessions."""

from dataclasses import dataclass, field
from typing import Any

from forumhub.errors import N_, RuleBroken
from forumhub.events.programme.interchange.raw import Note


@dataclass
class Said:
    """A session as the file has it: `values` by columns of ProgrammeSession, of those that it speaks of.

    `local_start` is a wall clock in ISO 8601, `hall` the name of a room or empty, speakers are
    {"name", "affiliation", "chairs", "foreign"}. `whole`: a file of ours said all that there is to say.
    """

    line: int
    guid: str
    title: str
    values: dict[str, Any]
    whole: bool = False


@dataclass
class Reading:
    """A file understood. `halls` by the names of their rooms, in their order."""

    programme: dict[str, Any]
    halls: dict[str, dict[str, Any]]
    sessions: list[Said]
    patches: Any = None
    notes: list[Note] = field(default_factory=list)


class NothingTaken(RuleBroken):
    """`notes` say why, of each session."""

    def __init__(self, notes: list[Note]) -> None:
        message = N_("No session of the file can be taken; why is said below, line by line.")
        super().__init__(message if notes else N_("The schedule has no sessions."), field="file")
        self.notes = notes


def require_sessions(reading: Reading) -> None:
    """Raises NothingTaken where there is nothing to import."""
    if not reading.sessions:
        raise NothingTaken(reading.notes)
