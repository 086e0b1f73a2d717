"""How a registration changes its state, under the lock on its event; the actions decide what it becomes.

The event's capacity and the delegation's quota both hold after each step. A place that is offered is taken.
"""

from datetime import datetime
from typing import TypedDict, Unpack

from forumhub import audit
from forumhub.database import db, locked
from forumhub.events.actions import release_place, set_standing, take_place
from forumhub.events.models import Event
from forumhub.events.rules import POSTPONED
from forumhub.parties import policy
from forumhub.parties.models import Party, Person
from forumhub.parties.policy import Reader
from forumhub.phrases import in_language
from forumhub.registration import notices, queries, rules
from forumhub.registration.models import Registration
from forumhub.registration.offers.rules import offer_until
from forumhub.registration.quotas.queries import free_places, next_in_line
from forumhub.registration.signals import registration_changed


class Said(TypedDict, total=False):
    """What is said of somebody at an event."""

    honorific: str
    title: str
    affiliation: str
    precedence: int | None


def under_lock(registration: Registration) -> Registration:
    """The registration as it is once nobody else can change any of its event's."""
    locked(Event, registration.event_id)
    db.session.refresh(registration)
    return registration


def may_answer_for(registration: Registration, by: Reader) -> bool:
    """Withdraws a registration, or accepts a place for it: its person, their secretariat, or the event's organizer."""
    own = by.person_id is not None and by.person_id == registration.person_id
    secretariat = registration.party_id in by.parties_as(policy.SECRETARY)
    return own or secretariat or policy.may_organize(by, registration.event.party_ids)


def new_registration(event: Event, person: Person, party: Party | None, now: datetime) -> Registration:
    """Not in the database yet; the action that makes it enters it with its state."""
    registration = Registration(event=event, person=person, party=party, state=rules.INVITED, wanted=False)
    registration.function, registration.way = rules.MEMBER, rules.BY_APPLICATION
    registration.created_at = registration.changed_at = now
    return registration


def ask_for_place(
    event: Event, party: Party | None = None, function: str = rules.MEMBER, *, wanted: bool, now: datetime
) -> tuple[str, datetime]:
    """Takes a place where event and delegation have one, else the end of the queue; the state, and when it was asked.

    The lock on the event is held.
    """
    queued_at = rules.queue_time(queries.latest_queued(event.id), now)
    place = free_places(event, party.id if party else None, function) != 0 and take_place(event)
    return rules.after_asking(wanted=wanted, place=place), queued_at


def seat(
    registration: Registration, act: str, before: str | None, *, wanted: bool, by: int | None, now: datetime
) -> Registration:
    """Gives somebody who is not registered a place, or the end of the queue."""
    event, party, function = registration.event, registration.party, registration.function
    state, registration.queued_at = ask_for_place(event, party, function, wanted=wanted, now=now)
    registration.wanted = wanted
    # what was intended with an earlier place; its stamp stays, so that older mails are known
    registration.intention = registration.intention_note = ""
    registration.intended_at = None
    return enter(registration, act, state, before, by=by, now=now)


def enter(
    registration: Registration,
    act: str,
    state: str,
    before: str | None,
    *,
    offered_until: datetime | None = None,
    by: int | None,
    now: datetime,
) -> Registration:
    """Sets and records the state and tells later rooms. `by` is a person's row id; None: it followed by itself."""
    event = registration.event
    registration.state, registration.offered_until, registration.changed_at = state, offered_until, now
    db.session.add(registration)
    db.session.flush()
    record(registration, act, by=by, now=now)
    set_standing(event, registration.person_id, state)
    registration_changed.send(registration=registration, before=before)
    return registration


def record(registration: Registration, act: str, *, by: int | None, now: datetime, **details: object) -> None:
    """One audit entry, for the event's parties and that of the person."""
    event = registration.event
    label = in_language(event.titles, "en")
    readers = event.party_ids | ({registration.party_id} if registration.party_id else set())
    audit.record(f"registration.{act}", registration.ulid, by=by, parties=readers, now=now, label=label, **details)


