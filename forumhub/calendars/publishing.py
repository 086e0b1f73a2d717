"""Events that changed, published at the end of the transaction.

Locks are taken in one order everywhere, and held until the commit: events by id, then the counter, then collections.
"""

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, literal, select, true, union_all
from sqlalchemy.orm import selectinload

from forumhub import installation
from forumhub.calendars.describing import audience_for, calendar_event, calendar_session, paper_link
from forumhub.calendars.mapping import FULL, RESTRICTED, Link
from forumhub.calendars.membership import EVENT, PERSON, PUBLIC_EVENTS, PUBLIC_SERIES, people_of, places_of, uids_of
from forumhub.calendars.models import CalendarMember
from forumhub.calendars.moving import Part, Scope, carry_out, stored_of
from forumhub.calendars.outcomes.describing import minutes_links
from forumhub.calendars.outcomes.publishing import changed_part, named_part
from forumhub.calendars.outcomes.queries import Agreed, agreed_minutes_of, events_of_items
from forumhub.calendars.rendering import timed
from forumhub.database import db
from forumhub.events.models import Event
from forumhub.events.papers.queries import open_papers
from forumhub.events.papers.rules import symbol
from forumhub.events.programme.queries import published_sessions
from forumhub.parties.models import Party, Person

EVERYBODY = None
MOST_PAPERS = 50
"""As many of an event's papers its component links to."""


class Touched(NamedTuple):
    """Row ids. Of the events, those of `changed` may say other things, with their sessions, and belong elsewhere.

    The `people` may be named there, or be named no more; of nobody else is it looked at, unless they are EVERYBODY.
    What came of the events that changed, their actions and minutes, is looked at, too; `items` are single actions.
    `renamed` are collections whose feeds have other names.
    """

    events: set[int]
    changed: set[int]
    people: set[int] | None
    items: set[int]
    renamed: set[str]


class Published(NamedTuple):
    """The number of the publication, and the collections among which are all that everybody may read and that moved."""

    number: int
    open: set[str]


def publish(touched: Touched, now: datetime) -> Published:
    """Renders these events again where they differ from what is stored, and moves the collections that show them."""
    locked = _locked(touched.events | events_of_items(touched.items))
    events = [event for event in locked if event.id in touched.events]
    number = carry_out(_parts(events, touched, installation.uid_host(), now), touched.renamed, now)
    series = {PUBLIC_SERIES + event.series.ulid for event in events if event.series}
    return Published(number, {PUBLIC_EVENTS, *series, *(EVENT + event.ulid for event in events), *touched.renamed})


def _locked(event_ids: set[int]) -> list[Event]:
    """As they are now, whoever else changes or joins them at this moment."""
    statement = select(Event).where(Event.id.in_(sorted(event_ids))).order_by(Event.id)
    statement = statement.options(selectinload(Event.series), selectinload(Event.site)).with_for_update(
        of=Event, key_share=True
    )
    return list(db.session.scalars(statement.execution_options(populate_existing=True)).unique())


def _parts(events: list[Event], touched: Touched, host: str, now: datetime) -> list[Part]:
    agreed = agreed_minutes_of(touched.events)
    changed = [each for each in agreed if each.document.event_id in touched.changed]
    return [
        _rendered(events, touched, agreed, host),
        *changed_part(touched.changed, touched.items, changed, host, now),
        *named_part(touched.events - touched.changed, touched.people or (), host),
    ]


def _rendered(events: list[Event], touched: Touched, agreed: list[Agreed], host: str) -> Part:
    uids = uids_of(touched.events, touched.changed, host)
    stored, made = stored_of(uids), list(_objects(events, touched.changed, agreed, host))
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
    theirs = Person.id.in_(people)
    by_party = select(literal(PERSON) + Party.code + "/" + Person.ulid).select_from(Person).join(Party, true())
    return CalendarMember.collection.in_(
        union_all(select(literal(PERSON) + Person.ulid).where(theirs), by_party.where(theirs))
    )


def _objects(events: list[Event], changed: set[int], agreed: list[Agreed], host: str) -> Iterator[dict[str, Any]]:
    by_id = {event.id: event for event in events}
    papers = _paper_links(by_id)
    for event in events:
        linked = _linked(event, agreed)
        links = *(link for each in linked for link in minutes_links(each)), *papers.get(event.id, ())
        linked_at = max((each.changed_at for each in linked), default=None)
        yield timed(calendar_event(event, host, links, linked_at), audience_for(event))
    for session, event_id in published_sessions(changed):
        yield timed(calendar_session(session, by_id[event_id], host), audience_for(by_id[event_id]))


def _paper_links(events: Mapping[int, Event]) -> dict[int, list[Link]]:
    """By event, those of which more is told: MOST_PAPERS that everybody who reads the component may see."""
    found: dict[int, list[Link]] = {}
    for event_id, ulid, kind, number, titles in open_papers([*events]):
        links = found.setdefault(event_id, [])
        if audience_for(events[event_id]) != RESTRICTED and len(links) < MOST_PAPERS:
            links.append(paper_link(events[event_id], ulid, symbol(kind, number), titles))
    return found


def _linked(event: Event, agreed: list[Agreed]) -> list[Agreed]:
    """Its agreed minutes, where all who read the component may see these and what corrects them: never of a public
    event.
    """
    if audience_for(event) != FULL:
        return []
    return [each for each in agreed if each.document.event_id == event.id]
