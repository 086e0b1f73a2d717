"""What an edit of a series does to its meetings, as it is shown before it is saved: plain values, no rows."""

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from types import SimpleNamespace
from typing import NamedTuple

from forumhub.errors import N_, Conflict
from forumhub.events.consequences.queries import Change, foresee_all
from forumhub.events.consequences.rules import SHOWN, Consequences, Facts
from forumhub.events.models import Event


class Standing(NamedTuple):
    """A meeting that stays: its address, its facts by name, and the reason."""

    ulid: str
    facts: SimpleNamespace
    reason: str


class Changed(NamedTuple):
    """One that changes; `also` names what changes beside what everybody is told."""

    ulid: str
    foreseen: Consequences
    also: list[str]


@dataclass(frozen=True)
class Outlook:
    changed: list[Changed]
    stays: list[Standing]
    planned: list[SimpleNamespace]

    @property
    def told(self) -> int:
        """How many mails are sent."""
        return sum(each.foreseen.number for each in self.changed)

    @property
    def token(self) -> str:
        """Another one for each other outcome, so that what is saved is what was seen."""
        changes = [(each.ulid, each.also, _facts(each.foreseen.after), each.foreseen.number) for each in self.changed]
        shown = (
            changes,
            [_facts(vars(facts)) for facts in self.planned],
            [(each.ulid, each.reason) for each in self.stays],
        )
        return hashlib.sha256(repr(shown).encode()).hexdigest()


def _facts(facts: Facts) -> list[object]:
    return [facts[name] for names in SHOWN.values() for name in names]


class UnforeseenOutlook(Conflict):
    """An edit of a series was asked for by somebody who was not shown just what it does."""

    def __init__(self, outlook: Outlook) -> None:
        super().__init__(N_("See first which meetings change, and how; then save it."))
        self.outlook = outlook


ALSO = ("kind", "languages", "capacity", "agreement", "clause")
"""What a change may change that is not among the facts that everybody is told."""


def looked_at(
    changed: Sequence[tuple[Event, Facts, list[str]]],
    stays: Iterable[tuple[Event, str]],
    planned: Iterable[Event],
    now: datetime,
) -> Outlook:
    """`changed` are events as they become, with their snapshots of before and the names of ALSO that change."""
    changes = [Change(event.id, before, event.snapshot()) for event, before, _also in changed]
    foreseen = foresee_all(changes, now) if changes else []
    return Outlook(
        changed=[
            Changed(event.ulid, each, also) for (event, _before, also), each in zip(changed, foreseen, strict=True)
        ],
        stays=[Standing(event.ulid, SimpleNamespace(**event.snapshot()), reason) for event, reason in stays],
        planned=[SimpleNamespace(**event.snapshot()) for event in planned],
    )
