"""What the calendars of some delegates answered to their invitations, and one mail that nobody can prove."""

from datetime import datetime, timedelta
from email.message import EmailMessage

from sqlalchemy import select

from forumhub import installation
from forumhub.calendars.membership import uid_of
from forumhub.calendars.replies.actions import receive_mail
from forumhub.calendars.replies.addresses import token_of
from forumhub.calendars.replies.proving import Prover
from forumhub.calendars.replies.reading import COUNTER, REPLY, read_mail
from forumhub.database import db
from forumhub.events.models import Event
from forumhub.registration.models import Registration

SERVER = "mail.demo.forumhub.invalid"
SAID = (
    (REPLY, "ACCEPTED", ""),
    (REPLY, "DECLINED", "届时在国外出差，由副手参加。"),
    (REPLY, "TENTATIVE", "Жду подтверждения поездки."),
    (COUNTER, "TENTATIVE", "Could we begin an hour later? Our flight lands at nine."),
)
"""By those who are confirmed, in turn; the last one answers once more, and nothing proves that it was they."""


def receive_all(event: Event, now: datetime) -> None:
    confirmed = Registration.event_id == event.id, Registration.in_calendar
    awaited = list(
        db.session.scalars(select(Registration).where(*confirmed).order_by(Registration.id).limit(len(SAID)))
    )
    for number, registration in enumerate(awaited):
        _receive(registration, *SAID[number], f"Authentication-Results: {SERVER}; dkim=pass header.d=", number, now)
    if awaited:
        _receive(awaited[-1], REPLY, "DECLINED", "", "", len(awaited), now)


def _receive(
    registration: Registration, method: str, status: str, comment: str, proof: str, number: int, now: datetime
) -> None:
    at, event = now - timedelta(hours=20 - number), registration.event
    later = event.starts_at + timedelta(hours=1), event.ends_at
    message = EmailMessage()
    message["From"] = sender = registration.person.email or ""
    message["Message-ID"] = f"<{registration.ulid}.{number}@demo.forumhub.invalid>"
    lines = [
        "BEGIN:VCALENDAR",
        f"METHOD:{method}",
        "BEGIN:VEVENT",
        f"UID:{uid_of(event.ulid, installation.uid_host())}",
        f"DTSTAMP:{at:%Y%m%dT%H%M%SZ}",
        f"SEQUENCE:{registration.calendar_sequence}",
        f"DTSTART:{later[0]:%Y%m%dT%H%M%SZ}",
        f"DTEND:{later[1]:%Y%m%dT%H%M%SZ}",
        f"ATTENDEE;PARTSTAT={status}:mailto:{sender}",
        *([f"COMMENT:{comment}"] if comment else []),
        "END:VEVENT",
        "END:VCALENDAR",
        "",
    ]
    message.set_content("\r\n".join(lines), subtype="calendar", params={"method": method}, cte="base64")
    top = f"{proof}{sender.rpartition('@')[2]}\r\n".encode() if proof else b""
    raw = top + message.as_bytes()
    recipient = f"rsvp+{token_of(registration.ulid)}@demo.forumhub.invalid"
    receive_mail(raw, read_mail(raw), recipient, Prover(SERVER), now=at)
