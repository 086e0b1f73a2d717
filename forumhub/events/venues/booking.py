"""How an event takes its venue: the words and the clock that follow from it, and that nobody else has it then."""

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
    if event.site is None:
        return
    rules.check_zone(event.timezone, event.site.timezone)
    rules.check_room(event.capacity, event.hall.capacity if event.hall else event.site.capacity)
    event.venue = rules.words(event.site.names, event.hall.names if event.hall else {})


def check_free(event: Event, by: Reader | None) -> None:
    """Raises RuleBroken where another event has the hall, or the venue, at that time; call it after the flush.

    The other is named to who may see it. The lock on the venue is held until the transaction ends, so of two that
    book at once the second finds the first; it lets foreign keys to the venue through, as the event's own insert has
    one.
    """
    if event.venue_id is None or event.state not in rules.BOOKING:
        return
    db.session.execute(select(Venue.id).where(Venue.id == event.venue_id).with_for_update(key_share=True))
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
