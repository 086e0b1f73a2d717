"""Who is told what, and what their calendars are told with it."""

from datetime import datetime, timedelta

import pytest
import time_machine
from icalendar import Calendar
from sqlalchemy import event as database_events
from sqlalchemy import select

from forumhub.database import db, writing
from forumhub.events.actions import cancel_event, confirm_event, edit_event, hold_event, postpone_event
from forumhub.mail.models import OutboxMail
from forumhub.mail.worker import deliver_due
from forumhub.registration.actions import (
    answer_invitation,
    confirm_registration,
    withdraw_registration,
)
from tests.events.examples import FORUM, make_event
from tests.mail.conftest import mailbox, sending_app  # noqa: F401 - fixtures
from tests.registration.examples import apply, invite, mails, make_people, make_person
from tests.world import NOW

SECRETARIATS = {"secretariat.cn@example.org", "secretariat.by@example.org"}
LATER = NOW + timedelta(days=1)


def confirmed(world, event, who):
    registration = apply(event, who)
    with writing():
        return confirm_registration(registration, by=world.reader("BY", "organizer"), now=NOW)


def snapshots(template: str) -> list[dict]:
    rows = select(OutboxMail.snapshot).where(OutboxMail.template == template).order_by(OutboxMail.recipient)
    return list(db.session.scalars(rows))


def told(template: str) -> list[tuple[str, str, int]]:
    """(recipient, what their calendar is told, its SEQUENCE)"""
    mails = select(OutboxMail).where(OutboxMail.template == template)
    rows = db.session.scalars(mails.order_by(OutboxMail.recipient, OutboxMail.id))
    return [(mail.recipient, mail.snapshot["method"], mail.snapshot["event"]["sequence"]) for mail in rows]


def organizer(world) -> dict:
    return {"by": world.reader("BY", "organizer"), "now": LATER}


def test_a_confirmation_asks_the_calendar_and_an_application_does_not(database, world):
    event, who = make_event(world), make_person(world, 1)

    registration = confirmed(world, event, who)

    assert told("registration_applied") == [("person1@example.org", "", 0)]
    assert told("registration_confirmed") == [("person1@example.org", "REQUEST", 0)]
    assert registration.in_calendar is True


def test_the_snapshot_holds_all_that_the_mail_is_about(database, world):
    event = make_event(world, venue="Академия, зал 2")

    confirmed(world, event, make_person(world, 1))

    (snapshot,) = snapshots("registration_confirmed")
    assert snapshot["event"] == {
        "ulid": event.ulid,
        "uid": f"{event.ulid}@forumhub.example",
        "sequence": 0,
        "changed_at": "2026-11-22T09:00:00+00:00",
        "local_start": "2027-03-11T09:00:00",
        "local_end": "2027-03-11T17:30:00",
        "starts_at": "2027-03-11T06:00:00+00:00",
        "ends_at": "2027-03-11T14:30:00+00:00",
        "timezone": "Europe/Minsk",
        "all_day": False,
        "titles": FORUM,
        "city": {"en": "Minsk", "zh": "明斯克", "ru": "Минск"},
        "venue": "",
        "coordinates": None,
        "conference": "",
        "state": "tentative",
        "state_reason": "",
        "access": "parties",
        "tells_more": False,
        "description": "",
    }


def test_a_withdrawal_cancels_only_in_the_calendar_that_was_asked(database, world):
    event, people = make_event(world), make_people(world, 2)
    asked, not_asked = confirmed(world, event, people[0]), apply(event, people[1])

    for registration, who in zip((asked, not_asked), people, strict=True):
        with writing():
            withdraw_registration(registration, by=who, now=LATER)

    assert told("registration_cancelled") == [
        ("person0@example.org", "CANCEL", 1),
        ("person1@example.org", "", 0),
    ]
    assert asked.in_calendar is False


def test_who_comes_back_is_asked_with_a_greater_sequence(database, world):
    event, who = make_event(world), make_person(world, 1)
    registration = confirmed(world, event, who)
    with writing():
        withdraw_registration(registration, by=who, now=LATER)

    confirmed(world, event, who)

    assert [sequence for _, _, sequence in told("registration_confirmed")] == [0, 2]


