"""How a registration changes its state, under the lock on its event; the actions decide what it becomes."""

from datetime import datetime

from forumhub import audit
from forumhub.database import db, locked
from forumhub.events.actions import release_place, set_standing, take_place
from forumhub.events.models import Event
from forumhub.parties.models import Party, Person
from forumhub.phrases import in_language
from forumhub.registration import notices, queries, rules
from forumhub.registration.models import Registration
from forumhub.registration.signals import registration_changed


def under_lock(registration: Registration) -> Registration:
    """The registration as it is once nobody else can change any of its event's."""
    locked(Event, registration.event_id)
    db.session.refresh(registration)
    return registration


def new_registration(event: Event, person: Person, party: Party | None, now: datetime) -> Registration:
    """Not in the database yet; the action that makes it enters it with its state."""
    registration = Registration(event=event, person=person, party=party, state=rules.INVITED)
    registration.created_at = registration.changed_at = now
    db.session.add(registration)
    return registration


def ask_for_place(event: Event, *, wanted: bool, now: datetime) -> tuple[str, datetime]:
    """Takes a place where one is free, else the end of the queue; the state that this gives, and when it was asked."""
    queued_at = rules.queue_time(queries.latest_queued(event.id), now)
    return rules.after_asking(wanted=wanted, place=take_place(event)), queued_at


def enter(
    registration: Registration, act: str, state: str, before: str | None, *, by: int | None, now: datetime
) -> Registration:
    """Sets and records the state and tells later rooms. `by` is a person's row id; None: it followed by itself."""
    event = registration.event
    registration.state, registration.changed_at = state, now
    db.session.flush()
    label = in_language(event.titles, "en")
    readers = event.party_ids | ({registration.party_id} if registration.party_id else set())
    audit.record(f"registration.{act}", registration.ulid, by=by, parties=readers, now=now, label=label)
    set_standing(event, registration.person_id, state)
    registration_changed.send(registration=registration, before=before)
    return registration


def end(registration: Registration, act: str, state: str, *, by: int | None, now: datetime) -> Registration:
    """Withdraws or declines, and tells the person; a place that was held goes to the first who waits.

    Where others end it, its invitation ends too; who withdraws by themselves may think again. Twice changes nothing.
    """
    before = registration.state
    if before == state:
        return registration
    check = rules.check_may_withdraw if state == rules.WITHDRAWN else rules.check_may_decline
    check(before)
    if by != registration.person_id:
        close_invitations(registration, now=now)
    enter(registration, act, state, before, by=by, now=now)
    notices.tell_ended(registration, before, now=now)
    if before in rules.HOLDS_PLACE:
        release_place(registration.event)
        promote_waiting(registration.event, now=now)
    return registration


def close_invitations(registration: Registration, *, now: datetime) -> None:
    for invitation in queries.open_invitations(registration.id):
        invitation.withdrawn_at = now


def promote_waiting(event: Event, *, now: datetime) -> int:
    """Gives free places to those who wait, first come first served, and tells them; returns how many.

    Who was invited is confirmed at once; who applied still waits for the organizer. The lock on the event is held.
    """
    promoted = 0
    if not rules.is_open(event.state, event.ends_at, now):
        return promoted
    while (first := queries.first_waiting(event.id)) and take_place(event):
        wanted = bool(queries.open_invitations(first.id))
        state = rules.after_asking(wanted=wanted, place=True)
        enter(first, "promote", state, rules.WAITING, by=None, now=now)
        notices.tell_registered(first, promoted=True, now=now)
        promoted += 1
    return promoted
