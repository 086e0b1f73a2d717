"""Events that changed, published at the end of the transaction.

Locks are taken in one order everywhere, and held until the commit: events by id, then the counter, then collections.
"""

from collections.abc import Iterator
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, literal, select, true
from sqlalchemy.orm import selectinload

from forumhub import installation
from forumhub.calendars.describing import audience_of, calendar_event, calendar_session, component_version
from forumhub.calendars.mapping import CalendarEvent, render_event, wire_zones
from forumhub.calendars.membership import EVENT, PERSON, PUBLIC_EVENTS, SERIES, people_of, places_of, uids_of
from forumhub.calendars.models import CalendarMember
from forumhub.calendars.moving import Part, Scope, carry_out, stored_of
from forumhub.calendars.rules import body_etag
from forumhub.database import db
from forumhub.events.models import Event
from forumhub.events.programme.queries import published_sessions
from forumhub.events.recurrence import instant
from forumhub.parties.models import Person

EVERYBODY = None


class Touched(NamedTuple):
    """Row ids. Of the events, those of `changed` may say other things, with their sessions, and belong elsewhere.

    The `people` may be named there, or be named no more; of nobody else is it looked at, unless they are EVERYBODY.
    """

    events: set[int]
    changed: set[int]
    people: set[int] | None


class Published(NamedTuple):
    """The number of the publication, and the collections among which are all that everybody may read and that moved."""

    number: int
    open: set[str]


def publish(touched: Touched, now: datetime) -> Published:
    """Renders these events again where they differ from what is stored, and moves the collections that show them."""
    events = _locked(touched.events)
    number = carry_out([_rendered(events, touched, installation.uid_host())], now)
    series = {SERIES + event.series.ulid for event in events if event.series}
    return Published(number, {PUBLIC_EVENTS, *series, *(EVENT + event.ulid for event in events)})


def _locked(event_ids: set[int]) -> list[Event]:
    """As they are now, whoever else changes or joins them at this moment."""
    statement = select(Event).where(Event.id.in_(sorted(event_ids))).order_by(Event.id)
    statement = statement.options(selectinload(Event.series)).with_for_update(of=Event, key_share=True)
    return list(db.session.scalars(statement.execution_options(populate_existing=True)).unique())


def _rendered(events: list[Event], touched: Touched, host: str) -> Part:
    uids = uids_of(touched.events, touched.changed, host)
    stored, made = stored_of(uids), list(_objects(events, touched.changed, host))
    told = {(each["uid"], each["audience"]) for each in made}
    restated = {uid for uid, _ in stored.keys() - told} & {uid for uid, _ in told}
    people = EVERYBODY if restated else touched.people  # each member says to which audience it is shown
    return Part(uids, stored, made, list(_scopes(touched, people, host)))


def _scopes(touched: Touched, people: set[int] | None, host: str) -> Iterator[Scope]:
    member = CalendarMember
    personal = member.collection.startswith(PERSON)
    if touched.changed:
        of_changed = member.uid.in_(uids_of(touched.changed, touched.changed, host))
        yield Scope(of_changed & ~personal, places_of(touched.changed, host))
    if people or people is EVERYBODY:
        of_touched = member.uid.in_(uids_of(touched.events, (), host))
        yield Scope(of_touched & personal & _theirs(people), people_of(touched.events, people, host))


def _theirs(people: set[int] | None) -> ColumnElement[bool]:
    if people is EVERYBODY:
        return true()
    return CalendarMember.collection.in_(select(literal(PERSON) + Person.ulid).where(Person.id.in_(people)))


def _objects(events: list[Event], changed: set[int], host: str) -> Iterator[dict[str, Any]]:
    by_id = {event.id: event for event in events}
    for event in events:
        yield _object(calendar_event(event, host), event.access)
    for session, event_id in published_sessions(changed):
        yield _object(calendar_session(session, by_id[event_id], host), by_id[event_id].access)


def _object(told: CalendarEvent, access: str) -> dict[str, Any]:
    audience = audience_of(access)
    body = render_event(told, audience)
    return {
        "uid": told.uid,
        "audience": audience,
        "kind": "VEVENT",
        "timezones": list(wire_zones(told)),
        "body": body,
        "etag": body_etag(body),
        "starts_at": instant(told.local_start, told.timezone),
        "ends_at": instant(told.local_end, told.timezone),
        "changed_at": told.changed_at,
        "render_version": component_version(),
    }
