"""Pure decisions about steps that an organizer takes with many registrations at once."""

import hashlib
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import NamedTuple

from forumhub.errors import N_, Conflict
from forumhub.registration.rules import APPLIED, INVITED, WAITING

CONFIRM = "confirm"
DECLINE = "decline"
REMIND = "remind"
STEPS = (CONFIRM, DECLINE, REMIND)
FITS: Mapping[str, frozenset[str]] = {
    CONFIRM: frozenset({APPLIED}),
    DECLINE: frozenset({APPLIED, WAITING}),
    REMIND: frozenset({INVITED}),
}
"""Who may be meant by a step. Whoever is confirmed already is not declined by the dozen, but withdrawn one by one."""

REMIND_AGAIN = timedelta(days=1)
RECENT = "recent"
"""Why somebody is left out: they were asked less than REMIND_AGAIN ago."""
NO_ADDRESS = "address"
"""Why somebody is left out: a mail is all that the step does, and they have no address."""


class Chosen(NamedTuple):
    """Somebody whom an organizer chose. `party` is a code, None for a guest; `id` is the registration's row."""

    id: int
    ulid: str
    person_id: int
    name: str
    own_name: str
    email: str | None
    language: str
    timezone: str
    state: str
    party: str | None


@dataclass(frozen=True)
class Outlook:
    """What a step does before it happens: whom it concerns, and whom it leaves out, by the reason.

    A reason is the state that they are in, RECENT or NO_ADDRESS.
    """

    concerned: list[Chosen]
    left_out: dict[str, list[Chosen]] = field(default_factory=dict)
    by_state: bool = True
    """Whether it matters how they stand, and not only who they are."""

    @property
    def told(self) -> list[Chosen]:
        return [each for each in self.concerned if each.email]

    @property
    def unreached(self) -> list[Chosen]:
        return [each for each in self.concerned if not each.email]

    @property
    def languages(self) -> Counter[str]:
        """How many mails are written in each."""
        return Counter(each.language for each in self.told)

    @property
    def seen(self) -> str:
        """Stands for exactly these people as they are now: another selection, or one who changed, gives another."""
        facts = sorted((each.id, each.email or "", each.state if self.by_state else "") for each in self.concerned)
        return hashlib.sha256(repr(facts).encode()).hexdigest()[:32]

    @property
    def in_turn(self) -> list[int]:
        """Row ids of whom it concerns. Those who wait come first: a place may become free at any moment, and nobody
        is to be given one, only to be declined after it.
        """
        return [each.id for each in sorted(self.concerned, key=lambda each: each.state != WAITING)]

    def require_seen(self, seen: str) -> None:
        """Raises SelectionChanged unless this is what the organizer saw, or where nobody is left."""
        if not self.concerned or seen != self.seen:
            raise SelectionChanged


class SelectionChanged(Conflict):
    """Others are concerned than those whom the organizer was shown."""

    def __init__(self) -> None:
        super().__init__(
            N_("The people whom this concerns have changed since you looked. Nothing was done; see who they are now.")
        )


def foresee(step: str, chosen: Iterable[Chosen], asked: Mapping[int, datetime], now: datetime) -> Outlook:
    """`asked` is when each was mailed an invitation last, by registration's row id."""
    concerned, left_out = list[Chosen](), dict[str, list[Chosen]]()
    for each in chosen:
        reason = reason_against(step, each, asked.get(each.id), now)
        (left_out.setdefault(reason, []) if reason else concerned).append(each)
    return Outlook(concerned, left_out)


def reason_against(step: str, chosen: Chosen, asked: datetime | None, now: datetime) -> str:
    """Why the step leaves somebody out; empty where it does not."""
    if chosen.state not in FITS[step]:
        return chosen.state
    if step != REMIND:
        return ""
    if not chosen.email:
        return NO_ADDRESS
    return "" if may_remind(asked, now) else RECENT


def may_remind(asked: datetime | None, now: datetime) -> bool:
    """One mail a day at most."""
    return asked is None or now >= asked + REMIND_AGAIN
