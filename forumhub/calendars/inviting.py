"""The calendar that a mail about a registration carries, made by the worker from the mail's snapshot."""

from collections.abc import Mapping
from email.headerregistry import Address
from email.message import EmailMessage
from typing import Any

from sqlalchemy import select

from forumhub.calendars.describing import audience_of, calendar_event_of_snapshot
from forumhub.calendars.invitation import attach_invitation, invitation
from forumhub.calendars.replies.addresses import reply_address
from forumhub.database import db
from forumhub.events.series.rules import BRIEF_DETAIL, FULL_DETAIL
from forumhub.mail.models import OutboxMail
from forumhub.mail.rules import one_line
from forumhub.phrases import in_language
from forumhub.registration.models import Registration

TEMPLATES = (
    "registration_confirmed",
    "registration_promoted",
    "registration_cancelled",
    "event_changed",
    "event_cancelled",
)


def attach(message: EmailMessage, mail: OutboxMail) -> None:
    """ORGANIZER is the mailbox of From, as clients ask; ATTENDEE is the recipient.

    The snapshot's `method` is REQUEST, CANCEL, or empty where the recipient's calendar is told nothing. Where replies
    are received, From is the address of this registration alone, to which calendars answer and bounces come back;
    people who press 'reply' write to the host's secretariat.
    """
    told, method = mail.snapshot["event"], mail.snapshot["method"]
    if not method or _overtaken(mail):
        return
    answered = _answer_to(message, mail.snapshot, mail.language)
    event = calendar_event_of_snapshot(told, mail.language, mail.written_at)
    attendee = Address(mail.recipient_name, addr_spec=mail.recipient)
    (organizer,) = message["From"].addresses
    standing = mail.snapshot.get("intention", "").upper()
    audience = audience_of(told["access"], FULL_DETAIL if told.get("tells_more") else BRIEF_DETAIL)
    ics = invitation(event, audience, organizer, attendee, method, answered=answered, standing=standing)
    attach_invitation(message, ics, method)
    if "Content-Language" not in message:  # the first part took it with it
        message["Content-Language"] = mail.language


def _overtaken(mail: OutboxMail) -> bool:
    """Whether this mail failed before, and its calendar was told something newer meanwhile.

    A client that knows nothing of the event any more would take an old REQUEST for a new one.
    """
    if mail.attempts < 2 or "registration" not in mail.snapshot:
        return False
    newer = Registration.calendar_sequence > mail.snapshot["event"]["sequence"]
    statement = select(Registration.id).where(Registration.ulid == mail.snapshot["registration"], newer)
    return db.session.scalar(statement) is not None


def _answer_to(message: EmailMessage, snapshot: Mapping[str, Any], language: str) -> bool:
    """Sets From and Reply-To; whether calendars can answer. Mails of before their snapshots had either stay as are."""
    (sender,) = message["From"].addresses
    address = reply_address(snapshot["registration"]) if "registration" in snapshot else ""
    if address:
        message.replace_header("From", Address(sender.display_name, addr_spec=address))
    if secretariat := snapshot.get("reply_to"):
        name = one_line(in_language(secretariat["names"], language))
        message["Reply-To"] = Address(name, addr_spec=secretariat["email"])
    return bool(address)
