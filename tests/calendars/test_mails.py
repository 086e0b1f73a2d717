"""The calendars that mails about registrations carry, as a mail server receives them."""

from datetime import datetime, timedelta
from email.message import EmailMessage

import icalendar
import pytest
from sqlalchemy import select

from forumhub.calendars.replies.addresses import registration_of, token_in
from forumhub.database import db, writing
from forumhub.events.actions import cancel_event, postpone_event
from forumhub.events.models import Event
from forumhub.mail.models import OutboxMail
from forumhub.mail.worker import deliver_due
from forumhub.markdown import read
from forumhub.parties.models import Person
from forumhub.registration.actions import apply_for_place, confirm_registration, withdraw_registration
from forumhub.registration.models import Registration
from tests.calendars.attending import LATE, Scene, Told
from tests.calendars.wire import faults
from tests.events.examples import make_event, make_series
from tests.mail.conftest import mailbox, replies, sending_app  # noqa: F401 - fixtures
from tests.world import NOW, World

DELEGATE = "delegate.cn@example.org"


@pytest.fixture
def confirmed(sending_app, mailbox, world: World) -> tuple[int, int]:  # noqa: F811
    """Row ids of an event for delegates and of a Chinese delegate's confirmed registration; its mails are sent."""
    with sending_app.app_context():
        event_id = make_event(world, access="parties", venue="Hall 2, not for others").id
        with writing():
            db.session.get(Person, world.person["CN", "delegate"]).name = "王小明（公安部）"
        with writing():
            made = apply_for_place(db.session.get(Event, event_id), by=world.reader("CN", "delegate"), now=NOW)
            registration_id = made.id
        with writing():
            registration = db.session.get(Registration, registration_id)
            confirm_registration(registration, by=world.reader("BY", "organizer"), now=NOW)
    deliver_due(sending_app)
    return event_id, registration_id


def act(world: World, action, model, row_id: int, **values: object) -> None:
    with world.app.app_context(), writing():
        action(db.session.get(model, row_id), by=world.reader("BY", "organizer"), now=NOW, **values)


def to_delegate(mailbox) -> EmailMessage:  # noqa: F811
    """The newest mail to the delegate; heads and secretariats are told, too."""
    return [message for message in mailbox.received if DELEGATE in message["To"]][-1]


def calendar_in(message: EmailMessage) -> tuple[str, bytes]:
    """The header's method and the calendar as it was before it was encoded for the way."""
    (part,) = [each for each in message.walk() if each.get_content_type() == "text/calendar"]
    return part.get_param("method"), part.get_payload(decode=True)


def told(message: EmailMessage) -> dict[str, object]:
    method, body = calendar_in(message)
    (event,) = icalendar.Calendar.from_ical(body).walk("VEVENT")
    return {"method": method, "sequence": event["SEQUENCE"], "status": str(event["STATUS"])}


def test_a_confirmation_carries_a_request_for_its_recipient(replies, confirmed, mailbox):  # noqa: F811
    message = mailbox.received[-1]

    method, body = calendar_in(message)

    calendar = icalendar.Calendar.from_ical(body)
    (event,) = calendar.walk("VEVENT")
    attendee = event["ATTENDEE"]
    assert faults(body) == []
    assert (method, str(calendar["METHOD"])) == ("REQUEST", "REQUEST")
    assert (str(attendee), attendee.params["CN"], attendee.params["PARTSTAT"], attendee.params["RSVP"]) == (
        f"mailto:{DELEGATE}",
        "王小明（公安部）",
        "NEEDS-ACTION",
        "TRUE",
    )
    assert (event["DTSTART"].dt.isoformat(), event["SEQUENCE"]) == ("2027-03-11T09:00:00+03:00", 0)


def test_an_invitation_is_answered_at_an_address_of_its_own(replies, sending_app, confirmed, mailbox):  # noqa: F811
    message = mailbox.received[-1]

    _method, body = calendar_in(message)
    (event,) = icalendar.Calendar.from_ical(body).walk("VEVENT")

    with sending_app.app_context():
        ulid = db.session.get(Registration, confirmed[1]).ulid
    address = message["From"].addresses[0].addr_spec
    assert (address.partition("+")[0], address.partition("@")[2]) == ("rsvp", "forumhub.example")
    assert registration_of(token_in(address)) == ulid
    assert str(event["ORGANIZER"]) == f"mailto:{address}"
    assert event["ORGANIZER"].params["CN"] == message["From"].addresses[0].display_name == "Forum Office"
    assert mailbox.senders[-1] == address
    assert str(message["Reply-To"]) == "Belarus <secretariat.by@example.org>"


def test_every_mail_about_a_registration_names_the_same_organizer(replies, sending_app, mailbox, world, confirmed):  # noqa: F811
    act(world, postpone_event, Event, confirmed[0], reason="洪水", local_start=datetime(2027, 4, 8, 9))
    act(world, withdraw_registration, Registration, confirmed[1])

    deliver_due(sending_app)

    delegates = [message for message in mailbox.received if DELEGATE in message["To"]]
    senders = [message["From"].addresses[0].addr_spec for message in delegates]
    assert senders[0] == "office@example.org"  # of an application, which carries no calendar
    assert len(set(senders[1:])) == 1
    assert len(senders) == 4


