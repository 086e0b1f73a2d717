"""Changes of an event made up from its own facts, so that the mails of a change can be looked at before there is one.

Pure.
"""

from datetime import timedelta

from forumhub.errors import RuleBroken
from forumhub.events.consequences.rules import Facts
from forumhub.events.recurrence import instants
from forumhub.events.rules import CANCELLED, CONFIRMED, PLANNED, POSTPONED, sequence_grows

MOVED, EDITED = "moved", "edited"
SAMPLED = (MOVED, POSTPONED, EDITED, CANCELLED)
MADE_UP = ("local_start", "local_end", "starts_at", "ends_at", "state", "sequence")
"""Facts in which an event after a sampled change differs from the event as it is."""


def sample_change(facts: Facts, kind: str) -> tuple[Facts, Facts]:
    """The event before and after a change of one of SAMPLED; `facts` are those of the event as it is.

    It moves by a week; it is postponed or cancelled from its date; edited, its last party has just joined it. What is
    closed or without a date is taken for confirmed.
    """
    before = {**facts, "state": facts["state"] if facts["state"] in PLANNED else CONFIRMED}
    after = dict(before)
    if kind == MOVED:
        after |= _later(before)
    elif kind == EDITED:
        before["parties"] = dict(list(facts["parties"].items())[:-1])
    else:
        after["state"] = kind
    after["sequence"] += sequence_grows(before, after)
    return before, after


def _later(facts: Facts) -> Facts:
    """By a week; by one more where no clock shows its hour that day: no clock is put forward twice in a month."""
    for weeks in (1, 2, 3):
        start, end = (facts[name] + timedelta(weeks=weeks) for name in ("local_start", "local_end"))
        try:
            starts_at, ends_at = instants(start, end, facts["timezone"])
        except RuleBroken:
            continue
        return {"local_start": start, "local_end": end, "starts_at": starts_at, "ends_at": ends_at}
    return {}
