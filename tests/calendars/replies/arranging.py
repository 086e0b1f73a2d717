"""An invitation that our outbox sent, and the answers that calendars give to it."""

import re
from datetime import UTC, datetime, timedelta
from email.message import EmailMessage
from pathlib import Path
from typing import NamedTuple

import icalendar
from sqlalchemy import select

from forumhub.calendars.replies.actions import receive_mail
from forumhub.calendars.replies.addresses import reply_address, use_mailbox
from forumhub.calendars.replies.models import ReceivedMail
from forumhub.calendars.replies.proving import Prover
from forumhub.calendars.replies.reading import read_mail
from forumhub.database import db, writing
from forumhub.events.models import Event
from forumhub.mail.models import OutboxMail
from forumhub.mail.rendering import compose
from forumhub.mail.rules import on_the_wire
from forumhub.mail.sealing import unseal
from forumhub.mail.worker import attachers, link_maker, sharing
from forumhub.parties.models import Person
from forumhub.registration.actions import apply_for_place, confirm_registration
from forumhub.registration.models import Registration
from tests.events.examples import make_event
from tests.world import NOW, World

MTA = "mx.forumhub.example"
PROVER = Prover(MTA)
DELEGATE = "delegate.cn@example.org"
PROVED = f"Authentication-Results: {MTA}; dkim=pass header.d=example.org header.s=s1; spf=none"
LATER = NOW + timedelta(hours=1)
IMIP = Path("imip")


class Asked(NamedTuple):
    """What a calendar knows of an invitation: from the mail itself, but for the registration's ULID."""

    registration: str
    recipient: str
    uid: str
    attendee: str
    sequence: int
    start: str
    event: str
    status: str
    rsvp: str


def invite(world: World, **event: object) -> Asked:
    """The Chinese delegate is confirmed, and sent a REQUEST; in an app context."""
    event_id = make_event(world, access="parties", **event).id
    with writing():
        made = apply_for_place(db.session.get(Event, event_id), by=world.reader("CN", "delegate"), now=NOW)
        registration_id = made.id
    with writing():
        registration = db.session.get(Registration, registration_id)
        confirm_registration(registration, by=world.reader("BY", "organizer"), now=NOW)
    return asked_of(world, registration_id)


def asked_of(world: World, registration_id: int) -> Asked:
    """By the newest mail to the delegate that carries a calendar."""
    use_mailbox("rsvp@forumhub.example")
    recipient = on_the_wire(db.session.get(Registration, registration_id).person.email)
    mails = select(OutboxMail).where(OutboxMail.recipient == recipient).order_by(OutboxMail.id.desc())
    mail = next(each for each in db.session.scalars(mails) if each.template in attachers)
    shared = sharing[mail.template](mail) if mail.template in sharing else {}
    message = compose(mail, link_maker(world.app), "Forum Office <office@example.org>", shared)
    attachers[mail.template](message, mail)
    (body,) = [part.get_payload(decode=True) for part in message.walk() if part.get_content_type() == "text/calendar"]
    (sent,) = icalendar.Calendar.from_ical(body).walk("VEVENT")
    registration = db.session.get(Registration, registration_id)
    return Asked(
        registration.ulid,
        reply_address(registration.ulid),
        str(sent["UID"]),
        str(sent["ATTENDEE"]).removeprefix("mailto:"),
        int(sent["SEQUENCE"]),
        f"{sent['DTSTART'].dt.astimezone(UTC):%Y%m%dT%H%M%SZ}",
        registration.event.ulid,
        sent["ATTENDEE"].params["PARTSTAT"],
        sent["ATTENDEE"].params["RSVP"],
    )


