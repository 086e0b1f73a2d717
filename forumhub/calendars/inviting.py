"""The calendar that a mail about a registration carries, made by the worker from the mail's snapshot."""

from email.headerregistry import Address
from email.message import EmailMessage

from forumhub.calendars.describing import audience_of, calendar_event_of_snapshot
from forumhub.calendars.invitation import attach_invitation, invitation
from forumhub.mail.models import OutboxMail

TEMPLATES = (
    "registration_confirmed",
    "registration_promoted",
    "registration_cancelled",
    "event_changed",
    "event_cancelled",
)


def attach(message: EmailMessage, mail: OutboxMail) -> None:
    """ORGANIZER is the mailbox of From, as clients ask; ATTENDEE is the recipient.

    The snapshot's `method` is REQUEST, CANCEL, or empty where the recipient's calendar is told nothing.
    """
    told, method = mail.snapshot["event"], mail.snapshot["method"]
    if not method:
        return
    event = calendar_event_of_snapshot(told, mail.language, mail.written_at)
    attendee = Address(mail.recipient_name, addr_spec=mail.recipient)
    (organizer,) = message["From"].addresses
    attach_invitation(message, invitation(event, audience_of(told["access"]), organizer, attendee, method), method)
    if "Content-Language" not in message:  # the first part took it with it
        message["Content-Language"] = mail.language
