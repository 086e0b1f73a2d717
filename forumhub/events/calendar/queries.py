"""Reads of the calendar: the events of a period, on the reader's clock or on each event's own."""

from collections import defaultdict
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, and_, or_, select

from forumhub.database import db
from forumhub.events.calendar.rules import MOST_EVENTS, Period, Traits
from forumhub.events.models import Event, EventParty, Series
from forumhub.events.queries import like, sharing, visible_to
from forumhub.events.rules import PLANNED
from forumhub.parties.models import Party
from forumhub.parties.policy import Reader

_MARGIN = timedelta(days=2)
"""A host's day may begin 26 hours before or after the same day of the reader."""


def events_of(
    reader: Reader, period: Period, zone: ZoneInfo | None, *, party: str, series: str, kind: str, state: str
) -> list[Event]:
    """What the reader may see of the period's days on the clocks of `zone`, on each event's own where that is None.

    Earliest first, at most MOST_EVENTS, cancelled ones too; empty filters do not filter.
    """
    statement = select(Event).where(visible_to(reader), within(period, zone), *like(party, kind, series, state))
    return list(db.session.scalars(statement.order_by(Event.starts_at, Event.id).limit(MOST_EVENTS)))


def traits_of(reader: Reader, period: Period, zone: ZoneInfo | None) -> list[Traits]:
    """What the period's events can be filtered by, in one query."""
    statement = (
        select(Event.id, Event.kind, Event.state, Series.ulid, Party.code)
        .join(EventParty, EventParty.event_id == Event.id)
        .join(Party, Party.id == EventParty.party_id)
        .outerjoin(Series, Series.id == Event.series_id)
        .where(visible_to(reader), within(period, zone))
    )
    found: dict[tuple[int, str, str, str], set[str]] = defaultdict(set)
    for event_id, kind, state, series, party in db.session.execute(statement):
        found[event_id, kind, state, series or ""].add(party)
    return [Traits(frozenset(codes), series, kind, state) for (_id, kind, state, series), codes in found.items()]


def meeting_then(event: Event, starts_at: datetime, ends_at: datetime, reader: Reader) -> list[Event]:
    """What the event's parties plan for that time already, of what the reader may see; earliest first."""
    same = Event.id.in_(select(EventParty.event_id).where(EventParty.party_id.in_(sorted(event.party_ids))))
    others = Event.id != event.id, Event.state.in_(sorted(PLANNED)), same
    statement = select(Event).where(visible_to(reader), sharing(starts_at, ends_at), *others)
    return list(db.session.scalars(statement.order_by(Event.starts_at, Event.id)))


def within(period: Period, zone: ZoneInfo | None) -> ColumnElement[bool]:
    """Sharing a moment with the days of the period, as `rules.shown_clock` shows it."""
    start, end = period.instants(zone or ZoneInfo("UTC"))
    first, last = period.wall_clock()
    then = and_(Event.local_start < last, Event.local_end > first)
    if zone is not None:
        then = or_(and_(Event.all_day, then), and_(~Event.all_day, sharing(start, end)))
    return and_(sharing(start - _MARGIN, end + _MARGIN), then)
