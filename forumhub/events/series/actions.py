"""Writes of series: making one, and changing it from a meeting on with what follows it."""

from datetime import date, datetime
from typing import Unpack

from forumhub import audit
from forumhub.database import db, locked
from forumhub.errors import N_, Conflict, RuleBroken
from forumhub.events.entering import open_register, require_kept, require_organizer
from forumhub.events.models import Event, Series, SeriesRule
from forumhub.events.series.changing import Edit, apply_values, rest_from
from forumhub.events.series.following import begun, reached_from
from forumhub.events.series.hosting import pass_turn, restore_occurrence, skip_occurrence, swap_hosts
from forumhub.events.series.planning import plan_ahead, plan_series
from forumhub.events.series.queries import meetings_of
from forumhub.events.series.rules import BRIEF_DETAIL, USUAL_MONTHS
from forumhub.events.series.values import SeriesValues
from forumhub.events.signals import series_detail_changed, series_renamed
from forumhub.parties.policy import PARTIES, Reader
from forumhub.phrases import in_language

__all__ = [
    "create_series",
    "day_of",
    "edit_series",
    "pass_turn",
    "plan_ahead",
    "plan_series",
    "rest_from",
    "restore_occurrence",
    "skip_occurrence",
    "swap_hosts",
]


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
    defaults |= {"calendar_detail": BRIEF_DETAIL, "all_day": False, "conference": ""}
    defaults |= {"agreement": None, "clause": "", "months_ahead": USUAL_MONTHS}
    series = Series(example=example, created_at=now)
    series.rules = [SeriesRule(from_day=values["first_local_start"].date())]
    apply_values(series, series.rule, {**defaults, **values})
    require_organizer(by, series.party_ids)
    series.register = open_register(register_code)
    db.session.add(series)
    db.session.flush()
    return _record(series, "create_series", by, now)


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

    Those that changed are returned. Meetings that began, were held, moved, postponed or cancelled, or that others
    organize, stay as they are, and keep their places; so does what was set for one meeting alone. Another rule, length
    or rotation begins at the first meeting that is reached: the rule before it keeps what it gave.

    Raises Conflict where the series was saved since `lock_version` was read, and UnforeseenOutlook where the edit does
    another thing than what was shown as `seen` (an Outlook's token; None does not ask).
    """
    series = locked(Series, series.id)
    require_organizer(by, series.party_ids)
    if series.lock_version != lock_version:
        raise Conflict(N_("Somebody else saved this series since you opened it, so yours was not saved."))
    edit, met, was = Edit(series, day_of(series, start, now), by, now), series.party_ids, _outside(series)
    edit.change(values)
    require_organizer(by, series.party_ids)
    require_kept(by, met, series.party_ids)
    edit.require_seen(seen)
    edit.enter()
    _record(series, "edit_series", by, now, **_tell(series, was, now))
    return edit.changed


def _outside(series: Series) -> tuple[str, tuple[object, ...]]:
    """What calendars outside are told of the series itself: how much of its meetings; and its titles, which languages
    of it they are told in, and whether everybody is.
    """
    return series.calendar_detail, (series.titles, series.languages, series.access)


def _tell(series: Series, was: tuple[str, tuple[object, ...]], now: datetime) -> dict[str, str]:
    """Tells later rooms what of this changed; returns what the record says of it."""
    detail, name = was
    if _outside(series)[1] != name:
        series_renamed.send(series=series)
    if series.calendar_detail == detail:
        return {}
    series.calendar_detail_changed_at = now
    series_detail_changed.send(series=series)
    return {"calendar_detail": series.calendar_detail}


def day_of(series: Series, start: Event | None, now: datetime) -> date:
    """From which day of its rule on an edit of the series changes it: that of the meeting `start`, or all to come.

    Raises RuleBroken for a meeting that has begun, or that is outside the rule.
    """
    if start is None:
        return reached_from(series, meetings_of(series.id), now)
    if start.occurrence is None:
        raise RuleBroken(N_("This meeting is outside the rule of its series: edit it alone."))
    if begun(start, now):
        raise RuleBroken(N_("This meeting has begun, so it stays as it is: begin with a later one."))
    return start.occurrence


def _record(series: Series, act: str, by: Reader, now: datetime, **details: str) -> Series:
    label = in_language(series.titles, "en")
    audit.record(
        f"events.{act}", series.ulid, by=by.person_id, parties=series.party_ids, now=now, label=label, **details
    )
    return series
