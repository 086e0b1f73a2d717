"""From what something was copied, as far as the reader may see it."""

from datetime import datetime

from sqlalchemy import select

from forumhub.database import db
from forumhub.events.models import Event, Series
from forumhub.events.rules import PLANNED
from forumhub.events.series.queries import visible_to as series_visible_to
from forumhub.events.sight import event_visible_to
from forumhub.parties.policy import Reader


def source_of_event(event: Event, reader: Reader) -> Event | None:
    if event.copied_from_id is None:
        return None
    return db.session.scalar(select(Event).where(Event.id == event.copied_from_id, event_visible_to(reader)))


def source_of_series(series: Series, reader: Reader) -> Series | None:
    if series.copied_from_id is None:
        return None
    return db.session.scalar(select(Series).where(Series.id == series.copied_from_id, series_visible_to(reader)))


def planned_meetings(series_id: int, reader: Reader, now: datetime) -> list[Event]:
    """Those of the series that are still to come and that the reader may see, in the order of time."""
    ahead = Event.series_id == series_id, Event.state.in_(PLANNED), Event.starts_at > now, event_visible_to(reader)
    return list(db.session.scalars(select(Event).where(*ahead).order_by(Event.starts_at, Event.id)))
