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
from forumhub.registration.attendance.actions import (
    attend_registration,
    close_attendance,
    miss_registration,
    reopen_attendance,
)
from forumhub.registration.inviting import answer_invitation, invite_again, invite_person
from forumhub.registration.models import Registration
from forumhub.registration.offers.actions import accept_offer, answer_offer, decline_offer, expire_offers
from forumhub.registration.places import (
    end,
    enter,
    may_answer_for,
    new_registration,
    promote_waiting,
    record,
    register_person,
    seat,
    under_lock,
)
from forumhub.registration.quotas.queries import left_in_delegation
from forumhub.registration.quotas.rules import check_room, is_observing

__all__ = [
    "accept_offer",
    "answer_invitation",
    "answer_offer",
    "apply_for_place",
    "attend_registration",
    "change_function",
    "close_attendance",
    "comes_as",
    "confirm_registration",
    "decline_offer",
    "decline_registration",
    "expire_offers",
    "invite_again",
    "invite_person",
    "join_delegation",
    "miss_registration",
    "promote_waiting",
    "register_person",
    "reopen_attendance",
    "withdraw_registration",
]


def apply_for_place(event: Event, *, by: Reader, now: datetime) -> Registration:
    """For oneself, at an event that the caller has read as one that `by` may see: a place, or the end of the queue.

    Asked twice, it answers with what there is. Who was invited is confirmed, while
    the invitation holds; once it has expired they apply like others. Raises RuleBroken where the event is over
    or cancelled, where its settings let nobody apply, or where the person was declined.
    """
    person = _applicant(by)
    event = locked(Event, event.id)
    rules.check_open(event.state, event.ends_at, now)
    registration = queries.find_registration(event.id, person.id)
    before = registration.state if registration else None
    if registration and before in rules.REGISTERED:
        return registration
    invited = registration is not None and queries.is_invited(registration, now)
    rules.check_may_apply(before)
    if not invited:
        settings = queries.settings_of(event)
        rules.check_taken_in(settings.applicants, settings.deadline, now)
    registration = registration or new_registration(event, person, None, now)
    if not invited:
        registration.party, registration.function = comes_as(event, by)
    seat(registration, "apply", before, wanted=invited, by=person.id, now=now)
    notices.tell_registered(registration, now=now)
    return registration


def _applicant(by: Reader) -> Person:
    if by.person_id is None:
        raise NotAllowed(N_("Sign in to apply, or answer by the link of your invitation."))
    return db.session.get_one(Person, by.person_id)


def comes_as(event: Event, by: Reader) -> tuple[Party | None, str]:
    """For whom somebody who applies would come, and as what.

    Their own party where it takes part, else that of the event for which they hold a role, else their own. Whom it
    named as leading is its head; who holds its observer's role, and no other, observes.
    """
    home = _applicant(by).party
    held = next((each for each in event.parties if each.id in by.party_ids), None)
    party = home if home in event.parties else held or home
    if party is None:
        return None, rules.MEMBER
    if any(head.person_id == by.person_id and head.party_id == party.id and head.leads for head in event.heads):
        return party, rules.HEAD
    return party, rules.OBSERVER if by.roles.get(party.id) == frozenset({policy.OBSERVER}) else rules.MEMBER


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
    if not may_answer_for(registration, by):
        raise NotAllowed(N_("A registration is withdrawn by its person, their secretariat or the organizer."))
    return end(registration, "withdraw", rules.WITHDRAWN, by=by.person_id, now=now)


def change_function(
    registration: Registration, function: str, *, promote: bool = True, by: Reader, now: datetime
) -> Registration:
    """In their delegation, one of rules.FUNCTIONS; the caller has checked that `by` may. A place that is left is free,
    and goes to who waits, unless the caller gives such places away itself and does not `promote`.

    Raises RuleBroken where somebody who holds a place would count for observers, or no more for them, and no place
    of that kind is left.
    """
    registration = under_lock(registration)
    event, before = registration.event, registration.function
    if function == before:
        return registration
    other_share = is_observing(function) != is_observing(before)
    if other_share and rules.holds_place(registration.state, registration.offered_until):
        check_room(left_in_delegation(event.id, registration.party_id, function))
    registration.function, registration.changed_at = function, now
    record(registration, "function", by=by.person_id, now=now, before=before, after=function)
    if promote:
        promote_waiting(event, now=now)
    return registration


def join_delegation(registration: Registration, party: Party, function: str, *, by: Reader, now: datetime) -> None:
    """A guest, who was registered without a party, comes for this one now; the caller has checked that `by` may.

    Raises RuleBroken where they hold a place, and the party has none of this kind left.
    """
    registration = under_lock(registration)
    if rules.holds_place(registration.state, registration.offered_until):
        check_room(left_in_delegation(registration.event_id, party.id, function))
    before = registration.function
    registration.party, registration.function, registration.changed_at = party, function, now
    db.session.flush()
    record(registration, "join_delegation", by=by.person_id, now=now, before=before, after=function)
