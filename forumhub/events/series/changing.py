"""An edit of a series in the making: rules from a day on, the meetings that follow, and what is shown before."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime, timedelta
from typing import Any

from forumhub.database import db
from forumhub.events.entering import check_clause, enter, enter_new, kept_elsewhere, require_organizer
from forumhub.events.models import Event, HostTurn, Series, SeriesRule
from forumhub.events.rules import (
    check_capacity,
    check_conference,
    check_parties,
    check_period,
    check_titles,
    check_year,
)
from forumhub.events.series import placing
from forumhub.events.series.following import Shape, Stretch, follow, spot_of
from forumhub.events.series.outlook import ALSO, UnforeseenOutlook, looked_at
from forumhub.events.series.planning import missing
from forumhub.events.series.queries import meetings_of, reason_to_stay
from forumhub.events.series.rules import (
    AGREED,
    OWN,
    check_length,
    check_months,
    check_new_start,
    check_rotation,
    check_rule,
)
from forumhub.events.series.values import SeriesValues
from forumhub.events.venues import booking
from forumhub.parties.policy import Reader

OF_THE_RULE = ("rrule", "first_local_start", "minutes_long")


class Edit:
    """What stood before, what becomes of it from `day` of the rule on, and by which act. Nothing is told until `enter`.

    Make it under the lock on the series.
    """

    def __init__(self, series: Series, day: date, by: Reader, now: datetime) -> None:
        self.series, self.day, self.by, self.now = series, day, by, now
        self.meetings = meetings_of(series.id, to_change=True)
        self.old = Shape.of(series)
        self.before = {event.id: (event.snapshot(), _also(event)) for event in self.meetings}
        self.reasons = {event.id: reason_to_stay(event, series.rules, day, now, by=by) for event in self.meetings}
        self.reasons |= dict.fromkeys(_kept(self.reasons), AGREED)
        self.acts: dict[int, str] = {}
        self.planned: list[Event] = []

    def change(self, values: Mapping[str, Any]) -> None:
        """Sets these values of the series; what follows it follows, what a new rule lacks is planned."""
        with db.session.no_autoflush:
            change_from(self.series, self.day, self._days_before(), values)
            reached = [event for event in self.meetings if not self.reasons[event.id]]
            for event in follow(self.series, self.meetings, reached, self.day, self.old, self.now):
                self.note(event, "follow")
            self.planned = self._newly_due()

    def note(self, event: Event, act: str) -> None:
        """This meeting was changed, by this act of its own. Raises NotAllowed where others organize it."""
        require_organizer(self.by, event.party_ids)
        self.acts.setdefault(event.id, act)

    def require_seen(self, seen: str | None) -> None:
        """Raises UnforeseenOutlook unless the edit does what was shown as `seen`, or nothing; None does not ask."""
        if seen is None or not (self.acts or self.planned):
            return
        changed = [(event, self.before[event.id][0], self._also_differing(event)) for event in self.changed]
        others = [event for event in self.meetings if event.id not in self.acts]
        others.sort(key=lambda event: event.starts_at, reverse=True)
        staying = [(event, self.reasons[event.id] or OWN) for event in others]
        outlook = looked_at(changed, staying, self.planned, self.now)
        if outlook.token != seen:
            raise UnforeseenOutlook(outlook)

    def enter(self) -> None:
        """Counts, records and tells all of it."""
        booking.check_free(self.changed, self.by)  # all venues are locked at once, in one order
        for event in self.changed:
            enter(event, self.acts[event.id], self.before[event.id][0], by=self.by, now=self.now)
        enter_new(self.planned, by=self.by, now=self.now)
        self.series.lock_version += 1
        db.session.flush()

    @property
    def changed(self) -> list[Event]:
        return [event for event in self.meetings if event.id in self.acts]

    def _also_differing(self, event: Event) -> list[str]:
        was = self.before[event.id][1]
        return [name for name, before, after in zip(ALSO, was, _also(event), strict=True) if before != after]

    def _days_before(self) -> list[date]:
        return [event.occurrence for event in self.meetings if event.occurrence and event.occurrence < self.day]

    def _newly_due(self) -> list[Event]:
        """Meetings for days that a new rule has and nobody went to, up to the day until which the series is planned."""
        series = self.series
        if not series.planned_until or [Stretch.of(rule) for rule in series.rules] == self.old.stretches:
            return []
        db.session.flush()  # which days are taken is asked of the database
        due = missing(series, series.rule.from_day, series.planned_until, self.now)
        return [event for event in due if event.starts_at > self.now]


def _kept(reasons: Mapping[int, str]) -> set[int]:
    """Of the meetings that have no reason to stay, those that another room keeps."""
    reached = {event_id for event_id, reason in reasons.items() if not reason}
    return kept_elsewhere(reached)


def _also(event: Event) -> list[object]:
    return [getattr(event, name) for name in ALSO]


def change_from(series: Series, day: date, days_before: Iterable[date], values: Mapping[str, Any]) -> None:
    """Sets the values; where they are of the rule and differ from it, in a rule of its own from this day on."""
    if not _is_new(series, day, values):
        kept = {name: value for name, value in values.items() if name not in (*OF_THE_RULE, "rotation")}
        apply_values(series, placing.governing(series.rules, day), kept)
        return
    rule = _rule_from(series, day, values)
    check_new_start(rule.first_local_start, days_before)


def _is_new(series: Series, day: date, values: Mapping[str, Any]) -> bool:
    rest: Mapping[str, Any] = rest_from(series, day)
    if any(name in values and values[name] != rest[name] for name in OF_THE_RULE):
        return True
    spots = [spot_of(_complete(turn)) for turn in values.get("rotation", rest["rotation"])]
    return spots != [spot_of(turn) for turn in rest["rotation"]]


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
    series.rules = [*(each for each in series.rules if each.from_day < from_day), rule]
    apply_values(series, rule, said)
    return rule


def apply_values(series: Series, rule: SeriesRule, values: Mapping[str, Any]) -> None:
    """Sets these columns of the series and of one of its rules. Raises RuleBroken for what cannot be."""
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
    check_conference(series.conference)
    check_months(series.months_ahead)
    check_clause(series.agreement, series.clause)
    later = [each for each in series.rules if each.from_day >= rule.from_day]
    check_rotation([turn.party.id for each in later for turn in each.rotation], series.party_ids)
    for turn in rule.rotation:
        booking.check_fits(turn, series.capacity)


def _set_rotation(rule: SeriesRule, turns: Iterable[HostTurn]) -> None:
    if rule.rotation:
        rule.rotation.clear()
        db.session.flush()  # the old places go before the new ones take their positions
    for position, turn in enumerate(turns, start=1):
        turn.position = position
        rule.rotation.append(_complete(turn))


def _complete(turn: HostTurn) -> HostTurn:
    """City and zone are the venue's or the capital's where nothing was said."""
    place = turn.site or turn.party
    turn.city, turn.timezone = turn.city or place.city, turn.timezone or place.timezone
    turn.venue = turn.venue or ""
    booking.settle(turn)
    return turn


def _copy(turn: HostTurn) -> HostTurn:
    return HostTurn(
        party=turn.party, city=turn.city, venue=turn.venue, site=turn.site, hall=turn.hall, timezone=turn.timezone
    )
