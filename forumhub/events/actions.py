"""Writes of events. Those of series and of heads are in their sub-rooms, and are handed out here too."""

from datetime import datetime
from typing import TypedDict, Unpack

from forumhub.database import db, locked
from forumhub.errors import N_, Conflict, RuleBroken
from forumhub.events import rules
from forumhub.events.consequences.rules import Facts
from forumhub.events.entering import (
    EventValues,
    apply_values,
    enter,
    open_register,
    require_kept,
    require_organizer,
    with_defaults,
)
from forumhub.events.heads.actions import name_head, remove_head
from forumhub.events.models import Event, EventParticipant, Series
from forumhub.events.series.actions import (
    create_series,
    edit_series,
    pass_turn,
    plan_series,
    restore_occurrence,
    skip_occurrence,
    swap_hosts,
)
from forumhub.events.signals import standing_changed
from forumhub.parties.policy import Reader

__all__ = [
    "cancel_event",
    "confirm_event",
    "create_event",
    "create_series",
    "edit_event",
    "edit_series",
    "hold_event",
    "name_head",
    "pass_turn",
    "plan_series",
    "postpone_event",
    "reinstate_event",
    "release_place",
    "remove_head",
    "restore_occurrence",
    "set_standing",
    "skip_occurrence",
    "swap_hosts",
    "take_place",
]


def create_event(
    *,
    register_code: str = "",
    series: Series | None = None,
    confirmed: bool = False,
    example: bool = False,
    by: Reader,
    now: datetime,
    **values: Unpack[EventValues],
) -> Event:
    """A tentative event, or a confirmed one whose date was agreed before.

    It is of a series, in whose register it is, or alone, with a new register of this code.

    Needs titles, kind, local_start and local_end; the parties default to the agreement's, the zone and the city to
    the host's. Raises NotAllowed unless `by` organizes for one of the parties, RuleBroken for what cannot be.
    """
    state = rules.CONFIRMED if confirmed else rules.TENTATIVE
    event = Event(sequence=0, places_taken=0, state=state, example=example, created_at=now, changed_at=now)
    apply_values(event, with_defaults(values))
    require_organizer(by, event.party_ids)
    event.series = series
    event.register = series.register if series else open_register(register_code)
    return enter(event, "create", None, by=by, now=now)


class Seen(TypedDict, total=False):
    """What the organizer had before their eyes: the event's lock version, and how many people would be told."""

    lock_version: int
    told: int


def edit_event(
    event: Event,
    *,
    lock_version: int,
    told: int | None = None,
    by: Reader,
    now: datetime,
    **values: Unpack[EventValues],
) -> Event:
    """Raises Conflict where it was saved since `lock_version` was read, RuleBroken for what cannot be.

    With `told`, the number of people who the organizer saw would be told, Unforeseen where it is another.
    """
    event = _to_change(event, by, lock_version=lock_version)
    rules.check_open(event.state)
    before, met = event.snapshot(), event.party_ids
    with db.session.no_autoflush:
        apply_values(event, values)
        require_organizer(by, event.party_ids)
        require_kept(by, met, event.party_ids)
    if any(before[name] != getattr(event, name) for name in ("local_start", "local_end")):
        event.state = rules.state_after_move(event.state)
    return enter(event, "edit", before, by=by, now=now, told=told)


def confirm_event(event: Event, *, by: Reader, now: datetime, **seen: Unpack[Seen]) -> Event:
    """A tentative event takes place as planned. Raises as `edit_event`; so do the other steps."""
    event = _to_change(event, by, **seen)
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
    event, reason = _to_change(event, by, **seen), rules.check_reason(reason)
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
    event = _to_change(event, by, **seen)
    before = _turn(event, rules.CANCELLED, rules.check_reason(reason))
    return enter(event, "cancel", before, by=by, now=now, told=seen.get("told"))


def reinstate_event(event: Event, *, reason: str, by: Reader, now: datetime, **seen: Unpack[Seen]) -> Event:
    """Takes a cancellation back, for what was cancelled by mistake: the event is tentative again, at its old date.

    Calendars that were told to drop it are asked anew, with a greater SEQUENCE (RFC 5546 §2.1.4). Raises RuleBroken
    after 30 days, and for a date that has passed.
    """
    event = _to_change(event, by, **seen)
    # a cancelled event is not changed, so its last change is its cancelling
    rules.check_may_reinstate(event.state, event.changed_at, event.starts_at, now)
    before = _turn(event, rules.TENTATIVE, rules.check_reason(reason))
    return enter(event, "reinstate", before, by=by, now=now, told=seen.get("told"))


def hold_event(event: Event, *, by: Reader, now: datetime, **seen: Unpack[Seen]) -> Event:
    """It took place. Raises RuleBroken before its start."""
    event = _to_change(event, by, **seen)
    before = _turn(event, rules.HELD, "")
    rules.check_begun(event.starts_at, now)
    return enter(event, "hold", before, by=by, now=now)


def _turn(event: Event, state: str, reason: str) -> Facts:
    rules.check_transition(event.state, state)
    before = event.snapshot()
    event.state, event.state_reason = state, reason
    return before


def _to_change(event: Event, by: Reader, **seen: Unpack[Seen]) -> Event:
    """Under the lock, so that the same step sent twice is taken once. Raises Conflict where it was changed since."""
    event = locked(Event, event.id)
    require_organizer(by, event.party_ids)
    if seen.get("lock_version", event.lock_version) != event.lock_version:
        raise Conflict(N_("Somebody else saved this event since you opened it, so yours was not saved."))
    return event


def set_standing(event: Event, person_id: int, standing: str) -> EventParticipant:
    """Writes how a person stands at the event, one of rules.STANDINGS; registration decides it."""
    row = db.session.get(EventParticipant, (event.id, person_id))
    if row is None:
        row = EventParticipant(event_id=event.id, person_id=person_id)
        db.session.add(row)
    row.standing = standing
    db.session.flush()
    standing_changed.send(event=event, person_id=person_id, standing=standing)
    return row


def take_place(event: Event) -> bool:
    """Takes one place under the lock on the event; False where none is free."""
    event = locked(Event, event.id)
    if event.capacity is not None and event.places_taken >= event.capacity:
        return False
    event.places_taken += 1
    db.session.flush()
    return True


def release_place(event: Event) -> None:
    """Gives one place back under the lock on the event. Raises RuleBroken where none is taken."""
    event = locked(Event, event.id)
    if event.places_taken == 0:
        raise RuleBroken(N_("No place is taken at this event, so none can be given back."))
    event.places_taken -= 1
    db.session.flush()
