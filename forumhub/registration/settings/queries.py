"""Reads of the places of an event's delegations."""

from collections import Counter
from collections.abc import Mapping

from sqlalchemy import select

from forumhub.database import db
from forumhub.events.models import Event
from forumhub.parties.models import Party
from forumhub.registration.models import Delegation
from forumhub.registration.quotas.queries import Share, places_taken
from forumhub.registration.settings.rules import NOTHING_ALLOTTED, Allotment, Taken, order_of


def delegations_of(event_id: int) -> dict[int, Delegation]:
    """By the party's row id, read anew. A party without a row has no limit and no rank."""
    statement = select(Delegation).where(Delegation.event_id == event_id)
    found = db.session.scalars(statement.execution_options(populate_existing=True))
    return {delegation.party_id: delegation for delegation in found}


def allotment_of(delegation: Delegation | None) -> Allotment:
    if delegation is None:
        return NOTHING_ALLOTTED
    return Allotment(delegation.quota, delegation.observers, delegation.precedence)


def taken_by_party(event_id: int) -> dict[int, Taken]:
    """Places that are held, or kept for whom one is offered, by the party's row id. One query."""
    taken = places_taken(event_id)
    return {share.party_id: _taken(taken, share.party_id) for share in taken}


def _taken(taken: Counter[Share], party_id: int) -> Taken:
    return Taken(taken[Share(party_id, False)], taken[Share(party_id, True)])


def in_order(event: Event, delegations: Mapping[int, Delegation]) -> list[Party]:
    """The event's parties in the order of precedence."""
    ranks = {party.id: allotment_of(delegations.get(party.id)).precedence for party in event.parties}
    return sorted(event.parties, key=lambda party: order_of(ranks[party.id], party.code))
