"""What came of meetings as bare components: actions as VTODO (RFC 5545, 3.6.2), agreed minutes as VJOURNAL (3.6.3)."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime

from icalendar import Component, Journal, Todo

from forumhub.calendars.mapping import CLASS, RESTRICTED, Link, identity, link_properties
from forumhub.calendars.outcomes.rules import PERCENT, PRIORITIES, STATUS
from forumhub.calendars.text import Text, uri
from forumhub.followup.rules import CLOSED


@dataclass(frozen=True, kw_only=True)
class CalendarTask:
    """What calendars are told of one action.

    `uid`, `sequence` and `changed_at` as of an event; `opened_at` and `closed_at` are aware, `due_on` is the last day
    on which it is not late. `state` and `priority` are followup's, `access` its meeting's. `related_to` is the UID of
    the meeting that agreed it, `refids` the clauses that it carries out.
    """

    uid: str
    sequence: int
    changed_at: datetime
    opened_at: datetime
    closed_at: datetime | None
    due_on: date | None
    summary: str
    state: str
    access: str
    url: str
    description: str = ""
    priority: str = ""
    related_to: str | None = None
    refids: tuple[str, ...] = ()
    links: tuple[Link, ...] = ()


@dataclass(frozen=True, kw_only=True)
class CalendarJournal:
    """What calendars are told of agreed minutes, or of a corrigendum: `text` is its Markdown, `day` the meeting's
    first, by its clock. `related_to` is the UID of the meeting, or of the minutes that are corrected; `links` lead from
    minutes to their corrigenda.
    """

    uid: str
    sequence: int
    changed_at: datetime
    day: date
    summary: str
    access: str
    url: str
    text: str = ""
    related_to: str | None = None
    refid: str | None = None
    links: tuple[Link, ...] = ()


def render_task(task: CalendarTask, audience: str) -> bytes:
    """The VTODO as it goes on the wire. The restricted audience learns its summary, due day, state and link."""
    if audience == RESTRICTED:
        task = replace(task, description="", priority="", related_to=None, refids=(), links=())
    return _filled(Todo(), [*identity(task), *_standing(task), *_content(task), *_references(task)])


def render_journal(journal: CalendarJournal, audience: str) -> bytes:
    """The VJOURNAL as it goes on the wire. The restricted audience learns its summary, day and link."""
    if audience == RESTRICTED:
        journal = replace(journal, text="", related_to=None, refid=None, links=())
    return _filled(Journal(), [*identity(journal), *_entry(journal)])


def _filled(component: Component, values: list[tuple[str, object]]) -> bytes:
    for name, value in values:
        if value not in ("", None):
            component.add(name, value)
    return bytes(component.to_ical())


def _standing(task: CalendarTask) -> Iterator[tuple[str, object]]:
    yield "CREATED", task.opened_at.astimezone(UTC)
    yield "DUE", task.due_on
    yield "STATUS", STATUS[task.state]
    yield "PERCENT-COMPLETE", PERCENT.get(task.state)
    if task.state == CLOSED and task.closed_at:
        yield "COMPLETED", task.closed_at.astimezone(UTC)


def _content(task: CalendarTask) -> Iterator[tuple[str, object]]:
    link = uri(task.url)
    yield "SUMMARY", Text(task.summary)
    yield "DESCRIPTION", Text("\n\n".join(filter(None, (task.description, link))))
    yield "PRIORITY", PRIORITIES.get(task.priority)
    yield "CLASS", CLASS[task.access]
    yield "URL", link


def _references(task: CalendarTask) -> Iterator[tuple[str, object]]:
    yield "RELATED-TO", task.related_to
    for refid in task.refids:
        yield "REFID", Text(refid)
    yield from link_properties(task.links)


def _entry(journal: CalendarJournal) -> Iterator[tuple[str, object]]:
    link = uri(journal.url)
    yield "DTSTART", journal.day
    yield "SUMMARY", Text(journal.summary)
    yield "DESCRIPTION", Text("\n\n".join(filter(None, (journal.text.strip(), link))))
    yield "STATUS", "FINAL"
    yield "CLASS", CLASS[journal.access]
    yield "URL", link
    yield "RELATED-TO", journal.related_to
    yield "REFID", Text(journal.refid or "")
    yield from link_properties(journal.links)
