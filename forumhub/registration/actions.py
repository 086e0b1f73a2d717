"""Writes of the registration room. Each holds the lock on the event, so that no place is given twice."""

from datetime import datetime

from forumhub.database import db, locked
from forumhub.errors import N_, NotAllowed
from forumhub.events.entering import require_organizer
from forumhub.events.models import Event
from forumhub.parties import policy
from forumhub.parties.models import Party, Person
from forumhub.parties.policy import Reader
from forumhub.registration import notices, queries, rules
from forumhub.registration.inviting import answer_invitation, invite_again, invite_person
from forumhub.registration.models import Registration
from forumhub.registration.places import ask_for_place, end, enter, new_registration, promote_waiting, under_lock

__all__ = [
    "answer_invitation",
    "apply_for_place",
    "confirm_registration",
    "decline_registration",
    "invite_again",
    "invite_person",
    "promote_waiting",
    "withdraw_registration",
]


def apply_for_place(event: Event, *, by: Reader, now: datetime) -> Registration:
    """For oneself, at an event that the caller has read as one that `by` may see: a place, or the end of the queue.

    Asked twice, it answers with what there is. Who was invited is confirmed. Raises RuleBroken where the event is over
    or cancelled, or where the person was declined.
    """
    person = _applicant(by)
    event = locked(Event, event.id)
    rules.check_open(event.state, event.ends_at, now)
    registration = queries.find_registration(event.id, person.id)
    before = registration.state if registration else None
    if registration and before in rules.REGISTERED:
        return registration
    rules.check_may_apply(before)
    state, queued_at = ask_for_place(event, wanted=before == rules.INVITED, now=now)
    registration = registration or new_registration(event, person, _party_of(by, event, person), now)
    registration.queued_at = queued_at
    enter(registration, "apply", state, before, by=person.id, now=now)
    notices.tell_registered(registration, now=now)
    return registration


def _applicant(by: Reader) -> Person:
    if by.person_id is None:
        raise NotAllowed(N_("Sign in to apply, or answer by the link of your invitation."))
    return db.session.get_one(Person, by.person_id)


def _party_of(by: Reader, event: Event, person: Person) -> Party | None:
    """Whom they come for: their own party, else the party of the event for which they hold a role."""
    if person.party_id in event.party_ids:
        return person.party
    return next((party for party in event.parties if party.id in by.party_ids), person.party)


def confirm_registration(registration: Registration, *, by: Reader, now: datetime) -> Registration:
    """The organizer's yes; the count of places stays. Again, it changes nothing. Raises NotAllowed, RuleBroken."""
    registration = under_lock(registration)
    require_organizer(by, registration.event.party_ids)
    rules.check_open(registration.event.state, registration.event.ends_at, now)
    rules.check_may_confirm(registration.state)
    if registration.state == rules.CONFIRMED:
        return registration
    enter(registration, "confirm", rules.CONFIRMED, registration.state, by=by.person_id, now=now)
    notices.tell_registered(registration, now=now)
    return registration


def decline_registration(registration: Registration, *, by: Reader, now: datetime) -> Registration:
    """The organizer's no; a place that was held goes to the first who waits. Raises NotAllowed, RuleBroken."""
    registration = under_lock(registration)
    require_organizer(by, registration.event.party_ids)
    return end(registration, "decline", rules.DECLINED, by=by.person_id, now=now)


def withdraw_registration(registration: Registration, *, by: Reader, now: datetime) -> Registration:
    """By the person, the event's organizer, or a secretary of their party; an open invitation is withdrawn with it.

    A place that was held goes to the first who waits. Again, it changes nothing. Raises NotAllowed, RuleBroken.
    """
    registration = under_lock(registration)
    if not may_withdraw(registration, by):
        raise NotAllowed(N_("A registration is withdrawn by its person, their secretariat or the organizer."))
    return end(registration, "withdraw", rules.WITHDRAWN, by=by.person_id, now=now)


def may_withdraw(registration: Registration, by: Reader) -> bool:
    own = by.person_id == registration.person_id
    secretariat = registration.party_id in by.parties_as(policy.SECRETARY)
    return own or secretariat or policy.may_organize(by, registration.event.party_ids)
