"""How a change of a series reaches the meetings that follow it, from a day of its rule on."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from forumhub.database import db
from forumhub.events.models import Event, HostTurn, Series, SeriesRule, SkippedOccurrence
from forumhub.events.recurrence import host_for
from forumhub.events.rules import HELD, check_capacity
from forumhub.events.series import placing
from forumhub.events.series.queries import due
from forumhub.events.series.rules import INHERITED, check_to_come
from forumhub.events.venues import booking

VISIBLE = (*INHERITED, "local_start", "local_end", "timezone", "city", "venue", "host")
Spot = tuple[int, dict[str, str], str, str, int | None, int | None]


@dataclass(frozen=True)
class Stretch:
    """A rule as it was before the change."""

    from_day: date
    rrule: str
    first_local_start: datetime
    length: timedelta
    spots: list[Spot]

    @classmethod
    def of(cls, rule: SeriesRule) -> "Stretch":
        length = timedelta(minutes=rule.minutes_long)
        spots = [spot_of(turn) for turn in rule.rotation]
        return cls(rule.from_day, rule.rrule, rule.first_local_start, length, spots)


@dataclass(frozen=True)
class Shape:
    """What a series looked like before it was changed."""

    inherited: dict[str, Any]
    stretches: list[Stretch]

    @classmethod
    def of(cls, series: Series) -> "Shape":
        inherited = {name: _plain(getattr(series, name)) for name in INHERITED}
        return cls(inherited, [Stretch.of(rule) for rule in series.rules])


def _plain(value: Any) -> Any:
    """Collections are copied: the series' own change in place."""
    return list(value) if isinstance(value, list) else value


def spot_of(turn: HostTurn) -> Spot:
    site, hall = turn.site.id if turn.site else None, turn.hall.id if turn.hall else None
    return turn.party.id, turn.city, turn.venue, turn.timezone, site, hall


def reached_from(series: Series, meetings: Iterable[Event], now: datetime) -> date:
    """From which day on a change of the whole series works: the first place whose meeting has not begun."""
    placed = [event for event in meetings if event.occurrence is not None]
    ahead = [event.occurrence for event in placed if not begun(event, now) and event.occurrence]
    skipped = [skip.day for skip in series.skips if skip.day > now.date()]
    if ahead or skipped:
        return min([*ahead, *skipped])
    made = [event.occurrence for event in placed if event.occurrence]
    return max(made) + timedelta(days=1) if made else series.rule.from_day


def begun(event: Event, now: datetime) -> bool:
    """Whether it is never touched again by a change of its series."""
    return event.state == HELD or event.starts_at <= now


def follow(
    series: Series, meetings: Sequence[Event], reached: Sequence[Event], day: date, old: Shape, now: datetime
) -> list[Event]:
    """Changes those of the meetings that are `reached`, from this day of the rule on, as the series was changed.

    Returns those that differ by it. Places go over to the days of the new rule, whether their meetings follow or not.
    """
    before = {event.id: _seen(event) for event in reached}
    for event in reached:
        _inherit(event, series, old)
    if [Stretch.of(rule) for rule in series.rules] != old.stretches:
        _carry(series, meetings, reached, day, old, now)
    return [event for event in reached if _seen(event) != before[event.id]]


def _seen(event: Event) -> list[Any]:
    return [_plain(getattr(event, name)) for name in VISIBLE]


def _inherit(event: Event, series: Series, old: Shape) -> None:
    for name in INHERITED:
        value = getattr(series, name)
        if getattr(event, name) == old.inherited[name] and getattr(event, name) != value:
            setattr(event, name, _plain(value))
    check_capacity(event.capacity, event.places_taken)
    booking.check_fits(event, event.capacity)


