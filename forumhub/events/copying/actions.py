"""Copying an event, or a whole series: as a new one, whose register, numbers and people are its own."""

from collections.abc import Collection
from datetime import date, datetime
from typing import Any, Unpack

from forumhub.agreements.models import Agreement
from forumhub.database import db
from forumhub.events.actions import create_event, create_series, plan_series
from forumhub.events.copying import rules
from forumhub.events.copying.programme import copy_programme
from forumhub.events.copying.queries import planned_meetings
from forumhub.events.copying.values import Asked
from forumhub.events.entering import EventValues, require_organizer
from forumhub.events.models import Event, HostTurn, Series
from forumhub.events.queries import clauses_to_choose, find_clause
from forumhub.events.rules import check_year
from forumhub.events.series.values import SeriesValues
from forumhub.events.signals import event_copied, event_copying
from forumhub.events.venues.queries import find_venue
from forumhub.parties.policy import Reader

Prepared = dict[str, Any]
"""By part, what later rooms made ready before the transaction began."""


def prepare_copy(
    source: Event, parts: Collection[str], *, same_register: bool, by: Reader, **asked: Unpack[Asked]
) -> Prepared:
    """Slow work, such as reading a text, for `copy_event`; call it before the transaction begins."""
    prepared: Prepared = {}
    values = _values(source, parts, by, asked)
    event_copying.send(
        source=source,
        parts=frozenset(parts),
        values=values,
        same_register=same_register,
        by=by,
        prepared=prepared,
    )
    return prepared


def copy_event(
    source: Event,
    *,
    parts: Collection[str],
    prepared: Prepared,
    register_code: str = "",
    series: Series | None = None,
    ulid: str = "",
    by: Reader,
    now: datetime,
    **asked: Unpack[Asked],
) -> Event:
    """A tentative event like the source: another meeting of `series`, or alone with a new register of this code.

    `parts` are of rules.PARTS. What `by` may not see stays behind; so do delegates, papers, minutes and heads. Raises
    NotAllowed unless `by` organizes the source and the copy, RuleBroken for what cannot be.
    """
    require_organizer(by, source.party_ids)
    values = _values(source, parts, by, asked)
    event = create_event(
        register_code=register_code, series=series, example=source.example, ulid=ulid, by=by, now=now, **values
    )
    event.copied_from = source
    db.session.flush()
    if rules.PROGRAMME in parts:
        days = rules.shift(source.local_start, event.local_start)
        copy_programme(source, event, days, with_speakers=rules.SPEAKERS in parts, by=by, now=now)
    event_copied.send(event=event, source=source, parts=frozenset(parts), prepared=prepared, by=by, now=now)
    return event


def _values(source: Event, parts: Collection[str], by: Reader, asked: Asked) -> EventValues:
    start = asked["local_start"]
    check_year(start, "local_start")
    agreement, clause = _under(source, by)
    values: EventValues = {
        "titles": asked["titles"], "kind": source.kind, "parties": asked["parties"], "host": asked["host"],
        "agreement": agreement, "clause": clause, "local_start": start,
        "local_end": asked.get("local_end") or start + (source.local_end - source.local_start),
        "all_day": source.all_day,
    }  # fmt: skip
    if rules.DESCRIPTION in parts:
        values |= {"description": source.description, "description_html": source.description_html}
    if rules.LANGUAGES in parts:
        values["languages"] = list(source.languages)
    if rules.SETTINGS in parts:
        values |= {"access": source.access, "capacity": source.capacity}
    if rules.PLACE in parts and asked["host"] == source.host:
        values |= _place(source, by)
        if rules.SETTINGS in parts and {party.id for party in asked["parties"]} == source.party_ids:
            # Read by those who could read it, and by nobody else.
            values["conference"] = rules.link_to_take(source.conference, source.access)
    return values


def _place(source: Event, by: Reader) -> EventValues:
    """Its city and clock; its venue as a booking where `by` sees that, else in words."""
    place: EventValues = {"city": source.city, "timezone": source.timezone, "venue": source.venue}
    if source.site is not None and find_venue(source.site.ulid, by):
        place |= {"site": source.site, "hall": source.hall}
    return place


def _under(source: Event | Series, by: Reader) -> tuple[Agreement | None, str]:
    """The source's agreement, where it is in force and `by` plans under it; the clause, where it is there still."""
    agreement = source.agreement
    if agreement is None or agreement not in [row[0] for row in clauses_to_choose(by)]:
        return None, ""
    return agreement, source.clause if source.clause and find_clause(agreement.id, source.clause) else ""


def copy_series(
    source: Series,
    *,
    register_code: str,
    titles: dict[str, str],
    local_start: datetime,
    until: date,
    parts: Collection[str],
    by: Reader,
    now: datetime,
) -> Series:
    """A series with the source's rule, rotation of hosts, parties and length, planned until this day, inclusive.

    The rule counts from `local_start`. With rules.PROGRAMME, its meetings in turn get the programmes of the source's
    meetings that are still to come; what was held stays with the source. Raises as `copy_event`.
    """
    require_organizer(by, source.party_ids)
    agreement, clause = _under(source, by)
    values: SeriesValues = {
        "titles": titles, "kind": source.kind, "parties": list(source.parties), "rrule": source.rrule,
        "first_local_start": local_start, "minutes_long": source.minutes_long, "agreement": agreement,
        "clause": clause, "rotation": [_turn(turn, by) for turn in source.rotation],
        "months_ahead": source.months_ahead, "all_day": source.all_day,
    }  # fmt: skip
    if rules.LANGUAGES in parts:
        values["languages"] = list(source.languages)
    if rules.SETTINGS in parts:
        link = rules.link_to_take(source.conference, source.access)
        values |= {"access": source.access, "capacity": source.capacity, "conference": link}
    series = create_series(register_code=register_code, example=source.example, by=by, now=now, **values)
    series.copied_from = source
    meetings = plan_series(series, until, by=by, now=now)
    if rules.PROGRAMME in parts:
        _copy_programmes(source, meetings, rules.SPEAKERS in parts, by, now)
    return series


def _turn(old: HostTurn, by: Reader) -> HostTurn:
    """Its venue as a booking where `by` sees that, else in words."""
    turn = HostTurn(party=old.party, city=old.city, venue=old.venue, timezone=old.timezone)
    if old.site is not None and find_venue(old.site.ulid, by):
        turn.site, turn.hall = old.site, old.hall
    return turn


def _copy_programmes(source: Series, meetings: list[Event], with_speakers: bool, by: Reader, now: datetime) -> None:
    """Only of meetings that `by` may see; the first to come goes with the new series' first, and so on."""
    for old, new in zip(planned_meetings(source.id, by, now), meetings, strict=False):
        days = rules.shift(old.local_start, new.local_start)
        copy_programme(old, new, days, with_speakers=with_speakers, by=by, now=now)
