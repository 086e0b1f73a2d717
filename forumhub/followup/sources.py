"""What the lines of minutes are resolved against: the registers, the parties and organs, the next meeting."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Protocol

from forumhub.errors import N_, RuleBroken
from forumhub.events.models import Event
from forumhub.followup import references
from forumhub.followup.models import Item
from forumhub.followup.next_meetings import NEXT, days_after
from forumhub.markdown import Document
from forumhub.markdown import Item as Line
from forumhub.markdown.headings import plain


class Minutes(Protocol):
    """What this room knows of a document of a later room."""

    @property
    def id(self) -> int: ...
    @property
    def ulid(self) -> str: ...
    @property
    def event(self) -> Event: ...


@dataclass(frozen=True)
class Source:
    """Minutes and what their lines name, read once. `known` holds items by reference: HLM/A-14."""

    minutes: Minutes
    on: date
    known: dict[str, Item]
    owners: Mapping[str, tuple[int, int | None]]
    words: dict[str, dict[str, str]]
    """By id, the paragraph in each language."""
    next_day: date | None
    """Of the next meeting, for what these minutes enter as due then."""

    @property
    def parties(self) -> set[int]:
        """Row ids of the parties to the meeting."""
        return self.minutes.event.party_ids

    def find(self, id: str) -> Item | None:
        return self.known.get(full(self.minutes.event.register.code, id))

    def is_own(self, id: str) -> bool:
        """Whether it is one of the meeting's own register; whether another holds an id is not for all to learn."""
        own = self.minutes.event.register.code
        return full(own, id).startswith(f"{own}/")

    def target(self, line: Line, id: str) -> Item:
        """The item that a line names. Raises RuleBroken where there is none that all parties of the meeting know."""
        item = self.find(id)
        if item is None or not self.parties <= item.event.party_ids:
            raise RuleBroken(N_("Line %(line)s: %(id)s is not in a register yet."), line=line.line, id=id)
        return item


def read_source(
    minutes: Minutes, texts: Mapping[str, Document], lines: Iterable[Line], on: date, now: datetime
) -> Source:
    """Takes a constant number of queries."""
    lines = list(lines)
    register = minutes.event.register.code
    named = {id for line in lines for id in (line.id, *line.from_, *line.split_into, *line.superseded_by) if id}
    return Source(
        minutes=minutes,
        on=on,
        known=references.items_by_reference(full(register, id) for id in named),
        owners=references.owners_by_code({code for line in lines for code in (*line.owners, *line.with_)}),
        words=words_by_id(texts),
        next_day=_next_day(minutes.event.id, lines, now),
    )


def _next_day(event_id: int, lines: Iterable[Line], now: datetime) -> date | None:
    entered = any(line.due == NEXT and line.kind != "STATUS" for line in lines)
    return days_after(event_id, {event_id}, now)[event_id] if entered else None


def words_by_id(texts: Mapping[str, Document]) -> dict[str, dict[str, str]]:
    """By id of an item, its paragraph in each language, without Markdown."""
    words: dict[str, dict[str, str]] = {}
    for language, text in texts.items():
        for line in text.items:
            if line.kind != "STATUS" and line.id:
                words.setdefault(line.id, {})[language] = plain(line.text)
    return words


def full(register: str, id: str) -> str:
    """The reference that an id means in a text of this register."""
    return id if "/" in id else f"{register}/{id}"


def day_due(due: str | None, next_day: date | None) -> date | None:
    """The day that a due field means: itself, or that of the next meeting; None where there is none."""
    if due == NEXT:
        return next_day
    return None if due in (None, "", "ongoing") else date.fromisoformat(due)
