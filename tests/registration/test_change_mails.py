"""What the mail about a changed event says: before and after, in its reader's language and on their clock."""

from datetime import datetime, timedelta
from email.message import EmailMessage

import icalendar
import pytest

from forumhub.database import db, writing
from forumhub.events import actions
from forumhub.events.models import Event
from forumhub.mail.models import OutboxMail
from forumhub.mail.worker import deliver_due
from forumhub.parties.models import Person
from tests.events.examples import make_event, parties
from tests.mail.conftest import mailbox, sending_app  # noqa: F401 - fixtures
from tests.registration.examples import apply, make_person
from tests.registration.test_notices import confirmed, told
from tests.world import NOW

LATER = NOW + timedelta(days=1)


def plain(message: EmailMessage) -> str:
    return message.get_body(("plain",)).get_content().replace("\r\n", "\n")


def page(message: EmailMessage) -> str:
    return message.get_body(("html",)).get_content()


def mail_to(mailbox, address: str) -> EmailMessage:  # noqa: F811
    """The newest."""
    return [each for each in mailbox.received if address in each["To"]][-1]


@pytest.fixture
def change(sending_app, mailbox, world):  # noqa: F811
    """Does something to a forum where one of each language is confirmed; then the worker sends what is due."""
    with sending_app.app_context():
        event = make_event(world, venue="Академия & <зал> 2")
        for number, (language, zone) in enumerate((("en", "UTC"), ("zh", "Asia/Shanghai"), ("ru", "Europe/Minsk"))):
            who = make_person(world, number)
            with writing():
                person = db.session.get(Person, who.person_id)
                person.language, person.timezone = language, zone
            confirmed(world, event, who)
        event_id = event.id

    def act(action, *, codes: str = "", **values: object) -> None:
        with sending_app.app_context(), writing():
            if codes:
                values["parties"] = parties(world, *codes.split())
            action(db.session.get(Event, event_id), by=world.reader("BY", "organizer"), now=LATER, **values)
        deliver_due(sending_app)

    return act


MOVED = {
    "person0@example.org": (
        "When\n"
        "  before: Thu 11 Mar 2027, 09:00–17:30 Minsk (06:00 UTC)\n"
        "  now: Sat 13 Mar 2027, 10:00–18:30 Minsk (07:00 UTC)\n"
    ),
    "person1@example.org": (
        "时间\n"
        "  之前： 2027年3月11日 周四, 09:00–17:30 明斯克 (14:00 北京)\n"
        "  现在： 2027年3月13日 周六, 10:00–18:30 明斯克 (15:00 北京)\n"
    ),
    "person2@example.org": (
        "Когда\n  было: чт 11 мар. 2027, 09:00–17:30 Минск\n  теперь: сб 13 мар. 2027, 10:00–18:30 Минск\n"
    ),
}


PUT_OFF = {
    "person0@example.org": "planned until now for Thu 11 Mar 2027, 09:00–17:30 Minsk (06:00 UTC)",
    "person1@example.org": "原定于 2027年3月11日 周四, 09:00–17:30 明斯克 (14:00 北京)",
    "person2@example.org": "до сих пор планировалось на чт 11 мар. 2027, 09:00–17:30 Минск",
}


def test_a_date_that_no_longer_holds_is_told_as_the_one_of_before(change, mailbox):  # noqa: F811
    change(actions.postpone_event, reason="Ремонт зала")

    for address, said in PUT_OFF.items():
        message = mail_to(mailbox, address)
        assert [line for line in plain(message).splitlines() if "09:00–17:30" in line] == [said]
        assert said in page(message)


def test_a_move_is_told_before_and_after_in_the_readers_language_and_clock(change, mailbox):  # noqa: F811
    change(actions.postpone_event, reason="Визит перенесён", local_start=datetime(2027, 3, 13, 10))

    for address, said in MOVED.items():
        message = mail_to(mailbox, address)
        old, new = [line.partition(": " if ": " in line else "：")[2].strip() for line in said.splitlines()[1:]]
        assert said in plain(message)
        assert "Визит перенесён" in plain(message)
        assert f"<s>{old}</s>" in page(message)
        assert f"<b>{new}</b>" in page(message)


def test_an_edit_of_many_things_lists_each_and_nothing_else(change, mailbox):  # noqa: F811
    values = {"venue": 'Зал "1" & 2', "titles": {"en": "Forum II"}}

    change(actions.edit_event, lock_version=1, codes="CN BY KZ", **values)

    message = mail_to(mailbox, "person0@example.org")
    assert (
        "Title\n  before: Forum on trafficking in persons\n  now: Forum II\n"
        'Venue\n  before: Академия & <зал> 2\n  now: Зал "1" & 2\n'
        "Parties\n  before: Belarus, China\n  now: Belarus, China, Kazakhstan\n"
    ) in plain(message)
    assert "<s>Академия &amp; &lt;зал&gt; 2</s>" in page(message)
    assert "When" not in plain(message)


