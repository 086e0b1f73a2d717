"""A schedule as its file has it, before its words are understood."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from forumhub.errors import ForumhubError

EMPTY: tuple[Any, ...] = ("", None, [], {})


@dataclass(frozen=True)
class Note:
    """Something that was not taken: on which line, of which session or room, and why."""

    line: int
    what: str
    why: ForumhubError


@dataclass(frozen=True)
class RawDay:
    """`date` '2026-11-25'; `start` and `end` moments in ISO 8601, empty where the file has none."""

    line: int
    date: str
    start: str = ""
    end: str = ""


@dataclass(frozen=True)
class RawEvent:
    """`values` by the names of the frab JSON; persons [{"name": …}], links [{"url": …, "title": …}]."""

    line: int
    day: RawDay | None
    values: Mapping[str, Any]


@dataclass
class RawSchedule:
    version: str = ""
    base_url: str = ""
    conference: dict[str, Any] = field(default_factory=dict)
    days: list[RawDay] = field(default_factory=list)
    rooms: list[dict[str, Any]] = field(default_factory=list)
    """In their order, each with its `name`."""
    events: list[RawEvent] = field(default_factory=list)
    patches: Any = None
    """What a file of ours says beside the plain schedule."""
    notes: list[Note] = field(default_factory=list)


def text_of(value: Any) -> str:
    """A JSON value as text: empty for null, and for what is no text."""
    if isinstance(value, bool) or not isinstance(value, (str, int, float)):
        return ""
    return str(value)