def test_nobody_is_asked_to_answer_where_no_answer_is_received(confirmed, mailbox):  # noqa: F811
    message = mailbox.received[-1]

    (event,) = icalendar.Calendar.from_ical(calendar_in(message)[1]).walk("VEVENT")

    assert "RSVP" not in event["ATTENDEE"].params
    assert str(event["ORGANIZER"]) == f"mailto:{message['From'].addresses[0].addr_spec}" == "mailto:office@example.org"
    assert (mailbox.senders[-1], str(message["Reply-To"])) == (
        "office@example.org",
        "Belarus <secretariat.by@example.org>",
    )


ABOUT = "**Цель** / 目标: [programme](https://example.org/议程)\n\n- one\n- 二"
WORDS = "Цель / 目标: programme (https://example.org/议程)\n\n- one\n- 二"


@pytest.mark.parametrize(
    ("detail", "access", "words"),
    [("full", "parties", WORDS), ("full", "delegates", WORDS), ("brief", "parties", ""), ("brief", "public", WORDS)],
)
def test_a_series_that_carries_more_sends_the_description_to_calendars_alone(
    sending_app, mailbox, world, detail, access, words  # noqa: F811
):  # fmt: skip
    with sending_app.app_context():
        series = make_series(world, calendar_detail=detail)
        about = {"description": ABOUT, "description_html": read(ABOUT).html, "venue": "Зал 2"}
        scene = Scene(world, mailbox, "MUC", [world.reader("CN", "delegate")], series=series, access=access, **about)
        scene.confirm(0)
        scene.sent()
        scene.change(postpone_event, reason="洪水")
        scene.sent()
        mails = db.session.scalars(select(OutboxMail).where(OutboxMail.template == "event_changed"))
        held = {mail.recipient: mail.snapshot["event"].get("description") for mail in mails}
    _method, body = calendar_in(to_delegate(mailbox))
    (event,) = icalendar.Calendar.from_ical(body).walk("VEVENT")
    reason = "洪水" if words else ""

    assert faults(body) == []
    assert str(event["DESCRIPTION"]) == "\n\n".join(filter(None, (reason, words, event["URL"])))
    assert held.pop(DELEGATE) == words
    assert set(held.values()) == {None}


def test_a_mail_that_failed_brings_no_entry_back_that_was_cancelled_meanwhile(sending_app, mailbox, world):  # noqa: F811
    with sending_app.app_context():
        scene = Scene(world, mailbox, "LAT", [world.reader("CN", "delegate")])
        scene.apply(0)
        scene.sent()
        mailbox.answer_to = lambda recipient: "451 later" if recipient == DELEGATE else None
        scene.do(confirm_registration, scene.registration(0))
        scene.sent()
        scene.do(withdraw_registration, scene.registration(0))
        with writing():  # so that the newer one goes first
            db.session.query(OutboxMail).filter_by(attempts=1).update({"due_at": LATE - timedelta(hours=1)})
        mailbox.answer_to = lambda recipient: None

        calendars = scene.sent()

    subjects = [str(message["Subject"]) for message in mailbox.received[-2:]]
    assert calendars == [Told("delegate.cn", "CANCEL", 1, "CANCELLED")]
    assert [subject.partition(":")[0] for subject in subjects] == ["No longer registered", "Confirmed"]


def test_an_invitation_that_is_not_public_keeps_the_hall_to_itself(confirmed, mailbox):  # noqa: F811
    _method, body = calendar_in(mailbox.received[-1])

    assert b"Hall 2" not in body


def test_the_mail_is_built_as_clients_expect_it(confirmed, mailbox):  # noqa: F811
    message = mailbox.received[-1]

    alternative, attachment = message.iter_parts()

    kinds = [part.get_content_type() for part in alternative.iter_parts()]
    assert message.get_content_type() == "multipart/mixed"
    assert kinds == ["text/plain", "text/html", "text/calendar"]
    assert (attachment.get_content_type(), attachment.get_filename()) == ("application/ics", "invite.ics")
    assert attachment.get_payload(decode=True) == calendar_in(message)[1]
    assert message["Content-Language"] == "en"


def test_an_application_carries_no_calendar(confirmed, mailbox):  # noqa: F811
    kinds = [part.get_content_type() for part in mailbox.received[0].walk()]

    assert "text/calendar" not in kinds


def test_postponing_updates_the_entry_with_a_greater_sequence(sending_app, mailbox, world, confirmed):  # noqa: F811
    act(world, postpone_event, Event, confirmed[0], reason="洪水", local_start=datetime(2027, 4, 8, 9))

    deliver_due(sending_app)

    assert told(to_delegate(mailbox)) == {"method": "REQUEST", "sequence": 1, "status": "TENTATIVE"}


def test_cancelling_cancels_the_entry(sending_app, mailbox, world, confirmed):  # noqa: F811
    act(world, cancel_event, Event, confirmed[0], reason="Визит отменён")

    deliver_due(sending_app)

    assert told(to_delegate(mailbox)) == {"method": "CANCEL", "sequence": 1, "status": "CANCELLED"}


def test_withdrawing_cancels_the_entry_of_one_person(sending_app, mailbox, world, confirmed):  # noqa: F811
    act(world, withdraw_registration, Registration, confirmed[1])

    deliver_due(sending_app)

    assert told(to_delegate(mailbox)) == {"method": "CANCEL", "sequence": 1, "status": "CANCELLED"}
    assert faults(calendar_in(to_delegate(mailbox))[1]) == []
