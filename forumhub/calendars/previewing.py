"""The mails of an event before any is sent: as each language gets them, with what calendars read.

Those of its registration, and those of a change: one that an organizer has typed, or a sample of one.
"""

from collections.abc import Iterable, Mapping
from datetime import datetime
from email.headerregistry import Address
from email.message import EmailMessage
from email.utils import parseaddr
from types import SimpleNamespace
from typing import Any, NamedTuple

import icalendar

from forumhub import installation
from forumhub.calendars.inviting import attach
from forumhub.calendars.sampling import MADE_UP, SAMPLED, sample_change
from forumhub.events.consequences.rules import Facts
from forumhub.events.models import Event
from forumhub.events.rules import CANCELLED
from forumhub.mail.actions import Recipient
from forumhub.mail.models import OutboxMail
from forumhub.mail.rendering import POLICY, Link, Preview, preview
from forumhub.mail.templates import meeting
from forumhub.registration.listening import what_is_new
from forumhub.registration.notices import CANCEL, REQUEST
from forumhub.registration.rules import WITHDRAWN, invitation_expiry
from forumhub.registration.snapshots import calendar_snapshot, plain, said_of_change, secretariat_of

OF_REGISTRATION: Mapping[str, tuple[str, str]] = {
    "confirmed": ("registration_confirmed", REQUEST),
    "invited": ("registration_invitation", ""),
    "withdrawn": ("registration_cancelled", CANCEL),
}
"""By what happens to somebody, the template of their mail and what it tells their calendar."""
KINDS = (*OF_REGISTRATION, *SAMPLED)


class Draft(NamedTuple):
    """A mail to nobody yet. `said` is, by language, what it says of a change."""

    template: str
    snapshot: dict[str, Any]
    said: Mapping[str, dict[str, Any]] = {}


class CalendarPart(NamedTuple):
    """As a client reads it. `ics` is the whole of it, as text."""

    method: str
    summary: str
    location: str
    status: str
    organizer: str
    answered: bool
    ics: str


class Sample(NamedTuple):
    """`when` is the event's time as the mail tells it: what `both_clocks` takes."""

    mail: Preview
    sender: str
    reply_to: str
    when: SimpleNamespace
    calendar: CalendarPart | None


def draft_of(event: Event, kind: str, inviter: str, languages: Iterable[str], now: datetime) -> Draft:
    """Of one of KINDS, without a token, a code or a place that is anybody's; the change itself is a sample."""
    if kind in SAMPLED:
        return draft_of_change(event, *sample_change(event.snapshot(), kind), languages, now)
    template, method = OF_REGISTRATION[kind]
    return Draft(template, _snapshot(event, method, inviter, now))


def draft_of_change(event: Event, before: Facts, after: Facts, languages: Iterable[str], now: datetime) -> Draft:
    """What participants get, as `registration.notices.tell_of_change` writes it; of a sample, `event` is as before."""
    told, change = plain(after, MADE_UP), what_is_new(before, after)
    shown = calendar_snapshot(event, installation.uid_host(), now=now)
    snapshot = {
        "event": shown | told,
        "method": CANCEL if after["state"] == CANCELLED else REQUEST,
        "registration": "",
        "reply_to": secretariat_of(event),
        "change": change,
    }
    said = {language: said_of_change(event, before, after, language) for language in languages}
    return Draft("event_cancelled" if change == CANCELLED else "event_changed", snapshot, said)


def sample(draft: Draft, to: Recipient, sender: str, link: Link, now: datetime) -> Sample:
    """What `to` would get, were they registered; `sender` is the setting MAIL_FROM."""
    snapshot = {**draft.snapshot, **draft.said.get(to.language, {})}
    message = EmailMessage(policy=POLICY)
    name, address = parseaddr(sender)
    message["From"] = Address(name, addr_spec=address)
    message.set_content("")
    attach(message, _unsent(draft.template, to, snapshot, now))
    return Sample(
        preview(draft.template, to, snapshot, link),
        str(message["From"]),
        str(message.get("Reply-To", "")),
        meeting(snapshot["event"]),
        _part(message),
    )


def _snapshot(event: Event, method: str, inviter: str, now: datetime) -> dict[str, Any]:
    """As `registration.notices` writes it, but of nobody's registration."""
    return {
        "event": calendar_snapshot(event, installation.uid_host(), now=now),
        "method": method,
        "registration": "",
        "reply_to": secretariat_of(event),
        "outcome": WITHDRAWN,
        "inviter": inviter,
        "party": {},
        "function": "member",
        "expires_at": invitation_expiry(max(event.ends_at, now), now).isoformat(),
    }


def _unsent(template: str, to: Recipient, snapshot: dict[str, Any], now: datetime) -> OutboxMail:
    """Not in the outbox, and never to be."""
    return OutboxMail(
        template=template, recipient=to.email, recipient_name=to.name, language=to.language, timezone=to.timezone,
        snapshot=snapshot, written_at=now, attempts=0,
    )  # fmt: skip


def _part(message: EmailMessage) -> CalendarPart | None:
    found = [part for part in message.walk() if part.get_content_type() == "text/calendar"]
    if not found:
        return None
    ics = found[0].get_payload(decode=True)
    assert isinstance(ics, bytes)
    calendar = icalendar.Calendar.from_ical(ics)
    (read,) = calendar.walk("VEVENT")
    return CalendarPart(
        method=str(calendar["METHOD"]),
        summary=str(read["SUMMARY"]),
        location=str(read.get("LOCATION", "")),
        status=str(read["STATUS"]),
        organizer=str(read["ORGANIZER"]).removeprefix("mailto:"),
        answered=read["ATTENDEE"].params.get("RSVP") == "TRUE",
        ics=ics.decode(),
    )
