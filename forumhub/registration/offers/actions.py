"""Accepting and declining a place that became free, and what becomes of it when nobody answers."""

from datetime import datetime

from sqlalchemy import select

from forumhub.database import db, locked
from forumhub.errors import N_, NotAllowed, NotFound
from forumhub.events.actions import release_place
from forumhub.events.models import Event
from forumhub.parties.policy import Reader
from forumhub.registration import notices, rules
from forumhub.registration.bulk.entering import enter_all
from forumhub.registration.models import Registration
from forumhub.registration.offers.queries import find_offered, lapsed
from forumhub.registration.offers.rules import check_offer
from forumhub.registration.places import end, leave, may_answer_for, promote_waiting, take_up, under_lock

ACCEPT = "accept"
DECLINE = "decline"


def accept_offer(registration: Registration, *, by: Reader, now: datetime) -> Registration:
    """By the person, their secretariat or the organizer: the place is theirs. Once it is, again changes nothing.

    Raises NotAllowed, RuleBroken where no place is offered or the time for it has passed.
    """
    registration = under_lock(registration)
    _require_answerer(registration, by)
    return take_up_offer(registration, by.person_id, now)


def decline_offer(registration: Registration, *, by: Reader, now: datetime) -> Registration:
    """The place goes to the next who fits, and the person is withdrawn. Raises NotAllowed, RuleBroken."""
    registration = under_lock(registration)
    _require_answerer(registration, by)
    return _decline(registration, by.person_id, now)


def _require_answerer(registration: Registration, by: Reader) -> None:
    if not may_answer_for(registration, by):
        raise NotAllowed(N_("An offer is answered by its person, their secretariat or the organizer."))


def answer_offer(token: str, answer: str, *, now: datetime) -> Registration:
    """ACCEPT or DECLINE by who holds the mail's link, which is good for this one offer; again changes nothing.

    Raises NotFound for a token that is not ours, RuleBroken for an offer that no longer holds.
    """
    found = find_offered(token)
    if found is None:
        raise NotFound
    registration = under_lock(found[0])
    if registration.offered_until not in (None, found[1]):
        check_offer(registration.state, None, now)  # a later offer, which has a mail and a link of its own
    act = take_up_offer if answer == ACCEPT else _decline
    return act(registration, registration.person_id, now)


def take_back_offers(event: Event, *, now: datetime) -> int:
    """Of an event that is put off nothing can be accepted: whoever was offered a place waits on, and keeps their turn.

    Returns how many. They are offered one anew with the new date. The lock on the event is held.
    """
    if event.state not in {"cancelled", "postponed"}:
        return 0
    offered = select(Registration).where(Registration.event_id == event.id, Registration.offered_until.is_not(None))
    found = list(db.session.scalars(offered.order_by(Registration.id)))
    if found:
        enter_all(found, "unoffer", rules.WAITING, by=None, now=now)
        release_place(event, len(found))
    return len(found)


def take_up_offer(registration: Registration, by: int | None, now: datetime) -> Registration:
    """The lock on the event is held. Raises RuleBroken."""
    if registration.state in rules.HOLDS_PLACE:
        return registration
    event = registration.event
    rules.check_open(event.state, event.ends_at, now)
    check_offer(registration.state, registration.offered_until, now)
    return take_up(registration, "accept_offer", by=by, now=now)


def _decline(registration: Registration, by: int | None, now: datetime) -> Registration:
    if registration.state != rules.WITHDRAWN:
        check_offer(registration.state, registration.offered_until, now)
    return end(registration, "withdraw", rules.WITHDRAWN, by=by, now=now)


def expire_offers(event: Event, *, now: datetime) -> int:
    """Ends the offers that ran out; who let one lapse is withdrawn and told, and the places go to the next who fit.

    They are not put at the queue's end, where the same place would be offered to them again and again while nobody
    else waits, and where they would stand before others who do answer. Returns how many.
    """
    event = locked(Event, event.id)
    ended = lapsed(event.id, now)
    for registration in ended:
        leave(registration, "lapse", rules.WITHDRAWN, by=None, now=now)
        notices.tell_lapsed(registration, now=now)
    promote_waiting(event, now=now)
    return len(ended)
