"""Reads of how many places each delegation has, and how many of them are taken. The actions hold the event's lock."""

from collections import Counter
from typing import NamedTuple

from sqlalchemy import ColumnElement, and_, func, or_, select, true

from forumhub.database import db
from forumhub.events.models import Event
from forumhub.registration.models import Delegation, Registration
from forumhub.registration.quotas.rules import fewer_of, is_observing, places_left
from forumhub.registration.rules import HOLDS_PLACE, OBSERVER, WAITING


class Share(NamedTuple):
    """What one number limits: a party's observers, or all others of its delegation."""

    party_id: int
    observing: bool


def share_of(party_id: int | None, function: str) -> Share | None:
    """None for a guest, whom only the event's capacity limits."""
    return None if party_id is None else Share(party_id, is_observing(function))


def holding() -> ColumnElement[bool]:
    """Who counts as a place taken, whom a place is offered to among them."""
    return or_(Registration.state.in_(sorted(HOLDS_PLACE)), Registration.offered_until.is_not(None))


def limits(event_id: int) -> dict[Share, int]:
    """Of each share that has a limit of its own."""
    columns = Delegation.party_id, Delegation.quota, Delegation.observers
    found: dict[Share, int] = {}
    for party_id, quota, observers in db.session.execute(select(*columns).where(Delegation.event_id == event_id)):
        said = {Share(party_id, False): quota, Share(party_id, True): observers}
        found.update({share: limit for share, limit in said.items() if limit is not None})
    return found


def places_taken(event_id: int, party_id: int | None = None) -> Counter[Share]:
    """Of each share, or of one party's; in one query."""
    columns = Registration.party_id, Registration.function
    statement = select(*columns, func.count()).where(
        Registration.event_id == event_id,
        true() if party_id is None else Registration.party_id == party_id,
        holding(),
    )
    taken: Counter[Share] = Counter()
    for party, function, number in db.session.execute(statement.group_by(*columns)):
        if share := share_of(party, function):
            taken[share] += number
    return taken


def left_in_delegation(event_id: int, party_id: int | None, function: str) -> int | None:
    """How many more of this function the party may send; None where nothing but the event's capacity limits it."""
    share = share_of(party_id, function)
    if share is None:
        return None
    column = Delegation.observers if share.observing else Delegation.quota
    of_party = Delegation.event_id == event_id, Delegation.party_id == party_id
    limit = db.session.scalar(select(column).where(*of_party))
    return None if limit is None else places_left(limit, places_taken(event_id, party_id)[share])


def free_places(event: Event, party_id: int | None = None, function: str = "") -> int | None:
    """How many are left for somebody of this party and function; None where there is no limit."""
    of_event = places_left(event.capacity, event.places_taken)
    return fewer_of(of_event, left_in_delegation(event.id, party_id, function))


def next_in_line(event_id: int, leaving: Registration | None = None) -> Registration | None:
    """Whose turn it is when a place is free: the first who waits and whose delegation is not full.

    With `leaving`, as it will be once that registration holds no place.
    """
    statement = select(Registration).where(
        Registration.event_id == event_id, Registration.state == WAITING, Registration.offered_until.is_(None)
    )
    if leaving:
        statement = statement.where(Registration.id != leaving.id)
    fits = [_not_of(share) for share in _full(event_id, leaving)]
    statement = statement.where(and_(true(), *fits)).order_by(Registration.queued_at, Registration.id).limit(1)
    return db.session.scalar(statement)


def _full(event_id: int, leaving: Registration | None) -> list[Share]:
    limited = limits(event_id)
    if not limited:
        return []
    taken = places_taken(event_id)
    if leaving and (share := share_of(leaving.party_id, leaving.function)):
        taken[share] -= 1
    return sorted(share for share, limit in limited.items() if taken[share] >= limit)


def _not_of(share: Share) -> ColumnElement[bool]:
    other = Registration.function != OBSERVER if share.observing else Registration.function == OBSERVER
    return or_(Registration.party_id.is_distinct_from(share.party_id), other)
