"""Pure decisions about the places of a delegation."""

from forumhub.errors import N_, RuleBroken
from forumhub.registration.rules import OBSERVER


def is_observing(function: str) -> bool:
    """Whether somebody counts for their delegation's observers; all others count for its quota."""
    return function == OBSERVER


def places_left(limit: int | None, taken: int) -> int | None:
    """Never below nothing; None where there is no limit."""
    return None if limit is None else max(limit - taken, 0)


def fewer_of(one: int | None, other: int | None) -> int | None:
    """The narrower of two limits; None is none."""
    limits = [limit for limit in (one, other) if limit is not None]
    return min(limits, default=None)


def check_room(left: int | None) -> None:
    """Raises RuleBroken where a delegation has no place left for somebody who changes their function in it."""
    if left == 0:
        raise RuleBroken(
            N_("The delegation has no free place of this kind: raise its quota, or let somebody withdraw."), "function"
        )
