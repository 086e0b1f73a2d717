"""How items and their reports are called: marked words, and the colours that go with them. Pure."""

from datetime import date

from forumhub.errors import N_
from forumhub.followup.rules import (
    BLOCK,
    BLOCKED,
    CANCELLED,
    CLOSE,
    CLOSED,
    CONFIRM,
    DONE,
    IN_PROGRESS,
    OPEN,
    PROPOSED,
    PROVISIONAL,
    REPORTED,
    RETURN,
    START,
    SUPERSEDE,
    SUPERSEDED,
    WITHDRAW,
    WITHDRAWN,
    is_overdue,
)
from forumhub.followup.wishes import AGREE, CANCEL, PROPOSE

KIND_WORDS = {
    "CONCERN": N_("Concern"),
    "RECOMMENDATION": N_("Recommendation"),
    "DECISION": N_("Decision"),
    "ACTION": N_("Action"),
    "STATEMENT": N_("Statement"),
}
STATE_WORDS = {
    PROPOSED: (N_("Proposed"), "off"),
    PROVISIONAL: (N_("Provisional"), "wait"),
    OPEN: (N_("Open"), ""),
    IN_PROGRESS: (N_("In progress"), ""),
    REPORTED: (N_("Reported done"), "wait"),
    CLOSED: (N_("Closed"), "done"),
    BLOCKED: (N_("Blocked"), "late"),
    SUPERSEDED: (N_("Superseded"), "off"),
    CANCELLED: (N_("Cancelled"), "off"),
    WITHDRAWN: (N_("Withdrawn"), "off"),
}
OVERDUE = (N_("Overdue"), "late")
AGREED = (N_("Agreed"), "done")


def status(kind: str, state: str, due_on: date | None, today: date) -> tuple[str, str]:
    """How an item stands: a marked msgid, and the kind of `status` macro that shows it."""
    if is_overdue(kind, state, due_on, today):
        return OVERDUE
    if kind in ("DECISION", "STATEMENT") and state == OPEN:
        return AGREED
    return STATE_WORDS[state]


ACT_WORDS = {
    CANCEL: (N_("Wishes to cancel"), "off"),
    PROPOSE: (N_("New date proposed"), "wait"),
    AGREE: (N_("New date agreed"), "done"),
    START: (N_("In progress"), ""),
    DONE: (N_("Reported done"), "wait"),
    BLOCK: (N_("Blocked"), "late"),
    CLOSE: (N_("Closed"), "done"),
    CONFIRM: (N_("Confirmed"), "done"),
    RETURN: (N_("Returned"), "late"),
    WITHDRAW: (N_("Withdrawn"), "off"),
    SUPERSEDE: (N_("Superseded"), "off"),
}
"""What a report said: as a word and a kind of the `status` macro."""

RELATION_WORDS = {
    ("from", True): N_("answers"),
    ("from", False): N_("led to"),
    ("split_into", True): N_("split into"),
    ("split_into", False): N_("split from"),
    ("superseded_by", True): N_("superseded by"),
    ("superseded_by", False): N_("supersedes"),
}
"""By relation and whether the link points away from the item."""
