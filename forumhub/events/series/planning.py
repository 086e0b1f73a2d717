"""Planning a series ahead: by a button, and each night by the installation."""

import logging
from datetime import UTC, date, datetime, timedelta

from sqlalchemy import select

from forumhub import audit
from forumhub.database import db, locked, writing
from forumhub.errors import ForumhubError
from forumhub.events.entering import enter_new, require_organizer
from forumhub.events.models import Event, Series
from forumhub.events.recurrence import host_for
from forumhub.events.rules import TENTATIVE
from forumhub.events.series import placing
from forumhub.events.series.queries import occurrences_of
from forumhub.events.series.rules import check_horizon, horizon
from forumhub.events.venues import booking
from forumhub.parties.policy import Reader
from forumhub.phrases import in_language

logger = logging.getLogger(__name__)


def plan_series(series: Series, until: date, *, by: Reader, now: datetime) -> list[Event]:
    """Makes the meetings of the rule that are missing until this day, inclusive; returns the new ones.

    Each has its host by turn; the wall clock is the same at each. What is there, was skipped or was cancelled stays as
    it is, so doing it again makes nothing. Raises RuleBroken for a day beyond ten years.
    """
    series = locked(Series, series.id)
    require_organizer(by, series.party_ids)
    check_horizon(until, now.astimezone(UTC).date())
    return _plan(series, until, by, now)


def plan_ahead(now: datetime) -> int:
    """Plans every series as far ahead as it is set to be, each in a transaction of its own; returns how many meetings.

    One that cannot be planned is logged with the reason, and keeps no other from it.
    """
    today = now.astimezone(UTC).date()
    rows = db.session.execute(select(Series.id, Series.months_ahead, Series.planned_until).order_by(Series.id)).all()
    due = [(series_id, horizon(today, months), planned) for series_id, months, planned in rows]
    return sum(_plan_one(series_id, until, now) for series_id, until, planned in due if not planned or planned < until)


def _plan_one(series_id: int, until: date, now: datetime) -> int:
    try:
        with writing():
            series = locked(Series, series_id)
            made = len(_plan(series, until, None, now))
            code = series.register.code
    except ForumhubError as error:
        logger.warning("series %s was not planned until %s: %s", series_id, until, error)
        return 0
    if made:
        logger.info("series %s: planned %s meetings until %s", code, made, until)
    return made


def _plan(series: Series, until: date, by: Reader | None, now: datetime) -> list[Event]:
    after = series.planned_until + timedelta(days=1) if series.planned_until else date.min
    events = missing(series, after, until, now)
    enter_new(events, by=by, now=now)
    if events:
        audit.record(
            "events.plan_series", series.ulid, by=by.person_id if by else None, parties=series.party_ids, now=now,
            label=in_language(series.titles, "en"), until=until.isoformat(), meetings=len(events),
        )  # fmt: skip
    series.planned_until = max(until, series.planned_until or until)
    db.session.flush()
    return events


def missing(series: Series, after: date, until: date, now: datetime) -> list[Event]:
    """A new meeting, not added yet, for each place of the rules in this time that has none and was not skipped."""
    taken = {*occurrences_of(series.id), *(skip.day for skip in series.skips)}
    found = placing.places(series.rules, max(after, series.rules[0].from_day), until + timedelta(days=1))
    return [meeting_at(series, place, now) for place in found if place.day not in taken]


def meeting_at(series: Series, place: placing.Place, now: datetime) -> Event:
    rule = placing.governing(series.rules, place.day)
    turn = host_for(place.turn, rule.rotation)
    event = Event(
        register=series.register, series=series, occurrence=place.day, turn=place.turn, state=TENTATIVE,
        example=series.example, titles=series.titles, kind=series.kind, languages=series.languages,
        access=series.access, capacity=series.capacity, places_taken=0, agreement=series.agreement,
        clause=series.clause, parties=list(series.parties), all_day=series.all_day, conference=series.conference,
        sequence=0, created_at=now, changed_at=now,
    )  # fmt: skip
    event.set_time(place.start, place.start + timedelta(minutes=rule.minutes_long), turn.timezone)
    booking.take_turn(event, turn)
    return event
