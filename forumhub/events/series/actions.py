"""Writes of series: making one, planning it ahead, changing it and what follows it."""

from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta
from typing import Unpack

from forumhub import audit
from forumhub.database import db, locked
from forumhub.errors import N_, Conflict
from forumhub.events.entering import check_clause, enter, open_register, require_kept, require_organizer
from forumhub.events.models import Event, HostTurn, Series
from forumhub.events.recurrence import host_for, occurrences
from forumhub.events.rules import TENTATIVE, check_capacity, check_parties, check_period, check_titles, check_year
from forumhub.events.series.following import Shape, follow
from forumhub.events.series.queries import followers, occurrences_of
from forumhub.events.series.rules import check_horizon, check_length, check_rotation, check_rule
from forumhub.events.series.values import SeriesValues
from forumhub.parties.policy import PARTIES, Reader
from forumhub.phrases import in_language


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
    defaults |= {"agreement": None, "clause": ""}
    series = Series(example=example, created_at=now)
    _apply(series, {**defaults, **values})
    require_organizer(by, series.party_ids)
    series.register = open_register(register_code)
    db.session.add(series)
    return _enter(series, "create_series", by, now)


def _apply(series: Series, values: SeriesValues) -> None:
    turns = values.pop("rotation", None)
    for name, value in values.items():
        setattr(series, name, value)
    check_titles(series.titles)
    check_rule(series.rrule)
    check_length(series.minutes_long)
    check_year(series.first_local_start, "local_start")
    check_period(series.first_local_start, series.first_local_start + timedelta(minutes=series.minutes_long))
    check_parties(series.party_ids, None)
    check_capacity(series.capacity, 0)
    check_clause(series.agreement, series.clause)
    if turns is not None:
        _set_rotation(series, turns)
    check_rotation([turn.party.id for turn in series.rotation], series.party_ids)


def _set_rotation(series: Series, turns: Iterable[HostTurn]) -> None:
    if series.rotation:
        series.rotation.clear()
        db.session.flush()  # the old places go before the new ones take their positions
    for position, turn in enumerate(turns, start=1):
        turn.position = position
        turn.city = turn.city or turn.party.city
        turn.timezone = turn.timezone or turn.party.timezone
        turn.venue = turn.venue or ""
        series.rotation.append(turn)


def plan_series(series: Series, until: date, *, by: Reader, now: datetime) -> list[Event]:
    """Makes the meetings that the rule has after the last one made, until this day, inclusive; returns the new ones.

    Hosts follow by rotation; the wall clock is the same at each. What is there already stays as it is, so doing it
    again makes nothing.
    """
    series = locked(Series, series.id)
    require_organizer(by, series.party_ids)
    check_horizon(until, now.astimezone(UTC).date())
    made = occurrences_of(series.id)
    starts = _starts_after(series, made, until)
    events = [_occurrence(series, start, len(made) + index, now) for index, start in enumerate(starts)]
    for event in events:
        enter(event, "create", None, by=by, now=now)
    series.planned_until = max(until, series.planned_until or until)
    db.session.flush()
    return events


def _starts_after(series: Series, made: list[date], until: date) -> list[datetime]:
    first = series.first_local_start
    if not series.rrule:
        return [] if made or first.date() > until else [first]
    after = made[-1] + timedelta(days=1) if made else first.date()
    return occurrences(series.rrule, first, after, until + timedelta(days=1))


def _occurrence(series: Series, start: datetime, index: int, now: datetime) -> Event:
    turn = host_for(index, series.rotation)
    event = Event(
        register=series.register, series=series, occurrence=start.date(), state=TENTATIVE, example=series.example,
        titles=series.titles, kind=series.kind, languages=series.languages, access=series.access,
        capacity=series.capacity, places_taken=0, agreement=series.agreement, clause=series.clause,
        parties=list(series.parties), host=turn.party, city=turn.city, venue=turn.venue, sequence=0, created_at=now,
    )  # fmt: skip
    event.set_time(start, start + timedelta(minutes=series.minutes_long), turn.timezone)
    return event


def edit_series(
    series: Series, *, lock_version: int, by: Reader, now: datetime, **values: Unpack[SeriesValues]
) -> list[Event]:
    """Changes the series and the meetings that follow it, which are returned.

    Meetings that began, were held, moved, postponed or cancelled stay as they are; so does what was set for one
    meeting alone. Raises Conflict where the series was saved since `lock_version` was read.
    """
    series = locked(Series, series.id)
    require_organizer(by, series.party_ids)
    if series.lock_version != lock_version:
        raise Conflict(N_("Somebody else saved this series since you opened it, so yours was not saved."))
    following, old, met = followers(series, now), Shape.of(series), series.party_ids
    with db.session.no_autoflush:
        _apply(series, values)
        require_organizer(by, series.party_ids)
        require_kept(by, met, series.party_ids)
        changed = follow(series, following, old)
    for event, before in changed:
        enter(event, "follow", before, by=by, now=now)
    series.lock_version += 1
    _enter(series, "edit_series", by, now)
    return [event for event, _ in changed]


def _enter(series: Series, act: str, by: Reader, now: datetime) -> Series:
    db.session.flush()
    label = in_language(series.titles, "en")
    audit.record(f"events.{act}", series.ulid, by=by.person_id, parties=series.party_ids, now=now, label=label)
    return series
