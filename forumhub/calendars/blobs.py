"""Public feeds, assembled when they move and stored in each coding, so that nobody waits for it."""

from collections.abc import Collection

from sqlalchemy import select

from forumhub.calendars.addresses import address
from forumhub.calendars.describing import languages_of
from forumhub.calendars.membership import EVENT, PUBLIC_EVENTS, PUBLIC_SERIES
from forumhub.calendars.models import CalendarBlob, CalendarCollection
from forumhub.calendars.publishing import Published
from forumhub.calendars.queries import public_feed
from forumhub.calendars.rules import GZIP, IDENTITY, encoded
from forumhub.database import db
from forumhub.events.models import Event, Series
from forumhub.parties import policy
from forumhub.phrases import side_by_side

# The feed is everybody's, so its name is not one reader's gettext.
PUBLIC_NAME = "Public events / 公开活动 / Открытые мероприятия"


def programme_name(event: Event) -> str:
    """As calendars call the feed of its sessions."""
    return f"{side_by_side(event.titles, languages_of(event))}, {event.local_start:%Y-%m-%d}"


def series_name(series: Series) -> str:
    """As calendars call the feed of its meetings, whose languages it has."""
    return side_by_side(series.titles, languages_of(series))


def store_blobs(published: Published) -> None:
    """Of the collections that moved, those that everybody may read."""
    public, collection = _public_feeds(published.open), CalendarCollection
    moved = collection.name.in_(public), collection.seq == published.number
    for each in db.session.scalars(select(collection).where(*moved).execution_options(populate_existing=True)):
        name, source = public[each.name]
        identity = public_feed(each.name, name, source, each.changed_at)
        for coding in (IDENTITY, GZIP):
            body = encoded(identity, coding)
            db.session.merge(CalendarBlob(collection=each.name, coding=coding, body=body, seq=each.seq))
    db.session.flush()


def _public_feeds(moved: Collection[str]) -> dict[str, tuple[str, str]]:
    """Name and address of each, by collection."""
    ulids = [name.removeprefix(PUBLIC_SERIES) for name in moved if name.startswith(PUBLIC_SERIES)]
    public = select(Series).where(Series.ulid.in_(ulids), Series.access == policy.PUBLIC)
    public = public.execution_options(populate_existing=True)  # renamed meanwhile by another
    rows = db.session.scalars(public) if ulids else ()
    feeds = {
        PUBLIC_SERIES + series.ulid: (series_name(series), address("calendars.series_feed", ulid=series.ulid))
        for series in rows
    }
    programmes = [name.removeprefix(EVENT) for name in moved if name.startswith(EVENT)]
    for event in db.session.scalars(
        select(Event).where(Event.ulid.in_(programmes), Event.access == policy.PUBLIC)
    ).unique():
        name, source = programme_name(event), address("calendars.programme_feed", ulid=event.ulid)
        feeds[EVENT + event.ulid] = name, source
    if PUBLIC_EVENTS in moved:
        feeds[PUBLIC_EVENTS] = (PUBLIC_NAME, address("calendars.public_feed"))
    return feeds