def end(registration: Registration, act: str, state: str, *, by: int | None, now: datetime) -> Registration:
    """Withdraws or declines, and tells the person; a place that was held goes to the first who waits and fits.

    Where others end it, its invitation ends too; who withdraws by themselves may think again. Twice changes nothing.
    """
    before = registration.state
    if before == state:
        return registration
    check = rules.check_may_withdraw if state == rules.WITHDRAWN else rules.check_may_decline
    check(before)
    if by != registration.person_id:
        close_invitations(registration, now=now)
    leave(registration, act, state, by=by, now=now)
    notices.tell_ended(registration, before, now=now)
    promote_waiting(registration.event, now=now)
    return registration


def leave(registration: Registration, act: str, state: str, *, by: int | None, now: datetime) -> None:
    """Sets the state of who comes no more; a place that they held, or that was offered to them, becomes free."""
    held = rules.holds_place(registration.state, registration.offered_until)
    enter(registration, act, state, registration.state, by=by, now=now)
    if held:
        release_place(registration.event)


def close_invitations(registration: Registration, *, now: datetime) -> None:
    for invitation in queries.open_invitations(registration.id):
        invitation.withdrawn_at = now


def promote_waiting(event: Event, *, now: datetime) -> int:
    """Gives or offers free places to those who wait, first come first served, and tells them; returns how many.

    One whose delegation is full is passed over and keeps their turn. Who was asked for is confirmed at once; who
    applied still waits for the organizer. The lock on the event is held.
    """
    promoted = 0
    if event.state == POSTPONED or not rules.is_open(event.state, event.ends_at, now):
        return promoted
    while free_places(event) != 0 and (first := next_in_line(event.id)) and take_place(event):
        _give(first, now)
        promoted += 1
    return promoted


def _give(registration: Registration, now: datetime) -> None:
    """Who cannot be asked by mail has it at once."""
    event = registration.event
    hours = queries.settings_of(event).offer_hours if registration.person.email else None
    until = offer_until(hours, event.starts_at, now)
    if until:
        enter(registration, "offer", rules.WAITING, rules.WAITING, offered_until=until, by=None, now=now)
        notices.tell_offered(registration, now=now)
    else:
        take_up(registration, "promote", by=None, now=now)


def take_up(registration: Registration, act: str, *, by: int | None, now: datetime) -> Registration:
    """Who waited has the place that was counted for them, and is told."""
    state = rules.after_asking(wanted=registration.wanted, place=True)
    enter(registration, act, state, rules.WAITING, by=by, now=now)
    notices.tell_registered(registration, promoted=True, now=now)
    return registration


def register_person(
    event: Event,
    person: Person,
    *,
    party: Party | None,
    function: str = rules.MEMBER,
    way: str,
    wanted: bool,
    tell: bool = True,
    by: Reader,
    now: datetime,
    **said: Unpack[Said],
) -> Registration:
    """A place, or the queue's end, for somebody of a list: nominated, imported, or who applied without an account.

    The caller has checked that `by` may do so. `wanted`: the organizer has accepted them, so
    that a place is confirmed at once. Who is registered already stays as they are and is answered with; who was
    invited, declined or withdrew is registered anew. With `tell` the person gets a mail, and their calendar an entry.
    Raises RuleBroken where the event is over or cancelled, or where the organizer declined somebody who is not wanted.
    """
    event = locked(Event, event.id)
    rules.check_open(event.state, event.ends_at, now)
    registration = queries.find_registration(event.id, person.id)
    before = registration.state if registration else None
    if registration and before in rules.REGISTERED:
        return registration
    if not wanted:
        rules.check_may_apply(before)
    registration = registration or new_registration(event, person, party, now)
    registration.party, registration.function, registration.way = party, function, way
    for name, value in said.items():
        setattr(registration, name, value)
    seat(registration, "register", before, wanted=wanted, by=by.person_id, now=now)
    if tell:
        notices.tell_registered(registration, now=now)
    return registration
