"""Reads of series and of their meetings."""

from datetime import date, datetime

from sqlalchemy import ColumnElement, Select, and_, func, or_, select, tuple_

from forumhub.database import db
from forumhub.errors import N_, NotAllowed, NotFound
from forumhub.events.models import Event, Register, Series, SeriesParty
from forumhub.events.rules import PLANNED
from forumhub.events.series.rules import follows
from forumhub.events.sight import event_visible_to, events_naming
from forumhub.parties import policy
from forumhub.parties.policy import Reader


def visible_to(reader: Reader) -> ColumnElement[bool]:
    """As for events; who is named at one of its meetings sees the series. For statements that read Series."""
    public = Series.access == policy.PUBLIC
    if not reader.signed_in:
        return public
    staffed = reader.parties_as(policy.ORGANIZER, policy.SECRETARY)
    return or_(
        public,
        and_(Series.access == policy.PARTIES, Series.id.in_(_series_of(reader.party_ids))),
        Series.id.in_(_series_of(staffed)),
        Series.id.in_(select(Event.series_id).where(Event.id.in_(events_naming(reader)))),
    )


def _series_of(party_ids: frozenset[int]) -> Select[int]:
    return select(SeriesParty.series_id).where(SeriesParty.party_id.in_(sorted(party_ids)))


def find_series(ulid: str, reader: Reader) -> Series | None:
    return db.session.scalar(select(Series).where(Series.ulid == ulid, visible_to(reader)))


def get_series(ulid: str, reader: Reader, *, to_organize: bool = False) -> Series:
    """Raises NotFound where the reader may not see it; with `to_organize`, NotAllowed where others organize it."""
    series = find_series(ulid, reader)
    if series is None:
        raise NotFound
    if to_organize and not policy.may_organize(reader, series.party_ids):
        raise NotAllowed(N_("Only an organizer of one of the series' parties may do that."))
    return series


def all_series(reader: Reader) -> list[Series]:
    """In the order of their register codes."""
    statement = select(Series).where(visible_to(reader)).join(Series.register)
    return list(db.session.scalars(statement.order_by(Register.code)))


def meetings_of(series_id: int) -> list[Event]:
    """All events of the series in the order of time, whoever may see them."""
    statement = select(Event).where(Event.series_id == series_id)
    return list(db.session.scalars(statement.order_by(Event.starts_at, Event.id)))


def visible_meetings(series_id: int, reader: Reader) -> list[Event]:
    """The events of the series that the reader may see, in the order of time."""
    statement = select(Event).where(Event.series_id == series_id, event_visible_to(reader))
    return list(db.session.scalars(statement.order_by(Event.starts_at, Event.id)))


def next_meetings(reader: Reader, now: datetime) -> dict[int, Event]:
    """By row id of the series, its next meeting that takes place, of those that the reader may see. One query."""
    ahead = Event.starts_at > now, Event.state.in_(PLANNED), Event.series_id.is_not(None), event_visible_to(reader)
    first = select(Event.series_id, func.min(Event.starts_at)).where(*ahead).group_by(Event.series_id).correlate(None)
    events = db.session.scalars(select(Event).where(*ahead, tuple_(Event.series_id, Event.starts_at).in_(first)))
    return {event.series_id: event for event in events if event.series_id is not None}


def occurrences_of(series_id: int) -> list[date]:
    """The days for which meetings were made from the rule, in order."""
    statement = select(Event.occurrence).where(Event.series_id == series_id, Event.occurrence.is_not(None))
    return [day for day in db.session.scalars(statement.order_by(Event.occurrence)) if day is not None]


def followers(series: Series, now: datetime) -> list[Event]:
    """The meetings that a change of the series reaches, in the order of time."""
    first = series.first_local_start
    return [
        event
        for event in meetings_of(series.id)
        if follows(event.state, event.starts_at, event.occurrence, event.local_start, first, now)
    ]
