"""What parties settle among themselves between meetings: that an action is cancelled, that it has a new date. Pure."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date

from forumhub.errors import N_, RuleBroken
from forumhub.followup.rules import CANCELLED, REFUSALS, UNFINISHED, Said
from forumhub.markdown.values import FIRST_YEAR, LAST_YEAR, YEARS

CANCEL = "cancelled"
PROPOSE = "due_proposed"
AGREE = "due_agreed"
WISHES = (CANCEL, PROPOSE, AGREE)
"""Acts that leave the standing of reports as it is."""


@dataclass(frozen=True)
class Proposal:
    """A new date that waits for another party than the one that proposed it."""

    party: int
    due: date


def cancelling(history: Iterable[Said]) -> frozenset[int]:
    """The parties that wish to cancel. Who reports, closes or returns takes the wish back; minutes take back all."""
    wishing: set[int] = set()
    for said in history:
        if said.party is None:
            wishing.clear()
        elif said.act == CANCEL:
            wishing.add(said.party)
        elif said.act not in WISHES:
            wishing.discard(said.party)
    return frozenset(wishing)


def cancel(kind: str, state: str, party: int, wishing: Collection[int], parties: Collection[int]) -> str:
    """The state after a party's wish to cancel: cancelled once every party of the meeting wished it."""
    _require_unfinished(kind, state, party, parties)
    if party in wishing:
        raise RuleBroken(N_("Your party has said so; it is cancelled when every other party of the meeting has."))
    return CANCELLED if set(parties) <= {*wishing, party} else state


def proposal(history: Iterable[tuple[Said, str]]) -> Proposal | None:
    """The proposed date that waits, by what was said and the date it named; one agreed or in minutes ends it."""
    waiting = None
    for said, due in history:
        if said.act == PROPOSE and said.party is not None:
            waiting = Proposal(said.party, date.fromisoformat(due))
        elif said.act == AGREE or (said.party is None and due):
            waiting = None
    return waiting


def require_proposal(kind: str, state: str, party: int, owners: Collection[int], due: date, today: date) -> None:
    """Raises RuleBroken unless an owner proposes a day to come for an action that is not finished."""
    _require_unfinished(kind, state, party, owners)
    if due < today:
        raise RuleBroken(N_("A new date lies ahead; choose today or a later day."), field="due")
    _require_year(due)


def require_agreement(
    kind: str, state: str, party: int, waiting: Proposal | None, parties: Collection[int], today: date
) -> date:
    """The new date, agreed by a party other than the one that proposed it. Raises RuleBroken, also once it is past."""
    _require_unfinished(kind, state, party, parties)
    if waiting is None:
        raise RuleBroken(N_("No new date waits for an answer."))
    if waiting.party == party:
        raise RuleBroken(N_("Your party proposed the date; another party agrees to it."))
    if waiting.due < today:
        raise RuleBroken(N_("The proposed day has passed; an owner proposes another."))
    _require_year(waiting.due)
    return waiting.due


def _require_year(due: date) -> None:
    if due.year > LAST_YEAR:
        raise RuleBroken(YEARS, field="due", text=due.isoformat(), first=FIRST_YEAR, last=LAST_YEAR)


def _require_unfinished(kind: str, state: str, party: int, parties: Collection[int]) -> None:
    if kind != "ACTION" or party not in parties:
        raise RuleBroken(N_("Only actions are cancelled or given a new date, by the parties that they concern."))
    if state not in UNFINISHED:
        raise RuleBroken(REFUSALS[state])
