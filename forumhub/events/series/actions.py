"""Writes of series: making one, and changing it from a meeting on with what follows it. Planning is in `planning`."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Any, Unpack

from forumhub import audit
from forumhub.database import db, locked
from forumhub.errors import N_, Conflict, RuleBroken
from forumhub.events.entering import check_clause, enter, open_register, require_kept, require_organizer
from forumhub.events.models import Event, HostTurn, Series, SeriesRule
from forumhub.events.rules import check_capacity, check_parties, check_period, check_titles, check_year
from forumhub.events.series import placing
from forumhub.events.series.following import Shape, Stretch, begun, follow, reached_from, spot_of
from forumhub.events.series.outlook import ALSO, UnforeseenOutlook, looked_at
from forumhub.events.series.planning import missing, plan_ahead, plan_series
from forumhub.events.series.queries import meetings_of, reason_to_stay
from forumhub.events.series.rules import (
    OWN,
    USUAL_MONTHS,
    check_length,
    check_months,
    check_new_start,
    check_rotation,
    check_rule,
)
from forumhub.events.series.values import SeriesValues
from forumhub.parties.policy import PARTIES, Reader
from forumhub.phrases import in_language

__all__ = ["create_series", "edit_series", "plan_ahead", "plan_series"]

OF_THE_RULE = ("rrule", "first_local_start", "minutes_long")


def create_series(
    *, register_code: str, example: bool = False, by: Reader, now: datetime, **values: Unpack[SeriesValues]
) -> Series:
    """A series with a new register of this code. It has no meetings yet: see `plan_series`.

    Needs titles, kind, first_local_start, minutes_long and rotation; the parties default to the agreement's. Raises
    NotAllowed unless `by` organizes for one of the parties, RuleBroken for what cannot be.
    """
    agreement = values.get("agreement")
    if not values.get("parties"):
        values["parties"] = list(agreement.parties) if agreement else []
    defaults: SeriesValues = {"rrule": "", "access": PARTIES, "capacity": None, "languages": []}
    defaults |= {"agreement": None, "clause": "", "months_ahead": USUAL_MONTHS}
    series = Series(example=example, created_at=now)
    series.rules = [SeriesRule(from_day=values["first_local_start"].date())]
    _apply(series, series.rule, {**defaults, **values})
    require_organizer(by, series.party_ids)
    series.register = open_register(register_code)
    db.session.add(series)
    return _enter(series, "create_series", by, now)


def _apply(series: Series, rule: SeriesRule, values: Mapping[str, Any]) -> None:
    for name, value in values.items():
        if name != "rotation":
            setattr(rule if name in OF_THE_RULE else series, name, value)
    if "rotation" in values:
        _set_rotation(rule, values["rotation"])
    check_titles(series.titles)
    check_rule(rule.rrule)
    check_length(rule.minutes_long)
    check_year(rule.first_local_start, "local_start")
    check_period(rule.first_local_start, rule.first_local_start + timedelta(minutes=rule.minutes_long))
    check_parties(series.party_ids, None)
    check_capacity(series.capacity, 0)
    check_months(series.months_ahead)
    check_clause(series.agreement, series.clause)
    later = [each for each in series.rules if each.from_day >= rule.from_day]
    check_rotation([turn.party.id for each in later for turn in each.rotation], series.party_ids)


def _set_rotation(rule: SeriesRule, turns: Iterable[HostTurn]) -> None:
    if rule.rotation:
        rule.rotation.clear()
        db.session.flush()  # the old places go before the new ones take their positions
    for position, turn in enumerate(turns, start=1):
        turn.position = position
        turn.city = turn.city or turn.party.city
        turn.timezone = turn.timezone or turn.party.timezone
        turn.venue = turn.venue or ""
        rule.rotation.append(turn)


def edit_series(
    series: Series,
    *,
    lock_version: int,
    start: Event | None = None,
    seen: str | None = None,
    by: Reader,
    now: datetime,
    **values: Unpack[SeriesValues],
) -> list[Event]:
    """Changes the series from the meeting `start` on, or all of it that is to come, with the meetings that follow.

    Those that changed are returned. Meetings that began, were held, moved, postponed or cancelled stay as they are,
    and keep their places; so does what was set for one meeting alone. Another rule, length or rotation begins at the
    first meeting that is reached: the rule before it keeps what it gave.

    Raises Conflict where the series was saved since `lock_version` was read, and UnforeseenOutlook where the edit does
    another thing than what was shown as `seen` (an Outlook's token; None does not ask).
    """
    series = locked(Series, series.id)
    require_organizer(by, series.party_ids)
    if series.lock_version != lock_version:
        raise Conflict(N_("Somebody else saved this series since you opened it, so yours was not saved."))
    meetings = meetings_of(series.id)
    day = _first_day(series, start, meetings, now)
    old, met, extras = Shape.of(series), series.party_ids, {event.id: _also(event) for event in meetings}
    reasons = {event.id: reason_to_stay(event, series.rules, day, now) for event in meetings}
    with db.session.no_autoflush:
        _change(series, day, meetings, values)
        require_organizer(by, series.party_ids)
        require_kept(by, met, series.party_ids)
        changed = follow(series, meetings, day, old, now)
        planned = _newly_due(series, old, now)
        if seen is not None:
            named = [(event, before, _differing(extras[event.id], event)) for event, before in changed]
            outlook = looked_at(named, _staying(meetings, changed, reasons), planned, now)
            if (outlook.changed or outlook.planned) and outlook.token != seen:
                raise UnforeseenOutlook(outlook)
    for event, before in changed:
        enter(event, "follow", before, by=by, now=now)
    for event in planned:
        enter(event, "create", None, by=by, now=now)
    series.lock_version += 1
    _enter(series, "edit_series", by, now)
    return [event for event, _ in changed]


def _also(event: Event) -> list[object]:
    return [getattr(event, name) for name in ALSO]


def _differing(before: list[object], event: Event) -> list[str]:
    return [name for name, was in zip(ALSO, before, strict=True) if getattr(event, name) != was]


def day_of(series: Series, start: Event | None, now: datetime) -> date:
    """From which day of its rule on an edit of the series changes it: that of the meeting `start`, or all to come.

    Raises RuleBroken for a meeting that has begun, or that is outside the rule.
    """
    return _first_day(series, start, meetings_of(series.id), now)


def _first_day(series: Series, start: Event | None, meetings: Sequence[Event], now: datetime) -> date:
    if start is None:
        return reached_from(series, meetings, now)
    if start.occurrence is None:
        raise RuleBroken(N_("This meeting is outside the rule of its series: edit it alone."))
    if begun(start, now):
        raise RuleBroken(N_("This meeting has begun, so it stays as it is: begin with a later one."))
    return start.occurrence


def _change(series: Series, day: date, meetings: Sequence[Event], values: Mapping[str, Any]) -> None:
    """Sets the values; where they are of the rule and differ from it, in a rule of its own from this day on."""
    if not _is_new(series, day, values):
        kept = {name: value for name, value in values.items() if name not in (*OF_THE_RULE, "rotation")}
        _apply(series, placing.governing(series.rules, day), kept)
        return
    rule = _rule_from(series, day, values)
    check_new_start(rule.first_local_start, [e.occurrence for e in meetings if e.occurrence and e.occurrence < day])


def _is_new(series: Series, day: date, values: Mapping[str, Any]) -> bool:
    rest: Mapping[str, Any] = rest_from(series, day)
    if any(name in values and values[name] != rest[name] for name in OF_THE_RULE):
        return True
    spots = [spot_of(_complete(turn)) for turn in values.get("rotation", rest["rotation"])]
    return spots != [spot_of(turn) for turn in rest["rotation"]]


def _complete(turn: HostTurn) -> HostTurn:
    turn.city, turn.timezone = turn.city or turn.party.city, turn.timezone or turn.party.timezone
    turn.venue = turn.venue or ""
    return turn


def rest_from(series: Series, day: date) -> SeriesValues:
    """What the rule says from this day on: its next meeting's start, and the rotation from that meeting's host."""
    rule = placing.governing(series.rules, day)
    place = placing.next_place(series.rules, day)
    at = place.turn % len(rule.rotation) if place else 0
    return SeriesValues(
        rrule=placing.rest_of(rule, day),
        first_local_start=place.start if place else datetime.combine(day, rule.first_local_start.time()),
        minutes_long=rule.minutes_long,
        rotation=[*rule.rotation[at:], *rule.rotation[:at]],
    )


def _rule_from(series: Series, day: date, values: Mapping[str, Any]) -> SeriesRule:
    """The rule from this day on, as it was with these values; the rules that were to come later go."""
    said: dict[str, Any] = {**rest_from(series, day), **values}
    said["rotation"] = [_copy(turn) for turn in said["rotation"]]
    from_day = min(day, said["first_local_start"].date())
    rule = next((each for each in series.rules if each.from_day == from_day), SeriesRule(from_day=from_day))
    earlier = [each for each in series.rules if each.from_day < from_day]
    series.rules = [*earlier, rule]
    _apply(series, rule, said)
    return rule


def _copy(turn: HostTurn) -> HostTurn:
    return HostTurn(party=turn.party, city=turn.city, venue=turn.venue, timezone=turn.timezone)


def _newly_due(series: Series, old: Shape, now: datetime) -> list[Event]:
    """Meetings for days that a new rule has and nobody went to, up to the day until which the series is planned."""
    if not series.planned_until or [Stretch.of(rule) for rule in series.rules] == old.stretches:
        return []
    db.session.flush()  # which days are taken is asked of the database
    due = missing(series, series.rule.from_day, series.planned_until, now)
    return [event for event in due if event.starts_at > now]


def _staying(
    meetings: Iterable[Event], changed: Iterable[tuple[Event, object]], reasons: Mapping[int, str]
) -> list[tuple[Event, str]]:
    """Each other meeting with why it stays, the latest first."""
    reached = {event.id for event, _ in changed}
    others = [event for event in meetings if event.id not in reached]
    others.sort(key=lambda event: event.starts_at, reverse=True)
    return [(event, reasons[event.id] or OWN) for event in others]


def _enter(series: Series, act: str, by: Reader, now: datetime) -> Series:
    db.session.flush()
    label = in_language(series.titles, "en")
    audit.record(f"events.{act}", series.ulid, by=by.person_id, parties=series.party_ids, now=now, label=label)
    return series
