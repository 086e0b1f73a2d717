"""Reads of series and of their meetings."""

from collections.abc import Collection, Sequence
from datetime import date, datetime

from sqlalchemy import ColumnElement, Select, and_, case, func, or_, select, tuple_
from sqlalchemy.orm import lazyload

from forumhub.database import db
from forumhub.errors import N_, NotAllowed, NotFound
from forumhub.events.models import Event, Register, Series, SeriesParty
from forumhub.events.rules import CANCELLED, HELD, PLANNED
from forumhub.events.series import placing
from forumhub.events.series.rules import EARLIER, OTHERS, stays_because
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


def series_listed(reader: Reader) -> Select[Series]:
    """Those that the reader may see, in the order of their register codes."""
    return select(Series).where(visible_to(reader)).join(Series.register).order_by(Register.code)


def all_series(reader: Reader) -> list[Series]:
    """In the order of their register codes."""
    return list(db.session.scalars(series_listed(reader)))


def meetings_of(series_id: int, *, to_change: bool = False) -> list[Event]:
    """All events of the series in the order of time, whoever may see them; `to_change`: read anew and locked.

    Events are locked by id, here as everywhere: two who lock the same ones then wait, and never for each other.
    """
    statement = select(Event).where(Event.series_id == series_id).order_by(Event.id)
    if to_change:
        statement = statement.with_for_update(of=Event).execution_options(populate_existing=True)
    return sorted(db.session.scalars(statement), key=lambda event: (event.starts_at, event.id))


def next_meetings(series_ids: Collection[int], reader: Reader, now: datetime) -> dict[int, Event]:
    """By row id of the series, its next meeting that takes place, of those that the reader may see. One query."""
    ahead = Event.starts_at > now, Event.state.in_(PLANNED), Event.series_id.in_(series_ids), event_visible_to(reader)
    first = select(Event.series_id, func.min(Event.starts_at)).where(*ahead).group_by(Event.series_id).correlate(None)
    events = db.session.scalars(select(Event).where(*ahead, tuple_(Event.series_id, Event.starts_at).in_(first)))
    return {event.series_id: event for event in events if event.series_id is not None}


def occurrences_of(series_id: int) -> list[date]:
    """The days for which meetings were made from the rule, in order."""
    statement = select(Event.occurrence).where(Event.series_id == series_id, Event.occurrence.is_not(None))
    return [day for day in db.session.scalars(statement.order_by(Event.occurrence)) if day is not None]


def due(day: date, rules: Sequence[placing.AnyRule]) -> datetime:
    """The start of the place on this day, by the wall clock of its host."""
    return datetime.combine(day, placing.governing(rules, day).first_local_start.time())


def reason_to_stay(event: Event, rules: Sequence[placing.AnyRule], day: date, now: datetime, *, by: Reader) -> str:
    """Why a change of the series by `by` from this day of its rule on does not reach the event; empty where it does."""
    when = due(event.occurrence, rules) if event.occurrence else None
    reason = stays_because(event.state, event.starts_at, event.occurrence, event.local_start, when, now)
    if not reason and event.occurrence and event.occurrence < day:
        return EARLIER
    return reason or ("" if policy.may_organize(by, event.party_ids) else OTHERS)


def numbers_of(event_ids: Collection[int]) -> dict[int, int]:
    """By row id, the numbers of these meetings in their series: those held in the order of time, then those to come.

    A cancelled meeting has none. One query.
    """
    order = case((Event.state == HELD, 0), else_=1), Event.starts_at, Event.id
    counted = select(Event.id, func.row_number().over(partition_by=Event.series_id, order_by=order).label("number"))
    of_series = select(Event.series_id).where(Event.id.in_(event_ids), Event.series_id.is_not(None))
    ranked = counted.where(Event.series_id.in_(of_series), Event.state != CANCELLED).subquery()
    rows = db.session.execute(select(ranked.c.id, ranked.c.number).where(ranked.c.id.in_(event_ids)))
    return {row.id: row.number for row in rows}


def meetings_listed(series_id: int, reader: Reader, now: datetime, *, past: bool) -> Select[Event]:
    """Those to come, the next first, or those over, the latest first; of the series, and seen by the reader."""
    ahead = and_(Event.state != HELD, Event.ends_at > now)
    order = (Event.starts_at.desc(), Event.id) if past else (Event.starts_at, Event.id)
    statement = select(Event).where(Event.series_id == series_id, event_visible_to(reader))
    return statement.where(~ahead if past else ahead).order_by(*order)


def meetings_around(series_id: int, reader: Reader, now: datetime, most: int) -> list[Event]:
    """At most so many that began before now, and so many later ones, in the order of time."""
    seen = select(Event).where(Event.series_id == series_id, event_visible_to(reader)).options(lazyload(Event.parties))
    before = db.session.scalars(seen.where(Event.starts_at <= now).order_by(Event.starts_at.desc()).limit(most))
    after = db.session.scalars(seen.where(Event.starts_at > now).order_by(Event.starts_at).limit(most))
    return [*reversed(before.all()), *after]


def visible_ulids(series_id: int, reader: Reader) -> set[str]:
    """Of the meetings of the series that the reader may see."""
    return set(db.session.scalars(select(Event.ulid).where(Event.series_id == series_id, event_visible_to(reader))))


def count_meetings(series_id: int, reader: Reader) -> tuple[int, int]:
    """How many the reader may see: held, and others."""
    held = case((Event.state == HELD, 1), else_=0)
    counted = select(func.coalesce(func.sum(held), 0), func.count()).select_from(Event)
    row = db.session.execute(counted.where(Event.series_id == series_id, event_visible_to(reader))).one()
    return row[0], row[1] - row[0]


def find_occurrence(series_id: int, day: date) -> Event | None:
    """The meeting that has this place in the series, wherever it was moved, read anew under a lock."""
    statement = select(Event).where(Event.series_id == series_id, Event.occurrence == day)
    return db.session.scalar(statement.with_for_update(of=Event))


def swappable(event: Event, reader: Reader, now: datetime, limit: int = 50) -> list[Event]:
    """The next meetings of its series with which it can swap hosts: planned by the rule and hosted by another."""
    ahead = Event.starts_at > now, Event.state.in_(PLANNED), Event.occurrence.is_not(None), event_visible_to(reader)
    others = Event.series_id == event.series_id, Event.id != event.id, Event.host_id.is_distinct_from(event.host_id)
    return list(db.session.scalars(select(Event).where(*ahead, *others).order_by(Event.starts_at).limit(limit)))
