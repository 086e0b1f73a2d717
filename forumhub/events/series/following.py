"""How a change of a series reaches the meetings that follow it."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from forumhub.database import db
from forumhub.events.models import Event, HostTurn, Series
from forumhub.events.recurrence import host_for, occurrences
from forumhub.events.rules import check_capacity
from forumhub.events.series.queries import occurrences_of
from forumhub.events.series.rules import INHERITED, reassign

Place = tuple[int, dict[str, str], str, str]


@dataclass(frozen=True)
class Shape:
    """What a series looked like before it was changed."""

    inherited: dict[str, Any]
    rule: tuple[str, datetime]
    length: timedelta
    places: list[Place]

    @classmethod
    def of(cls, series: Series) -> "Shape":
        inherited = {name: _plain(getattr(series, name)) for name in INHERITED}
        rule, length = (series.rrule, series.first_local_start), timedelta(minutes=series.minutes_long)
        return cls(inherited, rule, length, [_place(turn) for turn in series.rotation])


def _plain(value: Any) -> Any:
    """Collections are copied: the series' own change in place."""
    return list(value) if isinstance(value, list) else value


def _place(turn: HostTurn) -> Place:
    return turn.party.id, turn.city, turn.venue, turn.timezone


def follow(series: Series, events: list[Event], old: Shape) -> list[tuple[Event, dict[str, object]]]:
    """Changes these events as the series was changed; returns those that did, each with its snapshot of before."""
    made = occurrences_of(series.id)
    days = _days(series, events, old, made)
    changed = []
    for event in events:
        assert event.occurrence is not None
        before, day, index = event.snapshot(), days[event.occurrence], made.index(event.occurrence)
        _inherit(event, series, old)
        _move(event, series, old, datetime.combine(day, series.first_local_start.time()), index)
        if db.session.is_modified(event):
            changed.append((event, before))
    return changed


def _days(series: Series, events: list[Event], old: Shape, made: list[date]) -> dict[date, date]:
    planned = [event.occurrence for event in events if event.occurrence]
    if not planned or not series.rrule or (series.rrule, series.first_local_start) == old.rule:
        return {day: day for day in planned}
    first, last = planned[0], max([*planned, series.planned_until or planned[-1]])
    new = occurrences(series.rrule, series.first_local_start, first, last + timedelta(days=1))
    return reassign(planned, [start.date() for start in new], made)


def _inherit(event: Event, series: Series, old: Shape) -> None:
    for name in INHERITED:
        value = getattr(series, name)
        if getattr(event, name) == old.inherited[name] and getattr(event, name) != value:
            setattr(event, name, _plain(value))
    check_capacity(event.capacity, event.places_taken)


def _move(event: Event, series: Series, old: Shape, start: datetime, index: int) -> None:
    """To its day and time, and to its host's place unless it was given another one."""
    length, timezone = event.local_end - event.local_start, event.timezone
    if length == old.length:
        length = timedelta(minutes=series.minutes_long)
    turn = host_for(index, series.rotation)
    if (event.host_id, event.city, event.venue, timezone) == host_for(index, old.places):
        event.host, event.city, event.venue, timezone = turn.party, turn.city, turn.venue, turn.timezone
    event.occurrence = start.date()
    if (start, start + length, timezone) != (event.local_start, event.local_end, event.timezone):
        event.set_time(start, start + length, timezone)
