"""Reads of the places of an event's delegations."""

from collections.abc import Mapping

from sqlalchemy import and_, case, func, or_, select

from forumhub.database import db
from forumhub.events.models import Event
from forumhub.parties.models import Party
from forumhub.registration.models import Delegation, Registration
from forumhub.registration.rules import HOLDS_PLACE, OBSERVER, WAITING
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


def taken_by_party(event_id: int) -> dict[int | None, Taken]:
    """Places that are held, or kept for whom one is offered, by the party's row id; None for guests. One query."""
    holds = or_(
        Registration.state.in_(sorted(HOLDS_PLACE)),
        and_(Registration.state == WAITING, Registration.offered_until.is_not(None)),
    )
    observing = func.sum(case((Registration.function == OBSERVER, 1), else_=0))
    rows = db.session.execute(
        select(Registration.party_id, func.count(), observing)
        .where(Registration.event_id == event_id, holds)
        .group_by(Registration.party_id)
    )
    return {party_id: Taken(number - observers, observers) for party_id, number, observers in rows}


def in_order(event: Event, delegations: Mapping[int, Delegation]) -> list[Party]:
    """The event's parties in the order of precedence."""
    ranks = {party.id: allotment_of(delegations.get(party.id)).precedence for party in event.parties}
    return sorted(event.parties, key=lambda party: order_of(ranks[party.id], party.code))