def test_everybody_who_awaits_it_is_told_of_a_new_time(database, world):
    event, people = make_event(world, capacity=2), make_people(world, 3)
    confirmed(world, event, people[0])
    apply(event, people[1])
    apply(event, people[2])
    invite(world, event)

    with writing():
        start = datetime(2027, 3, 12, 10, 0)
        postpone_event(event, reason="Паводок", local_start=start, **organizer(world))

    assert told("event_changed") == [
        ("person0@example.org", "REQUEST", 1),
        ("person1@example.org", "", 1),
        ("person2@example.org", "", 1),
        ("secretariat.by@example.org", "", 1),
        ("secretariat.cn@example.org", "", 1),
        ("wang@example.org", "", 1),
    ]
    assert {snapshot["change"] for snapshot in snapshots("event_changed")} == {"moved"}


def test_who_withdrew_or_declined_is_not_told(database, world):
    event, who = make_event(world), make_person(world, 1)
    registration = apply(event, who)
    _invitation, token = invite(world, event)
    with writing():
        withdraw_registration(registration, by=who, now=NOW)
        answer_invitation(token, "decline", now=NOW)

    with writing():
        cancel_event(event, reason="原因", **organizer(world))

    assert {to for _template, to in mails("event_cancelled")} == SECRETARIATS


def test_a_cancelled_event_leaves_the_calendars(database, world):
    event = make_event(world)
    registration = confirmed(world, event, make_person(world, 1))

    with writing():
        cancel_event(event, reason="会场关闭", **organizer(world))

    assert told("event_cancelled")[0] == ("person1@example.org", "CANCEL", 1)
    assert (registration.in_calendar, registration.state) == (False, "confirmed")


@pytest.mark.parametrize(("act", "change"), [(postpone_event, "postponed"), (confirm_event, "confirmed")])
def test_a_change_of_state_is_told_in_its_own_words(database, world, act, change):
    event = make_event(world)
    apply(event, make_person(world, 1))

    with writing():
        act(event, **organizer(world), **({"reason": "Дождь"} if act is postpone_event else {}))

    assert {snapshot["change"] for snapshot in snapshots("event_changed")} == {change}


def test_what_does_not_concern_those_who_come_is_not_told(database, world):
    event = make_event(world)
    apply(event, make_person(world, 1))

    with writing():
        edit_event(event, lock_version=1, description="议程草案", **organizer(world))
    with writing():
        hold_event(event, by=world.reader("BY", "organizer"), now=event.ends_at)

    assert (mails("event_changed"), mails("event_cancelled")) == ([], [])


def test_a_change_is_told_in_a_constant_number_of_statements(database, world):
    def statements(event, people) -> int:
        for who in people:
            confirmed(world, event, who)
        seen = []
        listener = lambda *said: seen.append(said[2])  # noqa: E731
        database_events.listen(db.engine, "before_cursor_execute", listener)
        with writing():
            postpone_event(event, reason="Дождь", **organizer(world))
        database_events.remove(db.engine, "before_cursor_execute", listener)
        return len(seen)

    people = make_people(world, 12)

    few, many = statements(make_event(world, "FEW"), people[:2]), statements(make_event(world, "MNY"), people)

    assert few == many


@time_machine.travel(LATER)
def test_the_mail_carries_what_outlook_and_gmail_act_on(sending_app, mailbox, world):  # noqa: F811
    with sending_app.app_context():
        event = make_event(world, titles={"zh": "打击人口贩运论坛"})
        who = make_person(world, 1)
        registration = confirmed(world, event, who)
        with writing():
            withdraw_registration(registration, by=who, now=LATER)
        uid = f"{event.ulid}@forumhub.example"

    deliver_due(sending_app)

    _applied, asked, cancelled = mailbox.received
    assert [(vevent(mail, uid), method(mail)) for mail in (asked, cancelled)] == [
        ((0, "mailto:person1@example.org", "mailto:office@example.org"), "REQUEST"),
        ((1, "mailto:person1@example.org", "mailto:office@example.org"), "CANCEL"),
    ]
    assert asked["From"].addresses[0].addr_spec == "office@example.org"


def calendar_part(mail):
    (part,) = [part for part in mail.walk() if part.get_content_type() == "text/calendar"]
    return part


def method(mail) -> str:
    """The header's, which equals the body's."""
    part = calendar_part(mail)
    assert Calendar.from_ical(part.get_content())["METHOD"] == part.get_param("method")
    return part.get_param("method")


def vevent(mail, uid: str) -> tuple:
    (found,) = Calendar.from_ical(calendar_part(mail).get_content()).walk("VEVENT")
    assert found["UID"] == uid
    return found["SEQUENCE"], str(found["ATTENDEE"]), str(found["ORGANIZER"])
