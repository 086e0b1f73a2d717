"""What calendars are told of an event: from its row, or from the snapshot that a mail carries."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

from forumhub.calendars.addresses import address
from forumhub.calendars.mapping import FULL, PUBLIC, RESTRICTED, CalendarEvent, Link
from forumhub.calendars.membership import uid_of
from forumhub.calendars.rules import body_etag, render_version
from forumhub.calendars.wording import worded
from forumhub.events.models import Event, Series
from forumhub.events.programme.models import ProgrammeSession
from forumhub.events.programme.rules import text_of
from forumhub.events.series.rules import BRIEF_DETAIL, lets_out
from forumhub.parties import policy
from forumhub.phrases import in_language, side_by_side


def component_version() -> str:
    """Names all that a stored component depends on besides its event: it holds addresses, too."""
    return f"{render_version()}/{body_etag(address('desk.home').encode())[:8]}"


def audience_of(access: str, detail: str = BRIEF_DETAIL) -> str:
    """Unless an event is public, or its series carries more, what leaves the house is title, time, city and link."""
    if access == policy.PUBLIC:
        return PUBLIC
    return FULL if lets_out(access, detail) else RESTRICTED


def audience_for(event: Event) -> str:
    """Of its own component and of its sessions'."""
    return audience_of(event.access, event.calendar_detail)


def audience_within(event: Event) -> str:
    """Of what came of it: actions and minutes are never everybody's, whatever the public sees of their meeting."""
    return audience_of(policy.PARTIES, event.calendar_detail)


def told_at(event: Event, *others: datetime | None) -> datetime:
    """When what calendars are told of it changed last: its row, or how much its series lets out, or `others`."""
    switched = event.series.calendar_detail_changed_at if event.series else None
    return max(filter(None, (event.changed_at, switched, *others)))


def _located_at(event: Event) -> datetime | None:
    """When the coordinates that its component carries were set, where it does."""
    return event.site.located_at if event.site and event.tells_more else None


def languages_of(event: Event | Series) -> tuple[str, ...]:
    """Those that it is held in, in their order: who works in any of them reads its calendar."""
    return tuple(event.languages) or ("en",)


def calendar_event(
    event: Event, host: str, links: tuple[Link, ...] = (), linked_at: datetime | None = None
) -> CalendarEvent:
    """In its languages, side by side. `links` lead to documents, for those who are told more than title and time;
    `linked_at`, aware, is when the last of them came.
    """
    languages = languages_of(event)
    city = side_by_side(event.city, languages)
    return CalendarEvent(
        uid=uid_of(event.ulid, host),
        sequence=event.sequence,
        changed_at=told_at(event, linked_at, event.papers_changed_at if event.tells_more else None, _located_at(event)),
        local_start=event.local_start,
        local_end=event.local_end,
        timezone=event.timezone,
        summary=side_by_side(event.titles, languages),
        state=event.state,
        access=event.access,
        url=address("desk.event", ulid=event.ulid),
        languages=languages,
        all_day=event.all_day,
        city=city,
        location=", ".join(filter(None, (event.venue, city))),
        geo=event.site.coordinates if event.site else None,
        description="\n\n".join(filter(None, (event.state_reason, described(event)))),
        categories=(event.kind.replace("_", " "),),
        related_to=uid_of(event.series.ulid, host) if event.series else None,
        refid=_clause(event),
        links=links,
        conference=event.conference or None,
    )


def described(event: Event) -> str:
    """What its organizer says of it, in plain words."""
    return worded(event.description_html, event.description)


def calendar_session(session: ProgrammeSession, event: Event, host: str) -> CalendarEvent:
    """In the same languages. What is said of its event counts for it, too: SEQUENCE grows with either."""
    told = calendar_event(event, host)
    hall = side_by_side(session.hall.names, told.languages) if session.hall else ""
    return replace(
        told,
        uid=uid_of(session.ulid, host),
        sequence=session.sequence + event.sequence,
        changed_at=told_at(event, session.changed_at, _located_at(event)),
        local_start=session.local_start,
        local_end=session.local_end,
        all_day=False,
        summary=side_by_side(session.titles, told.languages),
        state=_state_of(session, event),
        url=address("events.programme_session", ulid=event.ulid, session=session.ulid),
        location=", ".join(filter(None, (hall, told.location))),
        description="\n\n".join(filter(None, (_people_of(session), _text_of(session)))),
        categories=(session.kind.replace("_", " "),),
        related_to=None,
        parent=told.uid,
        links=tuple(Link(link["url"], link["title"]) for link in session.links),
    )


def paper_link(event: Event, ulid: str, symbol: str, titles: Mapping[str, str]) -> Link:
    """To a paper's page, called as its event calls it: 'WP.3 Draft work plan'."""
    url = address("events.paper", ulid=event.ulid, paper=ulid)
    return Link(url, f"{symbol} {side_by_side(titles, languages_of(event))}")


def _state_of(session: ProgrammeSession, event: Event) -> str:
    """The gloomier of both."""
    states = ("cancelled", "postponed", "tentative")
    return next((state for state in states if state in (event.state, session.state)), session.state)


def _people_of(session: ProgrammeSession) -> str:
    named = [
        f"{speaker.name} ({speaker.affiliation})" if speaker.affiliation else speaker.name
        for speaker in session.speakers
    ]
    return "; ".join(named)


def _text_of(session: ProgrammeSession) -> str:
    """Abstract and description, as the programme's page shows them."""
    return worded(session.html, text_of(session.abstract, session.description))


def _clause(event: Event) -> str | None:
    if event.agreement is None:
        return None
    return f"{event.agreement.code} art. {event.clause}" if event.clause else event.agreement.code


def calendar_event_of_snapshot(told: Mapping[str, Any], language: str, at: datetime) -> CalendarEvent:
    """`told` is a mail's event: plain JSON values, times as ISO 8601. `at`, aware, is when the mail was written."""
    return CalendarEvent(
        uid=told["uid"],
        sequence=told["sequence"],
        changed_at=at,
        local_start=datetime.fromisoformat(told["local_start"]),
        local_end=datetime.fromisoformat(told["local_end"]),
        timezone=told["timezone"],
        summary=in_language(told["titles"], language),
        state=told["state"],
        access=told["access"],
        url=address("desk.event", ulid=told["ulid"]),
        languages=(language,),
        all_day=told.get("all_day", False),  # mails of before it was told have none
        city=in_language(told["city"], language),
        location=", ".join(filter(None, (told["venue"], in_language(told["city"], language)))),
        geo=tuple(told["coordinates"]) if told.get("coordinates") else None,
        conference=told.get("conference") or None,
        description="\n\n".join(filter(None, (told["state_reason"], told.get("description")))),
    )
