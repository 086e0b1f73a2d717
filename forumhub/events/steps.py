"""An event's steps from state to state, each under the lock on the event; `actions` hands them out."""

from datetime import datetime
from typing import TypedDict, Unpack

from forumhub.database import locked
from forumhub.errors import N_, Conflict, RuleBroken
from forumhub.events import rules
from forumhub.events.consequences.rules import Facts
from forumhub.events.entering import enter, require_organizer
from forumhub.events.models import Event
from forumhub.parties.policy import Reader


class Seen(TypedDict, total=False):
    """What the organizer had before their eyes: the event's lock version, and how many people would be told."""

    lock_version: int
    told: int


def confirm_event(event: Event, *, by: Reader, now: datetime, **seen: Unpack[Seen]) -> Event:
    """A tentative event takes place as planned. Raises as `edit_event`; so do the other steps."""
    event = to_change(event, by, **seen)
    rules.check_dated(event.state)
    before = _turn(event, rules.CONFIRMED, "")
    return enter(event, "confirm", before, by=by, now=now, told=seen.get("told"))


def postpone_event(
    event: Event,
    *,
    reason: str,
    local_start: datetime | None = None,
    local_end: datetime | None = None,
    confirmed: bool = False,
    by: Reader,
    now: datetime,
    **seen: Unpack[Seen],
) -> Event:
    """Moves it to another wall clock in its zone; without one it is postponed until a date is set.

    Without `local_end` it lasts as long as before. `confirmed`: it takes place then; else a postponed event becomes
    tentative, and another keeps its state.
    """
    event, reason = to_change(event, by, **seen), rules.check_reason(reason)
    if local_start is None:
        before = _turn(event, rules.POSTPONED, reason)
    else:
        before = _move(event, local_start, local_end)
        event.state = rules.CONFIRMED if confirmed else rules.state_after_move(event.state)
        event.state_reason = reason
    return enter(event, "postpone", before, by=by, now=now, told=seen.get("told"))


def _move(event: Event, local_start: datetime, local_end: datetime | None) -> Facts:
    rules.check_open(event.state)
    rules.check_year(local_start, "local_start")
    if local_start == event.local_start and event.state != rules.POSTPONED:
        raise RuleBroken(N_("That is when it is planned already: give another time, or none."), field="local_start")
    before, local_end = event.snapshot(), local_end or local_start + (event.local_end - event.local_start)
    rules.check_period(local_start, local_end)
    event.set_time(local_start, local_end, event.timezone)
    return before


def cancel_event(event: Event, *, reason: str, by: Reader, now: datetime, **seen: Unpack[Seen]) -> Event:
    """It stays in every list, marked so."""
    event = to_change(event, by, **seen)
    before = _turn(event, rules.CANCELLED, rules.check_reason(reason))
    return enter(event, "cancel", before, by=by, now=now, told=seen.get("told"))


def reinstate_event(event: Event, *, reason: str, by: Reader, now: datetime, **seen: Unpack[Seen]) -> Event:
    """Takes a cancellation back, for what was cancelled by mistake: the event is tentative again, at its old date.

    Calendars that were told to drop it are asked anew, with a greater SEQUENCE (RFC 5546 §2.1.4). Raises RuleBroken
    after 30 days, and for a date that has passed.
    """
    event = to_change(event, by, **seen)
    # a cancelled event is not changed, so its last change is its cancelling
    rules.check_may_reinstate(event.state, event.changed_at, event.starts_at, now)
    before = _turn(event, rules.TENTATIVE, rules.check_reason(reason))
    return enter(event, "reinstate", before, by=by, now=now, told=seen.get("told"))


def hold_event(event: Event, *, by: Reader, now: datetime, **seen: Unpack[Seen]) -> Event:
    """It took place. Raises RuleBroken before its start."""
    event = to_change(event, by, **seen)
    before = _turn(event, rules.HELD, "")
    rules.check_begun(event.starts_at, now)
    return enter(event, "hold", before, by=by, now=now)


def _turn(event: Event, state: str, reason: str) -> Facts:
    rules.check_transition(event.state, state)
    before = event.snapshot()
    event.state, event.state_reason = state, reason
    return before


def to_change(event: Event, by: Reader, **seen: Unpack[Seen]) -> Event:
    """Under the lock, so that the same step sent twice is taken once. Raises Conflict where it was changed since."""
    event = locked(Event, event.id)
    require_organizer(by, event.party_ids)
    if seen.get("lock_version", event.lock_version) != event.lock_version:
        raise Conflict(N_("Somebody else saved this event since you opened it, so yours was not saved."))
    return event
