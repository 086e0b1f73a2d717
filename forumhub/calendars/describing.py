"""What calendars are told of an event: from its row, or from the snapshot that a mail carries."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

from forumhub.calendars.addresses import address
from forumhub.calendars.mapping import FULL, PUBLIC, RESTRICTED, CalendarEvent, Link
from forumhub.calendars.membership import uid_of
from forumhub.calendars.rules import body_etag, render_version
from forumhub.events.models import Event
from forumhub.events.programme.models import ProgrammeSession
from forumhub.events.series.rules import BRIEF_DETAIL, FULL_DETAIL
from forumhub.parties import policy
from forumhub.phrases import in_language


def component_version() -> str:
    """Names all that a stored component depends on besides its event: it holds addresses, too."""
    return f"{render_version()}/{body_etag(address('desk.home').encode())[:8]}"


def audience_of(access: str, detail: str = BRIEF_DETAIL) -> str:
    """Unless an event is public, or its series carries more, what leaves the house is title, time, city and link."""
    if access == policy.PUBLIC:
        return PUBLIC
    return FULL if detail == FULL_DETAIL else RESTRICTED


def audience_for(event: Event) -> str:
    """Of its own component and of its sessions'."""
    return audience_of(event.access, _detail(event))


def audience_within(event: Event) -> str:
    """Of what came of it: actions and minutes are never everybody's, whatever the public sees of their meeting."""
    return audience_of(policy.PARTIES, _detail(event))


def _detail(event: Event) -> str:
    return event.series.calendar_detail if event.series else BRIEF_DETAIL


def language_of(event: Event) -> str:
    """The first of the languages that it is held in."""
    return event.languages[0] if event.languages else "en"


def calendar_event(event: Event, host: str, links: tuple[Link, ...] = ()) -> CalendarEvent:
    """In its first language. `links` lead to documents, for those who are told more than title and time."""
    language = language_of(event)
    city = in_language(event.city, language)
    return CalendarEvent(
        uid=uid_of(event.ulid, host),
        sequence=event.sequence,
        changed_at=event.changed_at,
        local_start=event.local_start,
        local_end=event.local_end,
        timezone=event.timezone,
        summary=in_language(event.titles, language),
        state=event.state,
        access=event.access,
        url=address("desk.event", ulid=event.ulid),
        language=language,
        city=city,
        location=", ".join(filter(None, (event.venue, city))),
        description="\n\n".join(filter(None, (event.state_reason, event.description))),
        categories=(event.kind.replace("_", " "),),
        related_to=uid_of(event.series.ulid, host) if event.series else None,
        refid=_clause(event),
        links=links,
    )


def calendar_session(session: ProgrammeSession, event: Event, host: str) -> CalendarEvent:
    """In the same language. What is said of its event counts for it, too: SEQUENCE grows with either."""
    told = calendar_event(event, host)
    hall = in_language(session.hall.names, told.language) if session.hall else ""
    return replace(
        told,
        uid=uid_of(session.ulid, host),
        sequence=session.sequence + event.sequence,
        changed_at=max(session.changed_at, event.changed_at),
        local_start=session.local_start,
        local_end=session.local_end,
        summary=in_language(session.titles, told.language),
        state=_state_of(session, event),
        url=address("events.programme_session", ulid=event.ulid, session=session.ulid),
        location=", ".join(filter(None, (hall, told.location))),
        description="\n\n".join(filter(None, (_people_of(session), session.abstract))),
        categories=(session.kind.replace("_", " "),),
        related_to=None,
        parent=told.uid,
    )


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
        language=language,
        city=in_language(told["city"], language),
        location=", ".join(filter(None, (told["venue"], in_language(told["city"], language)))),
    )
