"""A series to which a meeting belongs."""

from forumhub.database import db
from forumhub.events.models import Event, Series, SeriesRule
from tests.world import NOW


def series_of(event_ulid: str) -> str:
    event = db.session.query(Event).filter_by(ulid=event_ulid).one()
    series = Series(
        register=event.register,
        kind=event.kind,
        titles=event.titles,
        access="parties",
        languages=["en", "ru"],
        created_at=NOW,
    )
    series.parties = list(event.parties)
    day = event.local_start.date()
    series.rules = [SeriesRule(from_day=day, first_local_start=event.local_start, minutes_long=480)]
    event.series = series
    db.session.add(series)
    db.session.flush()
    return series.ulid
