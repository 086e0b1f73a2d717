"""Recording who came: at the door, or from a list that was kept on paper. Each holds the lock on the event."""

from datetime import datetime

from sqlalchemy import select

from forumhub.database import db, locked
from forumhub.events.entering import require_organizer
from forumhub.events.models import Event
from forumhub.parties.policy import Reader
from forumhub.registration import rules
from forumhub.registration.attendance.rules import (
    check_attendance_time,
    check_may_attend,
    check_may_miss,
    check_recorded,
    stands_again,
    stood_before,
)
from forumhub.registration.bulk.entering import enter_all
from forumhub.registration.models import Registration
from forumhub.registration.places import enter, under_lock


def attend_registration(registration: Registration, *, by: Reader, now: datetime) -> Registration:
    """The person came; who was marked as absent, too, and who was not confirmed yet is so by being let in.

    Again, it changes nothing. Raises NotAllowed unless `by` organizes the event, RuleBroken.
    """
    registration = _to_record(registration, by, now)
    check_may_attend(registration.state)
    return _record(registration, "attend", rules.ATTENDED, by, now)


def miss_registration(registration: Registration, *, by: Reader, now: datetime) -> Registration:
    """The person was expected and did not come. Their place stays counted. Raises NotAllowed, RuleBroken."""
    registration = _to_record(registration, by, now)
    check_may_miss(registration.state)
    return _record(registration, "miss", rules.ABSENT, by, now)


def reopen_attendance(registration: Registration, *, by: Reader, now: datetime) -> Registration:
    """Undoes either: the person stands as before, confirmed or as who applied.

    Raises NotAllowed, RuleBroken where nothing was recorded.
    """
    registration = _to_record(registration, by, now)
    check_recorded(registration.state)
    before, registration.let_in_as = stands_again(registration.let_in_as), None
    return enter(registration, "reopen", before, registration.state, by=by.person_id, now=now)


def close_attendance(event: Event, *, by: Reader, now: datetime) -> int:
    """Who was confirmed and did not come is absent; returns how many. Raises NotAllowed, RuleBroken."""
    event = locked(Event, event.id)
    _require_time(event, by, now)
    missing = select(Registration).where(Registration.event_id == event.id, Registration.state == rules.CONFIRMED)
    found = list(db.session.scalars(missing.order_by(Registration.id)))
    if found:
        enter_all(found, "miss", rules.ABSENT, by=by.person_id, now=now)
    return len(found)


def _to_record(registration: Registration, by: Reader, now: datetime) -> Registration:
    registration = under_lock(registration)
    _require_time(registration.event, by, now)
    return registration


def _require_time(event: Event, by: Reader, now: datetime) -> None:
    require_organizer(by, event.party_ids)
    check_attendance_time(event.state, event.starts_at, event.ends_at, now)


def _record(registration: Registration, act: str, state: str, by: Reader, now: datetime) -> Registration:
    if registration.state == state:
        return registration
    registration.let_in_as = stood_before(registration.state, registration.let_in_as)
    return enter(registration, act, state, registration.state, by=by.person_id, now=now)