def answer(
    asked: Asked,
    status: str = "ACCEPTED",
    *,
    method: str = "REPLY",
    sender: str = "",
    attendee: str = "",
    uid: str = "",
    sequence: int | None = None,
    stamp: datetime = LATER,
    comment: str = "",
    more: tuple[str, ...] = (),
    headers: tuple[str, ...] = (PROVED,),
    message_id: str = "<1@example.org>",
    wrapped: bool = False,
) -> bytes:
    """As a person's calendar answers; `headers` stand on top, as the receiving server writes them."""
    calendar = "\r\n".join(
        [
            "BEGIN:VCALENDAR",
            "VERSION:2.0",
            "PRODID:-//Example//Client//EN",
            f"METHOD:{method}",
            "BEGIN:VEVENT",
            f"UID:{uid or asked.uid}",
            f"DTSTAMP:{stamp:%Y%m%dT%H%M%SZ}",
            f"SEQUENCE:{asked.sequence if sequence is None else sequence}",
            f"ATTENDEE;PARTSTAT={status}:mailto:{attendee or asked.attendee}",
            *([f"COMMENT:{comment}"] if comment else []),
            *more,
            "END:VEVENT",
            "END:VCALENDAR",
            "",
        ]
    )
    message = EmailMessage()
    message["From"] = f"Delegate <{sender or asked.attendee}>"
    message["To"] = asked.recipient
    message["Message-ID"] = message_id
    message.set_content(calendar, subtype="calendar", params={"method": method}, cte="base64")
    return "".join(f"{line}\r\n" for line in headers).encode() + message.as_bytes()


def receive(raw: bytes, recipient: str = "", *, prover: Prover = PROVER, now: datetime = LATER) -> ReceivedMail:
    """In an app context; commits."""
    reading = read_mail(raw)
    with writing():
        ulid = receive_mail(raw, reading, recipient, prover, now=now).ulid
    return db.session.scalars(select(ReceivedMail).where(ReceivedMail.ulid == ulid)).one()


def registration_of(asked: Asked) -> Registration:
    db.session.expire_all()
    return db.session.scalars(select(Registration).where(Registration.ulid == asked.registration)).one()


def mails(template: str) -> list[OutboxMail]:
    return list(db.session.scalars(select(OutboxMail).where(OutboxMail.template == template).order_by(OutboxMail.id)))


def link_in(mail: OutboxMail) -> str:
    """The token of the link to withdraw."""
    return unseal(mail.secret)


def adapted(raw: bytes, asked: Asked) -> bytes:
    """A foreign REPLY as an answer to our invitation: its own UID, attendee, organizer, sequence and times are
    replaced, where they stand; all else is as its program wrote it."""
    bare = raw.lstrip().startswith(b"BEGIN:VCALENDAR")
    head, _, body = (b"", b"", raw) if bare else re.split(rb"(\r?\n\r?\n)", raw, maxsplit=1)
    body = re.sub(rb"\r?\n[ \t]", b"", body)  # unfolded, so that each property is one line
    wholly = {
        rb"UID:.*": b"UID:" + asked.uid.encode(),
        rb"SEQUENCE:.*": b"SEQUENCE:%d" % asked.sequence,
        rb"DTSTAMP:.*": f"DTSTAMP:{LATER:%Y%m%dT%H%M%SZ}".encode(),
        rb"RECURRENCE-ID[;:].*": b"RECURRENCE-ID:" + asked.start.encode(),
    }
    for line, own in wholly.items():
        body = re.sub(rb"(?m)^" + line + rb"?(\r?)$", own + rb"\1", body)
    body = re.sub(rb"(?im)^(ATTENDEE.*mailto:)[^\r\n]*", rb"\1" + asked.attendee.encode(), body)
    body = re.sub(rb"(?im)^(ORGANIZER.*mailto:)[^\r\n]*", rb"\1" + asked.recipient.encode(), body)
    head = re.sub(rb"(?im)^From:.*(?:\r?\n[ \t].*)*", b"From: Delegate <" + asked.attendee.encode() + b">", head)
    head = re.sub(rb"(?im)^Message-ID:.*(?:\r?\n[ \t].*)*\r?\n?", b"", head)
    if bare:
        head = b"From: " + asked.attendee.encode() + b"\r\nContent-Type: text/calendar; method=REPLY"
    return PROVED.encode() + b"\r\n" + head + b"\r\n\r\n" + body


def set_email(world: World, email: str) -> None:
    with writing():
        db.session.get(Person, world.person["CN", "delegate"]).email = email
