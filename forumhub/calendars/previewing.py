"""The mails of an event's registration before any is sent: as each language gets them, with what calendars read."""

from collections.abc import Mapping
from datetime import datetime
from email.headerregistry import Address
from email.message import EmailMessage
from email.utils import parseaddr
from typing import Any, NamedTuple

import icalendar

from forumhub import installation
from forumhub.calendars.inviting import attach
from forumhub.events.models import Event
from forumhub.mail.actions import Recipient
from forumhub.mail.models import OutboxMail
from forumhub.mail.rendering import POLICY, Link, Preview, preview
from forumhub.registration.notices import CANCEL, REQUEST
from forumhub.registration.rules import WITHDRAWN, invitation_expiry
from forumhub.registration.snapshots import event_snapshot, secretariat_of

KINDS: Mapping[str, tuple[str, str]] = {
    "confirmed": ("registration_confirmed", REQUEST),
    "invited": ("registration_invitation", ""),
    "withdrawn": ("registration_cancelled", CANCEL),
}
"""By what happens to somebody, the template of their mail and what it tells their calendar."""


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
    mail: Preview
    sender: str
    reply_to: str
    calendar: CalendarPart | None


def sample(event: Event, kind: str, to: Recipient, inviter: str, sender: str, link: Link, now: datetime) -> Sample:
    """What `to` would get, were they registered: without a token, a code or a place that is anybody's. `kind` is one
    of KINDS, `sender` the setting MAIL_FROM."""
    template, method = KINDS[kind]
    snapshot = _snapshot(event, method, inviter, now)
    message = EmailMessage(policy=POLICY)
    name, address = parseaddr(sender)
    message["From"] = Address(name, addr_spec=address)
    message.set_content("")
    attach(message, _unsent(template, to, snapshot, now))
    return Sample(
        preview(template, to, snapshot, link),
        str(message["From"]),
        str(message.get("Reply-To", "")),
        _part(message),
    )


def _snapshot(event: Event, method: str, inviter: str, now: datetime) -> dict[str, Any]:
    """As `registration.notices` writes it, but of nobody's registration."""
    return {
        "event": event_snapshot(event, installation.uid_host(), now=now),
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
