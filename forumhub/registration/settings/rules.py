"""Pure decisions about an event's settings for registration, and about the places of its delegations."""

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from typing import NamedTuple, TypeVar

from forumhub.errors import N_, RuleBroken

LONGEST_OFFER = 720
MOST_DAYS = 3650
MOST_PLACES = 100_000
MOST_PRECEDENCE = 999

Ranked = TypeVar("Ranked")


class Allotment(NamedTuple):
    """A delegation's places for head, deputies and members, those for observers, and its rank; None: not set."""

    quota: int | None = None
    observers: int | None = None
    precedence: int | None = None


NOTHING_ALLOTTED = Allotment()


class Taken(NamedTuple):
    """Places that a delegation holds: those of its head, deputies and members, and those of its observers."""

    delegates: int = 0
    observers: int = 0


NONE_TAKEN = Taken()


def check_allotment(allotment: Allotment, taken: Taken, code: str) -> None:
    """`code` is the party's. Raises RuleBroken where fewer places are allotted than are held already."""
    for column, allotted, held in (
        ("quota", allotment.quota, taken.delegates),
        ("observers", allotment.observers, taken.observers),
    ):
        if allotted is not None and allotted < held:
            message = N_(
                "%(held)s places are taken already, so %(allotted)s would be too few. Allot at least %(held)s, or let "
                "registrations be withdrawn first."
            )
            raise RuleBroken(message, field=f"{column}_{code}", held=held, allotted=allotted)


def check_deadline(deadline: datetime | None, ends_at: datetime) -> None:
    """Raises RuleBroken for a deadline that the event would not wait for."""
    if deadline is not None and deadline > ends_at:
        message = N_("The event is over by then: set a deadline before its end, or leave it empty.")
        raise RuleBroken(message, field="local_deadline")


def check_days(retention_days: int, sensitive_days: int) -> None:
    """Raises RuleBroken where what is sensitive would be kept for longer than all the rest."""
    if sensitive_days > retention_days:
        message = N_("Sensitive answers are kept no longer than the others: %(days)s days at most.")
        raise RuleBroken(message, field="sensitive_days", days=retention_days)


def order_of(precedence: int | None, code: str) -> tuple[bool, int, str]:
    """Sorts delegations: by their rank; those without one follow, in the order of codes."""
    return precedence is None, precedence or 0, code


def copied_deadline(local_deadline: datetime | None, shift: timedelta, now_there: datetime) -> datetime | None:
    """As far before the copy as it was before the source; None where there was none, or where that has passed.

    All are wall clocks at the copy's place.
    """
    if local_deadline is None:
        return None
    moved = local_deadline + shift
    return moved if moved > now_there else None


def moved_deadline(local_deadline: datetime, shift: timedelta, local_end: datetime) -> datetime:
    """As long before the event as it was, which was moved by `shift`; at its end at the latest. All are wall clocks."""
    return min(local_deadline + shift, local_end)


def allotted_together(allotments: Iterable[Allotment]) -> int | None:
    """All places that are allotted; None where a delegation has no limit of its own."""
    numbers = [number for each in allotments for number in (each.quota, each.observers)]
    return None if None in numbers else sum(number or 0 for number in numbers)


def changes(before: Mapping[str, Allotment], after: Mapping[str, Allotment]) -> dict[str, list[list[int | None]]]:
    """By party's code, [before, after] of the allotments that differ, as plain JSON."""
    pairs = {code: (before.get(code, NOTHING_ALLOTTED), allotment) for code, allotment in after.items()}
    return {code: [list(old), list(new)] for code, (old, new) in pairs.items() if old != new}