def _carry(
    series: Series, meetings: Sequence[Event], reached: Sequence[Event], day: date, old: Shape, now: datetime
) -> None:
    """Each place to its day under the new rule, each meeting that follows to its time and its host."""
    placed = [event for event in meetings if event.occurrence and event.occurrence >= day]
    days = sorted({*(event.occurrence for event in placed if event.occurrence), *_skipped(series, day)})
    if not days:
        return
    was = placing.turns_by_day(placing.places(old.stretches, day, days[-1] + timedelta(days=1)))
    going, turns = _going(series, days)
    old_turns = {event.id: event.turn for event in placed if event.occurrence in going}
    _keep_skips(series, placed, going, now)
    kept = [event for event in placed if not begun(event, now)]
    _renumber(kept, going, turns, was)
    for event in reached:
        _move(event, series, old, old_turns.get(event.id), now)


def _skipped(series: Series, day: date) -> list[date]:
    return [skip.day for skip in series.skips if skip.day >= day]


def _going(series: Series, days: Sequence[date]) -> tuple[Mapping[date, date], Mapping[date, int]]:
    """Old days to new ones, and the turns of all new days."""
    rule, reach = series.rule, placing.reach_of(days)
    last = max(days[-1], series.planned_until or days[-1], rule.first_local_start.date())
    found = placing.places([rule], rule.from_day, last + timedelta(days=reach + 1))
    return placing.carried(days, [place.day for place in found], reach), placing.turns_by_day(found)


def _keep_skips(series: Series, placed: Iterable[Event], going: Mapping[date, date], now: datetime) -> None:
    """What was skipped stays so on its new day; so does the new day of what was held already, as it is not moved."""
    for skip in list(series.skips):
        if (to := going.get(skip.day, skip.day)) != skip.day:
            series.skips.remove(skip)
            series.skips.append(SkippedOccurrence(day=to, reason=skip.reason))
    for event in placed:
        day = going.get(event.occurrence) if event.occurrence else None
        if day and day != event.occurrence and begun(event, now):
            series.skips.append(SkippedOccurrence(day=day))


def _renumber(
    events: Iterable[Event], going: Mapping[date, date], turns: Mapping[date, int], was: Mapping[date, int]
) -> None:
    """New days and turns; a host that was swapped stays swapped, by so many turns as before."""
    moving = [(event, event.occurrence) for event in events if event.occurrence in going]
    for event, _day in moving:
        event.occurrence = None
    db.session.flush()  # two may change days with each other
    for event, day in moving:
        assert day is not None
        swapped = event.turn - was[day] if event.turn is not None and day in was else 0
        event.occurrence, event.turn = going[day], turns[going[day]] + swapped


def _move(event: Event, series: Series, old: Shape, old_turn: int | None, now: datetime) -> None:
    """To its day and time, and to its host's place unless it was given another one, or no day by the new rule."""
    assert event.occurrence is not None
    rule, before = placing.governing(series.rules, event.occurrence), _stretch_of(event, old)
    length, timezone = event.local_end - event.local_start, event.timezone
    if length == before.length:
        length = timedelta(minutes=rule.minutes_long)
    spot = host_for(old_turn, before.spots) if old_turn is not None else None
    turn = host_for(event.turn or 0, rule.rotation) if spot and _is_at(event, spot) else None
    start, timezone = due(event.occurrence, series.rules), turn.timezone if turn else timezone
    if (start, start + length, timezone) != (event.local_start, event.local_end, event.timezone):
        event.set_time(start, start + length, timezone)
        check_to_come(start, event.starts_at, now)
    if turn is not None and spot_of(turn) != spot:
        booking.take_turn(event, turn)


def _is_at(event: Event, spot: Spot) -> bool:
    """Whether the event is where its turn had put it, though the turn's venue was taken; not in one of its own."""
    *told, site, hall = spot
    own = event.site is not None and (event.venue_id, event.hall_id) != (site, hall)
    return [event.host_id, event.city, event.venue, event.timezone] == told and not own


def _stretch_of(event: Event, old: Shape) -> Stretch:
    """The one that had given it its time: it stands where that rule had put it still."""
    return placing.governing(old.stretches, event.local_start.date())