@pytest.mark.parametrize(
    ("action", "values", "said"),
    [
        (actions.confirm_event, {}, "State\n  before: Tentative\n  now: Confirmed\n"),
        (actions.cancel_event, {"reason": "取消"}, "State\n  before: Tentative\n  now: Cancelled\n"),
        (actions.postpone_event, {"reason": "取消"}, "State\n  before: Tentative\n  now: Postponed\n"),
    ],
)
def test_a_new_state_is_told_with_the_old_one(change, mailbox, action, values, said):  # noqa: F811
    change(action, **values)

    assert said in plain(mail_to(mailbox, "person0@example.org"))


def test_a_reinstated_event_comes_back_into_the_calendars_it_had_left(change, mailbox):  # noqa: F811
    change(actions.cancel_event, reason="По ошибке")
    change(actions.reinstate_event, reason="It was a mistake")

    message = mail_to(mailbox, "person0@example.org")
    (part,) = [each for each in message.walk() if each.get_content_type() == "text/calendar"]
    (event,) = icalendar.Calendar.from_ical(part.get_content()).walk("VEVENT")
    assert str(message["Subject"]).startswith("Planned again: ")
    assert "State\n  before: Cancelled\n  now: Tentative\n" in plain(message)
    assert (part.get_param("method"), event["SEQUENCE"], str(event["STATUS"])) == ("REQUEST", 2, "TENTATIVE")


def test_a_title_is_told_to_calendars_without_a_greater_sequence(change, mailbox):  # noqa: F811
    change(actions.edit_event, lock_version=1, titles={"en": "Forum II"})

    (part,) = [
        each for each in mail_to(mailbox, "person0@example.org").walk() if each.get_content_type() == "text/calendar"
    ]
    (event,) = icalendar.Calendar.from_ical(part.get_content()).walk("VEVENT")
    assert (part.get_param("method"), event["SEQUENCE"], str(event["SUMMARY"])) == ("REQUEST", 0, "Forum II")


def test_the_secretariats_mail_tells_no_calendar(change, mailbox):  # noqa: F811
    change(actions.cancel_event, reason="取消")

    kinds = [each.get_content_type() for each in mail_to(mailbox, "secretariat.cn@example.org").walk()]
    assert kinds == ["multipart/alternative", "text/plain", "text/html"]


def test_only_who_was_confirmed_is_asked_again_by_a_reinstated_event(database, world):
    event = make_event(world)
    confirmed(world, event, make_person(world, 1))
    apply(event, make_person(world, 2))
    organizer = {"by": world.reader("BY", "organizer"), "now": LATER}
    with writing():
        actions.cancel_event(event, reason="?", **organizer)

    with writing():
        actions.reinstate_event(event, reason="?", **organizer)

    assert [each for each in told("event_changed") if "person" in each[0]] == [
        ("person1@example.org", "REQUEST", 2),
        ("person2@example.org", "", 2),
    ]


def test_a_party_that_is_taken_out_hears_of_it(database, world):
    event = make_event(world, parties=parties(world, "CN", "BY", "KZ"))
    both = world.reader("KZ", "organizer", roles={world.party[code]: {"organizer"} for code in ("KZ", "BY")})

    with writing():
        actions.edit_event(event, lock_version=1, parties=parties(world, "CN", "BY"), by=both, now=LATER)

    assert [each[0] for each in told("event_changed")] == [
        f"secretariat.{code}@example.org" for code in ("by", "cn", "kz")
    ]


def test_who_waits_for_a_new_date_hears_of_the_cancelling_after_the_old_one(database, world):
    event = make_event(world)
    organizer = {"by": world.reader("BY", "organizer")}
    with writing():
        actions.postpone_event(event, reason="?", now=LATER, **organizer)
    after_old_date = event.ends_at + timedelta(days=9)

    with writing():
        actions.cancel_event(event, reason="?", now=after_old_date, **organizer)

    assert [each[0] for each in told("event_cancelled")] == ["secretariat.by@example.org", "secretariat.cn@example.org"]


def test_a_mail_that_was_written_before_its_template_knew_of_changes_is_still_sent(change, mailbox, sending_app):  # noqa: F811
    change(actions.confirm_event)
    with sending_app.app_context(), writing():
        for mail in db.session.query(OutboxMail).filter_by(template="event_changed"):
            mail.snapshot = {key: mail.snapshot[key] for key in ("event", "change", "method")}
            mail.sent_at, mail.attempts = None, 0

    deliver_due(sending_app)

    assert "The meeting takes place as planned." in plain(mailbox.received[-1])
