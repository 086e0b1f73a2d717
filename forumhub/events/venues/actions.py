"""Writes of venues; booking one is a part of entering its event."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select

from forumhub import audit
from forumhub.database import db, locked
from forumhub.errors import N_, Conflict, NotAllowed, RuleBroken
from forumhub.events.models import Event
from forumhub.events.recurrence import check_timezone
from forumhub.events.signals import venue_located
from forumhub.events.venues import rules
from forumhub.events.venues.models import Hall, Venue
from forumhub.events.venues.queries import halls_in_use
from forumhub.events.venues.values import HallValues, VenueValues
from forumhub.parties import policy
from forumhub.parties.models import Party
from forumhub.parties.policy import Reader
from forumhub.phrases import in_language


def create_venue(party: Party, values: VenueValues, halls: Sequence[HallValues], *, by: Reader, now: datetime) -> Venue:
    """City and time zone default to the party's capital. Raises NotAllowed unless `by` organizes for the party."""
    venue = Venue(party=party, created_at=now, lock_version=1)
    _require_keeper(venue.party.id, by)
    _apply(venue, values, halls)
    db.session.add(venue)
    return _enter(venue, "create_venue", by, now)


def edit_venue(
    venue: Venue, values: VenueValues, halls: Sequence[HallValues], *, lock_version: int, by: Reader, now: datetime
) -> Venue:
    """Halls that are not named any more are taken out; events keep the words that were told.

    Raises Conflict where it was saved since `lock_version` was read, RuleBroken for a hall that events have.
    """
    if (values["latitude"], values["longitude"]) != (venue.latitude, venue.longitude):
        _lock_meetings(venue)
    venue = locked(Venue, venue.id)
    _require_keeper(venue.party_id, by)
    if venue.lock_version != lock_version:
        raise Conflict(N_("Somebody else saved this venue since you opened it, so yours was not saved."))
    was = venue.coordinates
    _apply(venue, values, halls)
    if venue.coordinates != was:
        venue.located_at = now
        venue_located.send(venue=venue)
    venue.lock_version += 1
    return _enter(venue, "edit_venue", by, now)


def _lock_meetings(venue: Venue) -> None:
    """Calendars tell all of them anew; events are locked before their venues, as by whoever books one."""
    meetings = select(Event.id).where(Event.venue_id == venue.id).order_by(Event.id)
    db.session.execute(meetings.with_for_update(key_share=True))


def close_venue(venue: Venue, *, by: Reader, now: datetime) -> Venue:
    """It is offered no more. What is planned there stays."""
    return _set_closed(venue, now, "close_venue", by, now)


def reopen_venue(venue: Venue, *, by: Reader, now: datetime) -> Venue:
    return _set_closed(venue, None, "reopen_venue", by, now)


def _set_closed(venue: Venue, closed_at: datetime | None, act: str, by: Reader, now: datetime) -> Venue:
    venue = locked(Venue, venue.id)
    _require_keeper(venue.party_id, by)
    if (venue.closed_at is None) == (closed_at is None):
        return venue
    venue.closed_at = closed_at
    venue.lock_version += 1
    return _enter(venue, act, by, now)


def _require_keeper(party_id: int, by: Reader) -> None:
    if not policy.may_organize(by, {party_id}):
        raise NotAllowed(N_("Only an organizer of the party whose venue it is may do that."))


def _apply(venue: Venue, values: VenueValues, halls: Sequence[HallValues]) -> None:
    rules.check_names(values["names"], "names")
    rules.check_halls([hall["names"] for hall in halls])
    for name, value in values.items():
        setattr(venue, name, value)
    venue.city = venue.city or venue.party.city
    venue.timezone = venue.timezone or venue.party.timezone
    check_timezone(venue.timezone)
    rules.check_coordinates(venue.latitude, venue.longitude)
    _set_halls(venue, halls)


def _set_halls(venue: Venue, halls: Sequence[HallValues]) -> None:
    there = {hall.ulid: hall for hall in venue.halls}
    kept = [hall["ulid"] for hall in halls if hall["ulid"]]
    _check_unused([hall for ulid, hall in there.items() if ulid not in kept])
    for position, hall in enumerate(venue.halls, start=1):
        hall.position = -position  # out of the way of the new order: positions are unique at each statement
    if venue.halls:
        db.session.flush()
    ordered = []
    for position, values in enumerate(halls, start=1):
        rules.check_names(values["names"], "halls")
        row = there.get(values["ulid"]) or Hall()
        row.names, row.capacity, row.position = values["names"], values["capacity"], position
        ordered.append(row)
    venue.halls = ordered


def _check_unused(gone: Sequence[Hall]) -> None:
    used = halls_in_use(hall.id for hall in gone)
    for hall in gone:
        if hall.id in used:
            message = N_("%(name)s is the hall of an event, so it stays in the list.")
            raise RuleBroken(message, field="halls", name=in_language(hall.names, "en"))


def _enter(venue: Venue, act: str, by: Reader, now: datetime) -> Venue:
    db.session.flush()
    label = in_language(venue.names, "en")
    audit.record(f"events.{act}", venue.ulid, by=by.person_id, parties=[venue.party_id], now=now, label=label)
    return venue
