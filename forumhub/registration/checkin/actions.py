"""Letting people in. Each act holds the lock on the event: of two phones that scan one badge, one says welcome."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select, update

from forumhub.database import db, locked
from forumhub.events.entering import require_organizer
from forumhub.events.models import Event
from forumhub.parties.policy import Reader
from forumhub.registration.attendance.actions import attend_registration, close_attendance, reopen_attendance
from forumhub.registration.attendance.rules import ATTENDANCE_OPENS, check_attendance_time, stands_again
from forumhub.registration.bulk.entering import enter_all
from forumhub.registration.checkin import queries, rules
from forumhub.registration.checkin.codes import read
from forumhub.registration.checkin.models import Scan
from forumhub.registration.models import Registration
from forumhub.registration.rules import RECORDED


def scan_code(event: Event, typed: str, *, ulid: str, waited: str = "", by: Reader, now: datetime) -> Scan:
    """Lets in whose code was typed or scanned; what cannot be a code, and nobody's, is UNKNOWN.

    `ulid` tells this scan from others: again, it changes nothing and answers the same. `waited`: how many seconds it
    was queued. Raises NotAllowed unless `by` organizes the event, RuleBroken while nobody can be let in.
    """
    code = read(typed)
    return _scan(event, queries.find_by_code(code) if code else None, ulid, waited, by, now)


def let_in(event: Event, chosen: str, *, ulid: str, waited: str = "", by: Reader, now: datetime) -> Scan:
    """The same for somebody who was found by name; `chosen` is the ULID of their registration."""
    return _scan(event, queries.find_at_door(chosen, by), ulid, waited, by, now)


def _scan(event: Event, registration: Registration | None, ulid: str, waited: str, by: Reader, now: datetime) -> Scan:
    event = locked(Event, event.id)
    require_organizer(by, event.party_ids)
    rules.check_scan(ulid)
    if before := queries.find_scan(event.id, ulid):
        return before
    check_attendance_time(event.state, event.starts_at, event.ends_at, now)
    if registration and not queries.may_know(by, registration):
        registration = None
    scan = Scan(ulid=ulid, event=event, registration=registration, received_at=now, by_id=by.person_id)
    scan.scanned_at = rules.scanned_at(waited, event.starts_at - ATTENDANCE_OPENS, now)
    scan.outcome = _outcome(event, registration)
    if registration and scan.outcome == rules.WELCOME:
        attend_registration(registration, by=by, now=now)
    db.session.add(scan)
    db.session.flush()
    return scan


def _outcome(event: Event, registration: Registration | None) -> str:
    if registration is None:
        return rules.outcome(None, here=True)
    db.session.refresh(registration)  # it was read before the lock
    return rules.outcome(registration.state, here=registration.event_id == event.id)


def undo_check_in(registration: Registration, *, by: Reader, now: datetime) -> Registration:
    """Who was let in, or marked as absent, by mistake is expected again. Raises NotAllowed, RuleBroken."""
    registration = reopen_attendance(registration, by=by, now=now)
    _undo_welcomes([registration], now)
    return registration


def take_back_attendance(event: Event, *, now: datetime) -> int:
    """Nobody can have come to an event that is put off: whoever was recorded stands as before; returns how many.

    Nothing changes while its list of who came could be open. The lock on the event is held.
    """
    put_off = event.state in {"cancelled", "postponed"} or now < event.starts_at - ATTENDANCE_OPENS
    recorded = select(Registration).where(Registration.event_id == event.id, Registration.state.in_(RECORDED))
    found = list(db.session.scalars(recorded.order_by(Registration.id))) if put_off else []
    for state in {stands_again(each.let_in_as) for each in found}:
        again = [each for each in found if stands_again(each.let_in_as) == state]
        enter_all(again, "reopen", state, by=None, now=now)
    for each in found:
        each.let_in_as = None
    if found:
        _undo_welcomes(found, now)
    return len(found)


def _undo_welcomes(registrations: Sequence[Registration], now: datetime) -> None:
    ids = [each.id for each in registrations]
    welcomes = update(Scan).where(Scan.registration_id.in_(ids), Scan.outcome == rules.WELCOME)
    db.session.execute(welcomes.where(Scan.undone_at.is_(None)).values(undone_at=now))


def close_doors(event: Event, *, by: Reader, now: datetime) -> int:
    """Who is expected and did not come is absent; returns how many. Raises NotAllowed, RuleBroken."""
    event = locked(Event, event.id)
    require_organizer(by, event.party_ids)
    rules.check_may_close(event.starts_at, now)
    return close_attendance(event, by=by, now=now)
