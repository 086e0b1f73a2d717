"""Which events a reader may see, and which name them; apart from `queries`, since the series' own ask it, too."""

from collections.abc import Iterable

from sqlalchemy import ColumnElement, and_, or_, select
from sqlalchemy.orm import aliased

from forumhub.events.models import Event, EventHead, EventParticipant, EventParty
from forumhub.events.rules import NAMED
from forumhub.parties import policy
from forumhub.parties.policy import Reader


def event_visible_to(reader: Reader) -> ColumnElement[bool]:
    """Mirrors `policy.may_see_event` in SQL, for statements that read Event."""
    public = Event.access == policy.PUBLIC
    if not reader.signed_in:
        return public
    return or_(
        public,
        and_(Event.access == policy.PARTIES, _is_of(reader.party_ids)),
        _is_of(reader.parties_as(policy.ORGANIZER, policy.SECRETARY)),
        Event.id.in_(events_naming(reader)),
    )


def _is_of(party_ids: Iterable[int]) -> ColumnElement[bool]:
    """One of these parties meets. Asked of each event that is read, so that it costs nothing for those that are not."""
    meeting = aliased(EventParty)
    here = meeting.event_id == Event.id, meeting.party_id.in_(sorted(party_ids))
    return select(meeting.event_id).where(*here).correlate(Event).exists()


def events_naming(reader: Reader) -> ColumnElement[int]:
    """The ids of events where the reader is invited or registered, or a head of a party in which the reader holds an
    office today, as a subquery.
    """
    registered = select(EventParticipant.event_id).where(
        EventParticipant.person_id == reader.person_id, EventParticipant.standing.in_(NAMED)
    )
    heading = select(EventHead.event_id).where(
        EventHead.person_id == reader.person_id, EventHead.party_id.in_(reader.party_ids)
    )
    return registered.union(heading).scalar_subquery()
