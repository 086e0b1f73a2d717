"""Events as bare VEVENT components (RFC 5545, 3.6.1), for the readers of each audience."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from typing import NamedTuple, Protocol

from icalendar import Event, vDDDTypes, vGeo, vText

from forumhub.calendars.text import Text, plain, uri
from forumhub.calendars.zones import clock_agrees
from forumhub.events.recurrence import instant
from forumhub.phrases import last_day as last_day_of
from forumhub.phrases import side_by_side

PUBLIC = "public"
RESTRICTED = "restricted"
FULL = "full"

CANCELLED = "cancelled"
CLOSED = "closed"
POSTPONED = "postponed"
_STATUS = {"tentative": "TENTATIVE", POSTPONED: "TENTATIVE", CANCELLED: "CANCELLED"}
CLASS = {"public": "PUBLIC", "parties": "PRIVATE", "delegates": "CONFIDENTIAL"}
# A stored component has the languages of its event, so its mark is not the reader's gettext.
_MARKS = {
    CANCELLED: {"en": "Cancelled", "zh": "已取消", "ru": "Отменено"},
    POSTPONED: {"en": "Postponed", "zh": "已延期", "ru": "Перенесено"},
    CLOSED: {"en": "Closed", "zh": "已办结", "ru": "Закрыто"},
}


class Link(NamedTuple):
    """A document that belongs to the event: `rel` is a link relation (RFC 8288), such as 'related' or 'enclosure'."""

    uri: str
    label: str
    rel: str = "related"


@dataclass(frozen=True, kw_only=True)
class CalendarEvent:
    """What calendars are told of one event.

    `uid` is `<ulid>@<host>`, for life. `sequence` grew when time, place or state changed; `changed_at`, aware, is the
    last stored change. `local_start` and `local_end` are naive wall clocks of `timezone`, the end after the start;
    all-day, the day of `local_end` is included unless it ends at midnight. `state` and `access` are those of events.
    `parent` is the UID of the forum of which it is a session. `city` is what the restricted audience learns of the
    place. `geo` is latitude and longitude in degrees. `languages` are those of its words, in which its state is said.
    """

    uid: str
    sequence: int
    changed_at: datetime
    local_start: datetime
    local_end: datetime
    timezone: str
    summary: str
    state: str
    access: str
    url: str
    languages: tuple[str, ...] = ("en",)
    all_day: bool = False
    city: str = ""
    location: str = ""
    geo: tuple[float, float] | None = None
    description: str = ""
    categories: tuple[str, ...] = ()
    related_to: str | None = None
    parent: str | None = None
    refid: str | None = None
    links: tuple[Link, ...] = ()
    conference: str | None = None


class Identified(Protocol):
    """Anything that calendars keep by its UID."""

    @property
    def uid(self) -> str: ...
    @property
    def sequence(self) -> int: ...
    @property
    def changed_at(self) -> datetime: ...


def render_event(event: CalendarEvent, audience: str) -> bytes:
    """The component as it goes on the wire: UTF-8, folded CRLF lines, the last one ended; no VCALENDAR around it."""
    return bytes(component(event, audience).to_ical())


def component(event: CalendarEvent, audience: str) -> Event:
    """The same, still open to additions such as an invitation's."""
    shown = restricted(event) if audience == RESTRICTED else event
    vevent = Event()
    for name, value in [*identity(shown), *_times(shown), *_content(shown), *_references(shown)]:
        if value not in ("", None, []):
            vevent.add(name, value)
    return vevent


def restricted(event: CalendarEvent) -> CalendarEvent:
    """Title, time, city and link only: what may be said to calendar providers outside."""
    return replace(
        event,
        location=event.city,
        geo=None,
        description="",
        categories=(),
        related_to=None,
        refid=None,
        links=(),
        conference=None,
    )


def wire_zones(event: CalendarEvent) -> tuple[str, ...]:
    """The TZIDs that the component names, so that a calendar around it needs their blocks."""
    return () if event.all_day or not _keeps_wall_clock(event) else (event.timezone,)


def last_day(event: CalendarEvent) -> date:
    """Of an all-day event, inclusive."""
    return last_day_of(event.local_start, event.local_end)


def identity(told: Identified) -> Iterator[tuple[str, object]]:
    """DTSTAMP is the time of the last stored change, never 'now': the same state gives the same bytes."""
    changed = told.changed_at.astimezone(UTC)
    yield "UID", told.uid
    yield "DTSTAMP", changed
    yield "LAST-MODIFIED", changed
    yield "SEQUENCE", told.sequence


def _times(event: CalendarEvent) -> Iterator[tuple[str, object]]:
    if event.all_day:
        yield "DTSTART", event.local_start.date()
        yield "DTEND", last_day(event) + timedelta(days=1)
    else:
        yield "DTSTART", _moment(event.local_start, event)
        yield "DTEND", _moment(event.local_end, event)
    silent = event.all_day or event.state in (CANCELLED, POSTPONED)
    yield "TRANSP", "TRANSPARENT" if silent else "OPAQUE"


def _moment(local: datetime, event: CalendarEvent) -> vDDDTypes:
    """icalendar 7.3 takes zones such as Africa/Abidjan for UTC, hence a naive value with a TZID of ours."""
    if not _keeps_wall_clock(event):
        return vDDDTypes(instant(local, event.timezone))
    moment = vDDDTypes(local)
    moment.params["TZID"] = event.timezone
    return moment


def _content(event: CalendarEvent) -> Iterator[tuple[str, object]]:
    mark = side_by_side(_MARKS.get(event.state, {}), event.languages)
    link, conference = uri(event.url), uri(event.conference or "")
    # RFC 5546, 3.2.1, asks for a summary, even where none of its characters may be sent
    yield "SUMMARY", Text(f"[{mark}] {event.summary}" if mark else event.summary) or Text(link)
    yield "DESCRIPTION", Text("\n\n".join(filter(None, (event.description, conference, link))))
    yield "LOCATION", Text(event.location)
    # four decimals, about 11 m: Python writes smaller numbers with an exponent, which GEO does not know
    yield "GEO", vGeo((round(event.geo[0], 4), round(event.geo[1], 4))) if event.geo else None
    yield "CATEGORIES", [name for each in event.categories if (name := plain(each))]
    yield "STATUS", _STATUS.get(event.state, "CONFIRMED")
    yield "CLASS", CLASS[event.access]
    yield "URL", link


def _references(event: CalendarEvent) -> Iterator[tuple[str, object]]:
    if event.conference:
        yield "CONFERENCE", uri(event.conference, VALUE="URI", FEATURE="VIDEO")
    yield "RELATED-TO", event.related_to
    yield "RELATED-TO", vText(event.parent, params={"RELTYPE": "PARENT"}) if event.parent else None
    yield "REFID", Text(event.refid or "")
    yield from link_properties(event.links)


def link_properties(links: Iterable[Link]) -> Iterator[tuple[str, object]]:
    """LINK (RFC 9253, 8.2), one for each."""
    for link in links:
        yield "LINK", uri(link.uri, VALUE="URI", LINKREL=link.rel, LABEL=link.label)


def _keeps_wall_clock(event: CalendarEvent) -> bool:
    """Whether every client that follows the zone's block finds both instants."""
    return all(clock_agrees(event.timezone, clock) for clock in (event.local_start, event.local_end))
