"""What delegates intend, as their calendars answered. Kept beside the state, which it does not change."""

from datetime import datetime

from forumhub.registration.models import Registration
from forumhub.registration.places import record, under_lock


def record_intention(
    registration: Registration, intention: str, *, note: str, sequence: int, stamp: datetime, now: datetime
) -> bool:
    """One of rules.INTENTIONS; the caller has checked that the answer is theirs, and newer than the last one.

    Returns whether it is another intention than before, or one for a newer time of the meeting.
    """
    registration = under_lock(registration)
    before, outdated = registration.intention, registration.intention_sequence < sequence
    registration.intention, registration.intention_note = intention, note
    registration.intended_at = now
    registration.intention_sequence, registration.intention_stamp = sequence, stamp
    if intention == before and not outdated:
        return False
    record(registration, "intend", by=registration.person_id, now=now, before=before, after=intention)
    return True
