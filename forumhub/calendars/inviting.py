"""The calendar that a mail about a registration carries, made by the worker from the mail's snapshot."""

from email.headerregistry import Address
from email.message import EmailMessage

from forumhub import installation
from forumhub.calendars.describing import audience_of, calendar_event_of_snapshot
from forumhub.calendars.invitation import CANCEL, REQUEST, attach_invitation, invitation
from forumhub.mail.models import OutboxMail

METHODS = {
    "registration_confirmed": REQUEST,
    "registration_promoted": REQUEST,
    "event_changed": REQUEST,
    "registration_cancelled": CANCEL,
    "event_cancelled": CANCEL,
}
"""By the mail's template."""


def attach(message: EmailMessage, mail: OutboxMail) -> None:
    """ORGANIZER is the mailbox of From, as RFC 6047 and Outlook ask; ATTENDEE is the recipient."""
    told, method = mail.snapshot["event"], mail.snapshot.get("method", METHODS[mail.template])
    if not method:  # registration knows that the recipient's calendar does not hold the event
        return
    event = calendar_event_of_snapshot(told, installation.uid_host(), mail.language, mail.written_at)
    attendee = Address(mail.recipient_name, addr_spec=mail.recipient)
    (organizer,) = message["From"].addresses
    ics = invitation(event, audience_of(told["access"]), organizer, attendee, method)
    attach_invitation(message, ics, method)
