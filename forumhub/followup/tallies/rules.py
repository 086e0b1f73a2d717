"""Where an item stands in the lists by due day. Pure."""

from datetime import date

from forumhub.followup.rules import CANCELLED, CLOSED, SUPERSEDED, WITHDRAWN

FINISHED = (CLOSED, SUPERSEDED, CANCELLED, WITHDRAWN)
"""What stands last in the order of due days, and within it what has no day."""
AFTER_ALL_DAYS = 10_000_000


def places(state: str, due_on: date | None) -> tuple[int, int]:
    """Where an item stands in the list by due day, and in the one from the last day to the first.

    What is finished stands last in both; within it, as within the rest, what has no day does.
    """
    finished = 2 * AFTER_ALL_DAYS if state in FINISHED else 0
    if due_on is None:
        return finished + AFTER_ALL_DAYS, finished + AFTER_ALL_DAYS
    return finished + due_on.toordinal(), finished + date.max.toordinal() - due_on.toordinal()
