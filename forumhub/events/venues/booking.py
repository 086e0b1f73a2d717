"""How an event takes its venue: the words and the clock that follow from it, and that nobody else has it then."""

from collections.abc import Iterable

from sqlalchemy import select

from forumhub.database import db
from forumhub.errors import N_, RuleBroken
from forumhub.events.models import Event
from forumhub.events.venues import rules
from forumhub.events.venues.models import Venue
from forumhub.events.venues.queries import may_see, occupying
from forumhub.parties.policy import Reader
from forumhub.phrases import in_language


def settle(event: Event) -> None:
    """Sets the words that the event shows for its venue. Raises RuleBroken for another clock or too many people."""
    if event.hall is not None:
        event.site = event.hall.venue
    if event.site is not None:
        check_fits(event)
        event.venue = rules.words(event.site.names, event.hall.names if event.hall else {})


def check_fits(event: Event) -> None:
    """Raises RuleBroken where the event keeps another clock than its venue, or takes too many people."""
    if event.site is not None:
        rules.check_zone(event.timezone, event.site.timezone)
        rules.check_room(event.capacity, event.hall.capacity if event.hall else event.site.capacity)


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
        N_("%(title)s has the venue from %(start)s to %(end)s: choose another time, hall or venue."),
        field="site",
        title=in_language(other.titles, by.language),
        start=f"{other.local_start:%Y-%m-%d %H:%M}",
        end=f"{other.local_end:%Y-%m-%d %H:%M}",
    )
