"""Reads of grants: for who acts under one, and for who may see the chain that tells of them."""

from sqlalchemy import Select, exists, select

from forumhub.database import db
from forumhub.events.models import EventHead
from forumhub.minutes.grants.models import ApprovalGrant
from forumhub.parties.models import Person


def find_standing(event_id: int, party_id: int, person_id: int) -> ApprovalGrant | None:
    """None for who is not named to approve, and for who was named before the chain told of it.

    Who decides on it holds the chain (`ledger.hold`): nobody ends the grant meanwhile.
    """
    grant = ApprovalGrant
    named = grant.event_id == event_id, grant.party_id == party_id, grant.person_id == person_id
    return db.session.scalar(select(grant).where(*named, grant.ended_at.is_(None)))


def without_grant(event_id: int, party_id: int) -> list[Person]:
    """Whom the party named to approve at the event, and the chain does not say so."""
    grant, head = ApprovalGrant, EventHead
    same = grant.event_id == head.event_id, grant.party_id == head.party_id, grant.person_id == head.person_id
    stands = exists().where(*same, grant.ended_at.is_(None))
    named = select(Person).join(head, head.person_id == Person.id).where(head.event_id == event_id, head.may_approve)
    return list(db.session.scalars(named.where(head.party_id == party_id, ~stands).order_by(Person.id)))


def granting_events() -> Select[int]:
    """Row ids of events at which somebody was named to approve, whatever became of it since."""
    return select(ApprovalGrant.event_id)
