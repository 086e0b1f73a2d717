"""Actions and agreed minutes as parts of a publication: rendered with their events, whose locks hold them, too."""

from collections.abc import Collection, Iterable, Iterator
from datetime import UTC, datetime, time, timedelta
from typing import Any

from sqlalchemy import Select, select, union

from forumhub.calendars.describing import audience_within
from forumhub.calendars.models import CalendarMember
from forumhub.calendars.moving import Part, Scope, stored_of
from forumhub.calendars.outcomes.belonging import named_collections, named_places, role_places, uids
from forumhub.calendars.outcomes.describing import (
    calendar_corrigenda,
    calendar_due_day,
    calendar_journal,
    calendar_task,
    due_day,
)
from forumhub.calendars.outcomes.mapping import CalendarJournal, render_journal, render_task
from forumhub.calendars.outcomes.queries import Agreed, agreed_items
from forumhub.calendars.rendering import kept, timed
from forumhub.followup.models import Item

TASK, JOURNAL = "VTODO", "VJOURNAL"
_ONE_DAY = timedelta(days=1)
_NEVER = datetime(9999, 12, 31, tzinfo=UTC)


def changed_part(
    event_ids: Collection[int], item_ids: Collection[int], agreed: Iterable[Agreed], host: str, now: datetime
) -> Iterator[Part]:
    """What came of these events, and these items; none where nothing did. `agreed` are the minutes of the events."""
    mine = _union(uids(event_ids, item_ids, host))
    stored, made = stored_of(mine), list(_objects(event_ids, item_ids, agreed, host, now))
    if stored or made:
        places = union(*role_places(event_ids, item_ids, host), *named_places(event_ids, item_ids, None, host))
        yield Part(mine, stored, made, [Scope(CalendarMember.uid.in_(mine), places.subquery("places"))])


def named_part(event_ids: Collection[int], people: Collection[int], host: str) -> Iterator[Part]:
    """Of these events, which say what they said: whether these people are shown what came of them. Renders nothing."""
    mine = _union(uids(event_ids, (), host))
    if event_ids and people and stored_of(mine):
        places = union(*named_places(event_ids, (), people, host)).subquery("places")
        theirs = CalendarMember.collection.in_(_union(named_collections(people)))
        yield Part(mine, {}, [], [Scope(CalendarMember.uid.in_(mine) & theirs, places)])


def _union(parts: list[Select[str]]) -> Select[str]:
    return select(union(*parts).subquery().c[0])


def _objects(
    event_ids: Collection[int], item_ids: Collection[int], agreed: Iterable[Agreed], host: str, now: datetime
) -> Iterator[dict[str, Any]]:
    for minutes in agreed:
        audience = audience_within(minutes.document.event)
        for told in (calendar_journal(minutes, host), *calendar_corrigenda(minutes, host)):
            yield _of_journal(told, audience)
    for item, changed_at in agreed_items(event_ids, item_ids, now):
        yield from _of_item(item, changed_at, host)


def _of_item(item: Item, changed_at: datetime, host: str) -> Iterator[dict[str, Any]]:
    audience = audience_within(item.event)
    told = calendar_task(item, changed_at, audience, host)
    yield kept(told.uid, audience, TASK, render_task(told, audience), changed_at, _span(item))
    if item.due_on:
        yield timed(calendar_due_day(item, changed_at, audience, host), audience)


def _span(item: Item) -> tuple[datetime, datetime]:
    """Which time ranges find a task (RFC 4791, 9.9): its due day, else from when it was opened until it is closed."""
    if item.due_on:
        day = datetime.combine(due_day(item.due_on), time(), UTC)
        return day, day + _ONE_DAY
    return item.opened_at or _NEVER, item.closed_at or _NEVER


def _of_journal(told: CalendarJournal, audience: str) -> dict[str, Any]:
    day = datetime.combine(told.day, time(), UTC)
    return kept(told.uid, audience, JOURNAL, render_journal(told, audience), told.changed_at, (day, day + _ONE_DAY))
