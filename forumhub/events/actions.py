"""Writes of events. Those of series and of heads are in their sub-rooms, and are handed out here too."""

from collections.abc import Sequence
from datetime import datetime
from typing import Unpack

from sqlalchemy import select, update

from forumhub.database import db, locked, new_ulid
from forumhub.errors import N_, RuleBroken
from forumhub.events import rules
from forumhub.events.entering import (
    EventValues,
    apply_values,
    enter,
    kept_elsewhere,
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
from forumhub.events.steps import (
    Seen,
    cancel_event,
    confirm_event,
    hold_event,
    postpone_event,
    reinstate_event,
    to_change,
)
from forumhub.parties.policy import Reader

__all__ = [
    "Seen",
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
    "set_standings",
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
    ulid: str = "",
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
    event = Event(ulid=ulid or new_ulid(), sequence=0, places_taken=0, state=state, example=example)
    event.created_at = event.changed_at = now
    apply_values(event, with_defaults(values))
    require_organizer(by, event.party_ids)
    if series is not None:
        require_kept(by, series.party_ids, event.party_ids)
    event.series = series
    event.register = series.register if series else open_register(register_code)
    return enter(event, "create", None, by=by, now=now)


def edit_event(
    event: Event,
    *,
    lock_version: int,
    told: int | None = None,
    confirmed: bool = False,
    by: Reader,
    now: datetime,
    **values: Unpack[EventValues],
) -> Event:
    """With `confirmed`, a tentative event takes place then, by the same change: people are told once.

    Raises Conflict where it was saved since `lock_version` was read, RuleBroken for what cannot be.

    With `told`, the number of people who the organizer saw would be told, Unforeseen where it is another.
    """
    event = to_change(event, by, lock_version=lock_version)
    rules.check_open(event.state)
    before, met, place = event.snapshot(), event.party_ids, (event.site, event.hall)
    with db.session.no_autoflush:
        apply_values(event, values)
        if event.site and place == (event.site, event.hall) and event.venue != before["venue"]:
            _keep_words(event, before["venue"])
        require_organizer(by, event.party_ids)
        require_kept(by, met, event.party_ids)
    if any(before[name] != getattr(event, name) for name in ("local_start", "local_end")):
        event.state = rules.state_after_move(event.state)
    if confirmed and event.state == rules.TENTATIVE:
        event.state = rules.CONFIRMED
    return enter(event, "edit", before, by=by, now=now, told=told)


def _keep_words(event: Event, venue: str) -> None:
    """Of a venue that was renamed since: where another room keeps the meeting, nobody's edit renames it there."""
    if kept_elsewhere([event.id]):
        event.venue = venue


def set_standing(event: Event, person_id: int, standing: str) -> EventParticipant:
    """Writes how a person stands at the event, one of rules.STANDINGS; registration decides it."""
    (row,) = set_standings(event, [person_id], standing)
    return row


def set_standings(event: Event, person_ids: Sequence[int], standing: str) -> list[EventParticipant]:
    """The same of several people, in a few statements for all."""
    of_event = EventParticipant.event_id == event.id, EventParticipant.person_id.in_(person_ids)
    known = {row.person_id: row for row in db.session.scalars(select(EventParticipant).where(*of_event))}
    if any(row.standing != standing for row in known.values()):
        db.session.execute(update(EventParticipant).where(*of_event).values(standing=standing))
    new = {"event_id": event.id, "standing": standing}
    rows = [known.get(each) or EventParticipant(**new, person_id=each) for each in person_ids]
    db.session.add_all(rows)
    db.session.flush()
    for each in person_ids:
        standing_changed.send(event=event, person_id=each, standing=standing)
    return rows


def take_place(event: Event) -> bool:
    """Takes one place under the lock on the event; False where none is free."""
    event = locked(Event, event.id)
    if event.capacity is not None and event.places_taken >= event.capacity:
        return False
    event.places_taken += 1
    db.session.flush()
    return True


def release_place(event: Event, number: int = 1) -> None:
    """Gives one place back, or several, under the lock on the event. Raises RuleBroken where so many are not taken."""
    event = locked(Event, event.id)
    if event.places_taken < number:
        raise RuleBroken(N_("No place is taken at this event, so none can be given back."))
    event.places_taken -= number
    db.session.flush()
