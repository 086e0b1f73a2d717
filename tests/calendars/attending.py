"""What calendars make of the mails that were really sent, and an event with people to send them to."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from email.message import EmailMessage
from typing import Any, NamedTuple

import icalendar
import time_machine
from sqlalchemy import delete, select

from forumhub.database import db, writing
from forumhub.events.models import Event
from forumhub.mail.models import OutboxMail
from forumhub.mail.worker import deliver_due
from forumhub.parties.policy import Reader
from forumhub.registration import actions
from forumhub.registration.models import Registration
from tests.calendars.wire import faults
from tests.events.examples import make_event
from tests.registration.examples import apply, invite, make_person
from tests.world import NOW, World

LATE = datetime(2028, 1, 1, tzinfo=UTC)
"""When whatever was posted is due."""


class Told(NamedTuple):
    """What one mail tells the calendar of its recipient."""

    recipient: str
    method: str
    sequence: int
    status: str


class Item(NamedTuple):
    """An iTIP message as a client reads it; `start` is an instant."""

    attendee: str
    uid: str
    method: str
    version: tuple[int, datetime]
    start: datetime
    status: str
    summary: str


def item_in(message: EmailMessage) -> Item | None:
    """Read back by icalendar, and looked at by the checker; None where the mail tells a calendar nothing."""
    parts = [part for part in message.walk() if part.get_content_type() == "text/calendar"]
    if not parts:
        return None
    (part,) = parts
    body = part.get_payload(decode=True)
    calendar = icalendar.Calendar.from_ical(body)
    (event,) = calendar.walk("VEVENT")
    assert faults(body) == []
    assert str(calendar["METHOD"]) == part.get_param("method")
    assert str(event["ORGANIZER"]) == f"mailto:{message['From'].addresses[0].addr_spec}"
    attendee = str(event["ATTENDEE"]).removeprefix("mailto:")
    assert attendee == message["To"].addresses[0].addr_spec
    return Item(
        attendee,
        str(event["UID"]),
        str(calendar["METHOD"]),
        (event["SEQUENCE"], event["DTSTAMP"].dt),
        event["DTSTART"].dt,
        str(event["STATUS"]),
        str(event["SUMMARY"]),
    )


def told(messages: list[EmailMessage]) -> list[Told]:
    """By recipient, in the order in which each got them."""
    items = filter(None, map(item_in, messages))
    found = [Told(item.attendee.partition("@")[0], item.method, item.version[0], item.status) for item in items]
    return sorted(found, key=lambda each: each.recipient)


class Client:
    """A calendar that takes what it is mailed (RFC 5546, 2.1.5): an older SEQUENCE, or of one an older DTSTAMP, is
    passed over. One that `forgets` drops what is cancelled, and knows no more how far it had got."""

    def __init__(self, *, forgets: bool = False) -> None:
        self.forgets = forgets
        self.known: dict[str, Item] = {}

    def take(self, item: Item) -> None:
        before = self.known.get(item.uid)
        if before and item.version < before.version:
            return
        self.known[item.uid] = item
        if self.forgets and item.method == "CANCEL":
            del self.known[item.uid]

    def shows(self, uid: str) -> Item | None:
        item = self.known.get(uid)
        return item if item and item.method == "REQUEST" else None


class Scene:
    """A confirmed event, and those who do something there, a minute after each other. All mails are sent as they are.

    `sent` sends what is due, and says what calendars were told since it was asked last.
    """

    def __init__(self, world: World, mailbox: Any, code: str, people: list[Reader], **changes: Any) -> None:
        self.world, self.mailbox, self.people = world, mailbox, people
        self.organizer = world.reader("BY", "organizer")
        self.now = NOW
        self.id = make_event(world, code, confirmed=True, **changes).id
        self.seen = len(mailbox.received)

    @property
    def event(self) -> Event:
        return db.session.get_one(Event, self.id)

    def registration(self, number: int) -> Registration:
        who = self.people[number].person_id
        statement = select(Registration).where(Registration.event_id == self.id, Registration.person_id == who)
        return db.session.scalars(statement.execution_options(populate_existing=True)).one()

    def do(self, action: Callable[..., object], *targets: Any, by: Reader | None = None, **values: Any) -> Any:
        """One act in a transaction of its own; by the organizer, unless it is said by whom."""
        self.now += timedelta(minutes=1)
        with writing():
            return action(*targets, by=by or self.organizer, now=self.now, **values)

    def change(self, action: Callable[..., object], **values: Any) -> Any:
        return self.do(action, self.event, **values)

    def apply(self, number: int) -> Registration:
        return apply(self.event, self.people[number], self.now)

    def confirm(self, number: int) -> Registration:
        self.apply(number)
        return self.do(actions.confirm_registration, self.registration(number))

    def invite(self, **values: Any) -> str:
        """The token of the link that was mailed."""
        return str(invite(self.world, self.event, now=self.now, **values)[1])

    def settle(self) -> None:
        """What was posted until now is not looked at, so it need not be sent."""
        with writing():
            db.session.execute(delete(OutboxMail))

    def sent(self) -> list[Told]:
        db.session.rollback()
        with time_machine.travel(LATE):
            deliver_due(self.world.app)
        fresh, self.seen = self.mailbox.received[self.seen :], len(self.mailbox.received)
        return told(fresh)


def make_readers(world: World, count: int) -> list[Reader]:
    return [make_person(world, number, "CN" if number % 2 else "BY") for number in range(count)]
