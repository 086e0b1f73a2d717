"""Pure decisions about a party's list of nominees: when it can change, what changes, and who would have a place."""

from collections.abc import Collection, Sequence
from datetime import datetime, timedelta
from typing import NamedTuple

from forumhub.errors import N_, RuleBroken
from forumhub.registration.rules import FUNCTIONS, HEAD, NAMES, NOTHING, RECORDED

DRAFT = "draft"
SUBMITTED = "submitted"
RETURNED = "returned"
ACCEPTED = "accepted"
STATES = (DRAFT, SUBMITTED, RETURNED, ACCEPTED)
AWAITED = "awaited"
"""What others are told of a list that its party has not submitted, or that was returned to it."""

IN_FULL = "in_full"
"""What a party sees of its own delegation; of others what registration's SHOWN says."""

MOST_NOMINEES = 500
REMIND_BEFORE = timedelta(days=3)

UP, DOWN = "up", "down"


def sight(*, own: bool, organizes: bool, shown: str) -> str:
    """How much of a delegation a reader sees: IN_FULL or one of registration's SHOWN, which is the event's setting."""
    return IN_FULL if own or organizes else shown


def sees_names(sight: str) -> bool:
    return sight in (IN_FULL, NAMES)


def sees_numbers(sight: str) -> bool:
    return sight != NOTHING


def state_shown(state: str | None, *, accepted: bool, own: bool, organizes: bool) -> str:
    """What a reader is told: a draft is its party's alone, and what was returned is between it and the organizers.

    `accepted`: the list was accepted once, so that the draft holds amendments only.
    """
    if state is None:
        return AWAITED
    known = own or state in (SUBMITTED, ACCEPTED) or (organizes and state == RETURNED)
    if known:
        return state
    return ACCEPTED if accepted else AWAITED


def may_amend(state: str, *, is_open: bool, deadline: datetime | None, now: datetime) -> bool:
    """Until the deadline, while nobody reads the list as submitted.

    What was returned may be amended after it, too: who returns a list wants another one.
    """
    in_time = deadline is None or now <= deadline or state == RETURNED
    return is_open and in_time and state != SUBMITTED


def check_amending(state: str, *, is_open: bool, deadline: datetime | None, now: datetime) -> None:
    """Raises RuleBroken where the list stays as it is."""
    if may_amend(state, is_open=is_open, deadline=deadline, now=now):
        return
    if not is_open:
        raise RuleBroken(N_("The event takes no registrations any more, so the list stays as it is."))
    if state == SUBMITTED:
        raise RuleBroken(N_("The list is with the organizer. Take it back to change it."))
    raise RuleBroken(N_("The deadline for lists has passed. Ask the organizer to return the list, or to extend it."))


def check_submitted(state: str) -> None:
    """Raises RuleBroken where there is nothing to decide on, or to take back."""
    if state != SUBMITTED:
        raise RuleBroken(N_("The list is not submitted, or was decided on meanwhile."))


def may_take_back(state: str, *, is_open: bool, deadline: datetime | None, now: datetime) -> bool:
    """While the list, a draft again, could be submitted again."""
    return state == SUBMITTED and may_amend(DRAFT, is_open=is_open, deadline=deadline, now=now)


def check_taking_back(state: str, *, is_open: bool, deadline: datetime | None, now: datetime) -> None:
    """Raises RuleBroken where there is nothing to take back, or where it could not be submitted again."""
    check_submitted(state)
    check_amending(DRAFT, is_open=is_open, deadline=deadline, now=now)


def check_words(words: str) -> None:
    """Raises RuleBroken where a list would be returned without a word."""
    if not words:
        raise RuleBroken(N_("Say what should be amended; the party reads it."), field="words")


def check_length(listed: int) -> None:
    if listed > MOST_NOMINEES:
        raise RuleBroken(N_("A list holds at most %(most)s people."), most=MOST_NOMINEES)


def check_function(function: str, head: str) -> None:
    """`head` is the name of another nominee who leads; empty where nobody does. Raises RuleBroken for a second one."""
    if function not in FUNCTIONS:
        raise RuleBroken(N_("Choose one of the functions offered."), field="function")
    if function == HEAD and head:
        message = N_("%(name)s leads the delegation; it has one head. Give them another function first.")
        raise RuleBroken(message, field="function", name=head)


def check_once(name: str, there: Collection[str], field: str) -> None:
    """`there` are the addresses, or the persons, who are on the list. Raises RuleBroken for one who is."""
    if name in there:
        raise RuleBroken(N_("This person is on the list already."), field=field)


def moved(order: Sequence[int], which: int, direction: str) -> list[int]:
    """The same numbers with `which` one place further up or down; at the end of the list nothing changes."""
    place = order.index(which)
    other = max(place - 1, 0) if direction == UP else min(place + 1, len(order) - 1)
    result = list(order)
    result[place], result[other] = result[other], result[place]
    return result


class Differences(NamedTuple):
    """What a list says otherwise than what was accepted of it, by name; `changed` with what changes of them."""

    added: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()
    changed: tuple[tuple[str, tuple[str, ...]], ...] = ()
    reordered: bool = False

    def __bool__(self) -> bool:
        return bool(self.added or self.removed or self.changed or self.reordered)


def check_submitting(listed: int, differences: Differences, *, accepted: bool) -> None:
    """Raises RuleBroken for a list that is empty, or that says nothing new."""
    if accepted and not differences:
        raise RuleBroken(N_("Nothing differs from the list that was accepted, so there is nothing to submit."))
    if not accepted and not listed:
        raise RuleBroken(N_("The list is empty: put somebody on it before you submit it."))


def can_leave(state: str) -> bool:
    """Of whom it is recorded whether they came, nobody can be taken off a list any more."""
    return state not in RECORDED


def reminder_due(deadline: datetime, reminded_for: datetime | None, now: datetime) -> bool:
    """Within three days before the deadline, once for each deadline."""
    return deadline - REMIND_BEFORE <= now < deadline and reminded_for != deadline
