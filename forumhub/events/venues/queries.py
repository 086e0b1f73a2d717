"""Reads of venues and of what takes place there."""

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import ColumnElement, and_, exists, false, or_, select
from sqlalchemy.orm import aliased

from forumhub.agreements.models import AgreementParty, AgreementVersion
from forumhub.agreements.rules import WAS_IN_FORCE
from forumhub.database import db
from forumhub.errors import N_, NotAllowed, NotFound
from forumhub.events.models import Event
from forumhub.events.queries import sharing
from forumhub.events.sight import event_visible_to
from forumhub.events.venues.models import Venue
from forumhub.events.venues.rules import BOOKING
from forumhub.parties import policy
from forumhub.parties.policy import Reader


def visible_to(reader: Reader) -> ColumnElement[bool]:
    """A party's venues are seen by everybody with a role of it, and by the organizers and secretaries of its partners.

    Partners are parties to an agreement with it that is or was in force: they plan meetings there. For statements
    that read Venue.
    """
    if not reader.signed_in:
        return false()
    mine, theirs = aliased(AgreementParty), aliased(AgreementParty)
    staffed = reader.parties_as(policy.ORGANIZER, policy.SECRETARY)
    agreed = select(AgreementVersion.agreement_id).where(AgreementVersion.state.in_(WAS_IN_FORCE))
    together = mine.agreement_id == theirs.agreement_id
    partners = select(theirs.party_id).join(mine, together).where(theirs.agreement_id.in_(agreed))
    return or_(
        Venue.party_id.in_(sorted(reader.party_ids)), Venue.party_id.in_(partners.where(mine.party_id.in_(staffed)))
    )


def find_venue(ulid: str, reader: Reader) -> Venue | None:
    return db.session.scalar(select(Venue).where(Venue.ulid == ulid, visible_to(reader)))


def get_venue(ulid: str, reader: Reader, *, to_keep: bool = False) -> Venue:
    """Raises NotFound where the reader may not see it; with `to_keep`, NotAllowed where another party keeps it."""
    venue = find_venue(ulid, reader)
    if venue is None:
        raise NotFound
    if to_keep and not policy.may_organize(reader, {venue.party_id}):
        raise NotAllowed(N_("Only an organizer of the party whose venue it is may do that."))
    return venue


def all_venues(reader: Reader, *, closed: bool = False) -> list[Venue]:
    """Those in use, or those closed, by party and then in the order in which they were entered."""
    stands = Venue.closed_at.is_not(None) if closed else Venue.closed_at.is_(None)
    statement = select(Venue).where(visible_to(reader), stands)
    return list(db.session.scalars(statement.order_by(Venue.party_id, Venue.id)))


def next_in(venue_id: int, reader: Reader, now: datetime, limit: int) -> list[Event]:
    """What is planned there and not over yet, of what the reader may see; earliest first."""
    ahead = Event.venue_id == venue_id, Event.ends_at > now, Event.state.in_(BOOKING)
    statement = select(Event).where(*ahead, event_visible_to(reader)).order_by(Event.starts_at, Event.id)
    return list(db.session.scalars(statement.limit(limit)))


def occupying(event: Event) -> list[Event]:
    """Other events that have the event's hall, or its whole venue, within its time, whoever may see them."""
    if event.venue_id is None or event.state not in BOOKING:
        return []
    return booked(event.venue_id, event.hall_id, event.starts_at, event.ends_at, other_than=event.id)


def booked(
    venue_id: int, hall_id: int | None, starts_at: datetime, ends_at: datetime, *, other_than: int
) -> list[Event]:
    """Events that have this hall, or the whole venue, at some moment from `starts_at` until `ends_at`, exclusive."""
    there = taking(venue_id, hall_id), sharing(starts_at, ends_at), Event.state.in_(BOOKING)
    statement = select(Event).where(*there, Event.id != other_than)
    return list(db.session.scalars(statement.order_by(Event.starts_at, Event.id)))


def taking(venue_id: int, hall_id: int | None) -> ColumnElement[bool]:
    """Events that have the venue, or this hall of it; a hall is taken too where the whole venue is."""
    if hall_id is None:
        return Event.venue_id == venue_id
    return and_(Event.venue_id == venue_id, or_(Event.hall_id.is_(None), Event.hall_id == hall_id))


def may_see(event: Event, reader: Reader) -> bool:
    statement = select(exists().where(Event.id == event.id, event_visible_to(reader)))
    return bool(db.session.scalar(statement))


def halls_in_use(hall_ids: Iterable[int]) -> set[int]:
    """Of these halls, those that any event has, past ones included."""
    statement = select(Event.hall_id).where(Event.hall_id.in_(list(hall_ids))).distinct()
    return {hall_id for hall_id in db.session.scalars(statement) if hall_id is not None}
