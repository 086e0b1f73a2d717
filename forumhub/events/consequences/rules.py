"""What a change of an event means to others: what is new to whom, and who is told, each of them once. Pure.

Facts are what `Event.snapshot()` gives, of before and of after.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from types import SimpleNamespace
from typing import Any, NamedTuple

from forumhub.errors import N_, Conflict
from forumhub.events.rules import HELD, POSTPONED, as_told, differ, sequence_grows
from forumhub.phrases import in_language

Facts = Mapping[str, Any]

SHOWN: Mapping[str, tuple[str, ...]] = {
    "titles": ("titles",),
    "state": ("state",),
    "time": ("local_start", "local_end", "timezone", "all_day"),
    "timezone": ("timezone",),
    "city": ("city",),
    "venue": ("venue",),
    "conference": ("conference",),
    "host": ("host",),
    "parties": ("parties",),
    "access": ("access",),
}
"""What a change is told by, in this order, and the facts that make up each."""
NOT_MAILED = frozenset({"access"})
"""Shown before it happens; it changes nothing for those who come."""

HEAD, SECRETARIAT = "head", "secretariat"
"""How somebody stands who is told without being a participant; participants stand as in events.rules.STANDINGS."""

UNSEEN = -1
"""Stands for the number of people of which nothing was shown yet."""


class Addressee(NamedTuple):
    """Somebody whom a change concerns; `email` is None where they are told by their party."""

    email: str | None
    name: str
    language: str
    timezone: str
    standing: str
    person_id: int | None = None


@dataclass(frozen=True)
class Consequences:
    """What a change does. `told` are those who get a mail, `unreached` those without an address.

    `promoted` is how many of the waiting list get a place that becomes free by it, and are told of that, too.
    """

    before: Facts
    after: Facts
    told: list[Addressee]
    unreached: list[Addressee]
    promoted: int = 0

    @property
    def number(self) -> int:
        """How many mails are sent."""
        return len(self.told) + self.promoted

    @property
    def standings(self) -> Counter[str]:
        return Counter(each.standing for each in self.told)

    @property
    def sequence_grows(self) -> bool:
        return sequence_grows(self.before, self.after)

    def changed(self, language: str) -> list[str]:
        return differences(self.before, self.after, language)

    @property
    def is_outward(self) -> bool:
        """Whether others see a difference: then it is shown before it happens."""
        names = [name for shown in SHOWN.values() for name in shown]
        return differ(self.before, self.after, names) or bool(self.promoted)

    @property
    def was(self) -> SimpleNamespace:
        return SimpleNamespace(**self.before)

    @property
    def becomes(self) -> SimpleNamespace:
        return SimpleNamespace(**self.after)


class Unforeseen(Conflict):
    """A change was asked for by somebody who was not shown what it does, or was shown another number of people."""

    def __init__(self, consequences: Consequences) -> None:
        super().__init__(N_("See first what this changes and how many people will be told; then send it again."))
        self.consequences = consequences


def differences(before: Facts, after: Facts, language: str) -> list[str]:
    """In which of SHOWN the two differ for somebody who reads this language."""
    return [
        field
        for field, names in SHOWN.items()
        if any(_read(as_told(before, name), language) != _read(as_told(after, name), language) for name in names)
    ]


def _read(value: Any, language: str) -> Any:
    """A text in several languages as it is shown in one; parties, by code, as those codes."""
    if not isinstance(value, Mapping):
        return value
    nested = any(isinstance(each, Mapping) for each in value.values())
    return sorted(value) if nested else in_language(value, language)


def is_awaited(before: Facts, after: Facts, now: datetime) -> bool:
    """Whether anybody still waits for the event, as it was or as it becomes; a postponed one is awaited."""
    if after["state"] == HELD:
        return False
    return any(facts["ends_at"] > now or facts["state"] == POSTPONED for facts in (before, after))


def each_once(addressees: Iterable[Addressee]) -> list[Addressee]:
    """By address, the first of them; who has none, by person. Participants come first: they get a calendar."""
    kept: dict[object, Addressee] = {}
    for each in addressees:
        kept.setdefault(each.email.lower() if each.email else each.person_id, each)
    return list(kept.values())


def foresee(before: Facts, after: Facts, audience: Iterable[Addressee], now: datetime) -> Consequences:
    """Who of the audience is told: those to whom, in their language, something is new that concerns who comes."""
    awaiting = list(audience) if is_awaited(before, after, now) else []
    languages = {each.language for each in awaiting}  # a few, however many thousands are told
    reading = {each for each in languages if not NOT_MAILED.issuperset(differences(before, after, each))}
    concerned = [each for each in awaiting if each.language in reading]
    return Consequences(
        before=before,
        after=after,
        told=[each for each in concerned if each.email],
        unreached=[each for each in concerned if not each.email],
    )


def promoted(before: Facts, after: Facts, waiting: int) -> int:
    """How many who wait get a place where there are more of them after than before."""
    if before["capacity"] == after["capacity"]:
        return 0
    if after["capacity"] is None:
        return waiting
    free: int = after["capacity"] - after["places_taken"]
    return max(0, min(waiting, free))
