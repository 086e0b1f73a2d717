"""Which events name a reader; that opens them, and their series, at every level of access."""

from sqlalchemy import ColumnElement, select

from forumhub.events.models import EventHead, EventParticipant
from forumhub.events.rules import NAMED
from forumhub.parties.policy import Reader


def events_naming(reader: Reader) -> ColumnElement[int]:
    """The ids of events where the reader is a head, invited or registered, as a subquery."""
    registered = select(EventParticipant.event_id).where(
        EventParticipant.person_id == reader.person_id, EventParticipant.standing.in_(NAMED)
    )
    heading = select(EventHead.event_id).where(EventHead.person_id == reader.person_id)
    return registered.union(heading).scalar_subquery()
