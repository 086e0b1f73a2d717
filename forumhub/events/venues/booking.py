"""How an event takes its venue: the words and the clock that follow from it, and that nobody else has it then."""

from collections.abc import Iterable

from sqlalchemy import select

from forumhub.database import db
from forumhub.errors import N_, RuleBroken
from forumhub.events.models import Event
from forumhub.events.series.models import HostTurn
from forumhub.events.venues import rules
from forumhub.events.venues.models import Venue
from forumhub.events.venues.queries import booked, may_see, occupying
from forumhub.parties.policy import Reader
from forumhub.phrases import in_language, span


def settle(place: Event | HostTurn) -> None:
    """Sets the words that an event, or a turn of hosts, shows for its venue."""
    if place.hall is not None:
        place.site = place.hall.venue
    if place.site is not None:
        place.venue = rules.words(place.site.names, place.hall.names if place.hall else {})


def check_fits(place: Event | HostTurn, capacity: int | None) -> None:
    """Raises RuleBroken where the clock is another than the venue's, or more people would come than it holds."""
    if place.site is not None:
        rules.check_zone(place.timezone, place.site.timezone)
        rules.check_room(capacity, place.hall.capacity if place.hall else place.site.capacity)


def take_turn(event: Event, turn: HostTurn) -> None:
    """Gives a planned meeting its host's place; the venue is booked unless another event has it then.

    Then the words stay, and an organizer chooses: a series is planned years ahead, and nobody waits at its form.
    Call it when the event has its time.
    """
    event.host, event.city, event.venue = turn.party, turn.city, turn.venue
    event.site = event.hall = None
    if turn.site is None:
        return
    hall_id = turn.hall.id if turn.hall else None
    if not booked(turn.site.id, hall_id, event.starts_at, event.ends_at, other_than=event.id or 0):
        event.site, event.hall = turn.site, turn.hall


def check_free(events: Iterable[Event], by: Reader | None) -> None:
    """Raises RuleBroken where another event has the hall, or the venue, of one of these; call it after the flush.

    The other is named to who may see it. The locks on the venues are taken in one order and held until the transaction
    ends, so of two that book at once the second finds the first; they let foreign keys to the venue through, as the
    event's own insert has one.
    """
    booking = [event for event in events if event.venue_id is not None and event.state in rules.BOOKING]
    if not booking:
        return
    venues = select(Venue.id).where(Venue.id.in_({event.venue_id for event in booking})).order_by(Venue.id)
    db.session.execute(venues.with_for_update(key_share=True))
    for event in booking:
        for other in occupying(event)[:1]:
            raise _taken(other, by)


def _taken(other: Event, by: Reader | None) -> RuleBroken:
    if by is None or not may_see(other, by):
        return RuleBroken(N_("The venue is not free at that time: choose another time, hall or venue."), field="site")
    return RuleBroken(
        N_("%(title)s has the venue, %(when)s: choose another time, hall or venue."),
        field="site",
        title=in_language(other.titles, by.language),
        when=span(other.local_start, other.local_end, by.language, all_day=other.all_day),
    )
