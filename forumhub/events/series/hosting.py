"""Whose turn it is: skipping a meeting, swapping two hosts, passing a turn on. No other turn shifts unless asked."""

from datetime import date, datetime, timedelta

from forumhub import audit
from forumhub.database import db, locked
from forumhub.errors import N_, RuleBroken
from forumhub.events.entering import enter, require_organizer
from forumhub.events.models import Event, HostTurn, Series, SkippedOccurrence
from forumhub.events.rules import CANCELLED, PLANNED, check_reason, check_transition
from forumhub.events.series import placing
from forumhub.events.series.changing import Edit, rest_from
from forumhub.events.series.following import begun
from forumhub.events.series.planning import meeting_at
from forumhub.events.series.queries import find_occurrence
from forumhub.events.venues.booking import check_fits
from forumhub.parties.policy import Reader
from forumhub.phrases import in_language


def skip_occurrence(
    series: Series,
    day: date,
    *,
    reason: str,
    shift: bool = False,
    seen: str | None = None,
    by: Reader,
    now: datetime,
) -> None:
    """No meeting on this day of the rule, and none is planned there again; one that is planned is cancelled.

    Its host's turn passes. With `shift` that host has the next meeting, and each later turn moves on by one. Raises
    RuleBroken for a day that the rule does not have or that has begun, UnforeseenOutlook as `edit_series`.
    """
    series, reason = _to_change(series.id, by), check_reason(reason)
    place, meeting = _place(series, day), find_occurrence(series.id, day)
    if any(skip.day == day for skip in series.skips):
        raise RuleBroken(N_("That meeting is skipped already."))
    if begun(meeting, now) if meeting else place.start.date() <= now.date():
        raise RuleBroken(N_("This meeting has begun, so it stays as it is: begin with a later one."))
    following = placing.next_place(series.rules, day + timedelta(days=1))
    edit = Edit(series, following.day if following else day, by, now)
    series.skips.append(SkippedOccurrence(day=day, reason=reason))
    if meeting is not None and meeting.state != CANCELLED:
        check_transition(meeting.state, CANCELLED)
        meeting.state, meeting.state_reason = CANCELLED, reason
        edit.note(meeting, "cancel")
    if shift and following:
        edit.change({"rotation": _rotated(rest_from(series, following.day)["rotation"], -1)})
    _finish(edit, "skip_occurrence", seen)


def restore_occurrence(series: Series, day: date, *, by: Reader, now: datetime) -> Event | None:
    """Takes a skip back; returns the meeting that is planned there, None beyond the horizon.

    Raises RuleBroken for a day that was not skipped, or whose meeting was cancelled: that is reinstated by itself.
    """
    series = _to_change(series.id, by)
    skip = next((each for each in series.skips if each.day == day), None)
    if skip is None:
        raise RuleBroken(N_("That meeting is not skipped."))
    if find_occurrence(series.id, day) is not None:
        raise RuleBroken(N_("The meeting of that day was cancelled: take the cancellation back on its own page."))
    place = _place(series, day)
    series.skips.remove(skip)
    made = None
    if series.planned_until and day <= series.planned_until and place.start.date() > now.date():
        made = enter(meeting_at(series, place, now), "create", None, by=by, now=now)
    series.lock_version += 1
    _record(series, "restore_occurrence", by, now)
    return made


def swap_hosts(event: Event, other: Event, *, seen: str | None = None, by: Reader, now: datetime) -> None:
    """Two meetings of a series change hosts, and with them city, venue and clock; their dates stay, as do all others.

    Raises RuleBroken unless both are planned ahead by the rule, UnforeseenOutlook as `edit_series`.
    """
    if event.series_id is None or event.series_id != other.series_id or event.id == other.id:
        raise RuleBroken(N_("Hosts are swapped between two meetings of one series: choose another one."), field="other")
    series = _to_change(event.series_id, by)
    days = [_day_ahead(each, now) for each in (event, other)]
    edit = Edit(series, min(days), by, now)
    if placing.governing(series.rules, days[0]) is placing.governing(series.rules, days[1]):
        event.turn, other.turn = other.turn, event.turn
    spots = [(each.host, each.city, each.venue, each.site, each.hall, each.timezone) for each in (other, event)]
    for each, (host, city, venue, site, hall, timezone) in zip((event, other), spots, strict=True):
        each.host, each.city, each.venue, each.site, each.hall = host, city, venue, site, hall
        each.set_time(each.local_start, each.local_end, timezone)
        check_fits(each, each.capacity)
        edit.note(each, "swap_hosts")
    _finish(edit, "swap_hosts", seen)


def pass_turn(event: Event, *, seen: str | None = None, by: Reader, now: datetime) -> None:
    """From this meeting on the next in the rotation hosts, and each later turn moves on by one.

    Raises RuleBroken unless it is planned ahead by the rule, UnforeseenOutlook as `edit_series`.
    """
    if event.series_id is None:
        raise RuleBroken(N_("This meeting is outside the rule of its series: edit it alone."))
    series = _to_change(event.series_id, by)
    day = _day_ahead(event, now)
    edit = Edit(series, day, by, now)
    edit.change({"rotation": _rotated(rest_from(series, day)["rotation"], 1)})
    _finish(edit, "pass_turn", seen)


def _to_change(series_id: int, by: Reader) -> Series:
    series = locked(Series, series_id)
    require_organizer(by, series.party_ids)
    return series


def _place(series: Series, day: date) -> placing.Place:
    found = placing.places(series.rules, day, day + timedelta(days=1))
    if not found:
        raise RuleBroken(N_("The rule of the series has no meeting on that day."))
    return found[0]


def _day_ahead(event: Event, now: datetime) -> date:
    if event.occurrence is None or event.state not in PLANNED or begun(event, now):
        raise RuleBroken(N_("A host is changed of a meeting that the rule has planned and that is still to come."))
    return event.occurrence


def _rotated(turns: list[HostTurn], steps: int) -> list[HostTurn]:
    at = steps % len(turns)
    return turns[at:] + turns[:at]


def _finish(edit: Edit, act: str, seen: str | None) -> None:
    edit.require_seen(seen)
    edit.enter()
    _record(edit.series, act, edit.by, edit.now)


def _record(series: Series, act: str, by: Reader, now: datetime) -> None:
    db.session.flush()
    label = in_language(series.titles, "en")
    audit.record(f"events.{act}", series.ulid, by=by.person_id, parties=series.party_ids, now=now, label=label)
