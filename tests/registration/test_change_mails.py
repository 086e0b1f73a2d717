"""What the mail about a changed event says: before and after, in its reader's language and on their clock."""

import json
from datetime import datetime, timedelta
from email.message import EmailMessage

import icalendar
import pytest
from sqlalchemy import select

from forumhub.calendars.models import CalendarObject
from forumhub.database import db, writing
from forumhub.events import actions
from forumhub.events.models import Event
from forumhub.mail.models import OutboxMail
from forumhub.mail.worker import deliver_due
from forumhub.parties.models import Person
from forumhub.registration.models import Registration
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
        event = make_event(world, venue="Академия & <зал> 2", access="public")
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


def test_of_what_is_not_public_no_more_is_told_than_title_time_and_city(change, mailbox, sending_app):  # noqa: F811
    with sending_app.app_context(), writing():
        db.session.scalars(select(Event)).one().access = "parties"

    change(actions.edit_event, lock_version=1, codes="CN BY KZ", venue="密室 7", titles={"en": "Forum II"})
    change(actions.postpone_event, reason="Визит перенесён", local_start=datetime(2027, 3, 13, 10))

    edited, moved = [each for each in mailbox.received if "person0@example.org" in each["To"]][-2:]
    parts = [part for message in (edited, moved) for part in message.walk() if part.get_content_maintype() == "text"]
    secret = ("密室", "зал", "Kazakhstan", "Визит")
    assert {part.get_content_subtype() for part in parts} == {"plain", "html", "calendar"}
    assert [word for part in parts for word in secret if word in str(part.get_content())] == []
    assert (
        "Title\n  before: Forum on trafficking in persons\n  now: Forum II\n\n"
        "The venue has changed; see the page of the meeting.\n\n"
    ) in plain(edited)
    assert "<p>The venue has changed; see the page of the meeting.</p>" in page(edited)
    assert "venue has changed" not in plain(moved)
    assert MOVED["person0@example.org"] in plain(moved)


def test_what_was_withheld_while_it_was_closed_stays_so_when_it_is_opened(change, mailbox, sending_app):  # noqa: F811
    link = "https://video.example.org/room/"
    with sending_app.app_context(), writing():
        event = db.session.scalars(select(Event)).one()
        event.access, event.conference = "delegates", link + "7"

    change(actions.edit_event, lock_version=1, access="public", codes="CN BY KZ", venue="Зал 5", conference=link + "8")

    message = mail_to(mailbox, "person0@example.org")
    parts = [str(part.get_content()) for part in message.walk() if part.get_content_maintype() == "text"]
    withheld = ("Академия", link + "7", "Delegates only", "before:")
    assert [word for part in parts for word in withheld if word in part] == []
    said = "The venue has changed; see the page of the meeting.", NEW_LINK["person0@example.org"]
    assert [each in plain(message) and f"<p>{each}</p>" in page(message) for each in said] == [True, True]
    assert ("\nЗал 5\n" in plain(message), link + "8" in plain(message)) == (True, True)


def test_the_outbox_keeps_nothing_of_what_mails_withhold(change, sending_app):  # noqa: F811
    link = "https://video.example.org/room/"
    with sending_app.app_context(), writing():
        event = db.session.scalars(select(Event)).one()
        event.access, event.conference = "delegates", link + "7"

    values = {"venue": "密室 7", "titles": {"en": "Forum II"}, "conference": link + "8"}
    change(actions.edit_event, lock_version=1, codes="CN BY KZ", capacity=41, **values)
    change(actions.edit_event, lock_version=2, access="public", venue="Зал 5", local_start=datetime(2027, 3, 11, 10))

    with sending_app.app_context():
        rows = db.session.scalars(select(OutboxMail).where(OutboxMail.template == "event_changed"))
        kept = [(mail.snapshot["event"]["access"], mail.snapshot) for mail in rows]
    closed, opened = ([told for access, told in kept if access == each] for each in ("delegates", "public"))
    titles, time = ["titles"], ["all_day", "city", "local_end", "local_start", "starts_at", "timezone"]
    names = [{side: sorted(told[side]) for side in ("before", "after")} for told in (closed[0], opened[0])]
    assert names == [dict.fromkeys(("before", "after"), each) for each in (titles, time)]
    assert {(*told["kept_back"], told["linked"]) for told in closed} == {("venue", "conference", True)}
    assert {(*told["kept_back"], told["linked"]) for told in opened} == {("venue", False)}
    words = json.dumps(closed, ensure_ascii=False)
    assert [word for word in ("密室", "зал", link, "Kazakhstan", "capacity") if word in words] == []
    assert [word for word in ("密室", "зал", link + "7") if word in json.dumps(opened, ensure_ascii=False)] == []


def test_whole_days_and_a_conference_are_told_and_the_link_only_of_what_tells_more(change, mailbox, sending_app):  # noqa: F811
    link = "https://video.example.org/room/7"
    change(actions.edit_event, lock_version=1, all_day=True, conference=link)
    public = mail_to(mailbox, "person0@example.org")
    with sending_app.app_context(), writing():
        db.session.scalars(select(Event)).one().access = "parties"

    change(actions.edit_event, lock_version=2, titles={"en": "Forum II"}, conference=link + "1")

    closed = mail_to(mailbox, "person0@example.org")
    (entry,) = icalendar.Calendar.from_ical(public.get_body(("calendar",)).get_content()).walk("VEVENT")
    assert (
        "When\n  before: Thu 11 Mar 2027, 09:00–17:30 Minsk (06:00 UTC)\n  now: Thu 11 Mar 2027, Minsk\n"
        f"Video conference\n  before: —\n  now: {link}\n"
    ) in plain(public)
    assert f'<a href="{link}">{link}</a>' in page(public)
    assert (str(entry["CONFERENCE"]), entry.decoded("DTSTART").isoformat()) == (link, "2027-03-11")
    assert [part for part in closed.walk() if "video.example" in str(part.get_payload(decode=True))] == []


NEW_LINK = {
    "person0@example.org": "The link to its video conference has changed; it is on the page of the meeting.",
    "person1@example.org": "视频会议链接已变更，请见会议页面。",
    "person2@example.org": "Ссылка на видеоконференцию изменилась; она указана на странице встречи.",
}


def entry_of(message: EmailMessage) -> icalendar.Event:
    (event,) = icalendar.Calendar.from_ical(message.get_body(("calendar",)).get_content()).walk("VEVENT")
    return event


def test_another_link_is_told_and_asks_nobody_to_answer_anew(change, mailbox, sending_app):  # noqa: F811
    link = "https://video.example.org/room/7"
    with sending_app.app_context(), writing():
        (asked, *_) = db.session.scalars(select(Registration).order_by(Registration.id))
        asked.intention, asked.intention_sequence = "accepted", 0
        answered = asked.person.email

    change(actions.edit_event, lock_version=1, conference=link)

    message, entry = mail_to(mailbox, answered), entry_of(mail_to(mailbox, answered))
    with sending_app.app_context():
        event, stored = db.session.scalars(select(Event)).one(), db.session.scalars(select(CalendarObject)).first()
        (kept,) = icalendar.Calendar.from_ical(stored.body).walk("VEVENT")
        sequences = (event.sequence, entry["SEQUENCE"], kept["SEQUENCE"])
    assert f"Video conference\n  before: —\n  now: {link}\n" in plain(message)
    assert "what was said of it has changed" in plain(message)
    assert "time or place" not in plain(message)
    assert (sequences, entry["ATTENDEE"].params["PARTSTAT"]) == ((0, 0, 0), "ACCEPTED")
    assert (str(kept["CONFERENCE"]), kept.decoded("LAST-MODIFIED"), kept.decoded("DTSTAMP")) == (link, LATER, LATER)


def test_a_link_that_mails_may_not_show_is_told_to_have_changed(change, mailbox, sending_app):  # noqa: F811
    with sending_app.app_context(), writing():
        db.session.scalars(select(Event)).one().access = "parties"

    change(actions.edit_event, lock_version=1, conference="https://video.example.org/room/7")
    changed = {address: mail_to(mailbox, address) for address in NEW_LINK}
    change(actions.edit_event, lock_version=2, conference="", titles={"en": "Forum II"})

    for address, said in NEW_LINK.items():
        assert f"\n\n{said}\n\n" in plain(changed[address])
        assert f"<p>{said}</p>" in page(changed[address])
        assert [p for p in changed[address].walk() if "video.example" in str(p.get_payload(decode=True))] == []
    taken_away = mail_to(mailbox, "person0@example.org")
    assert "now: Forum II\n\nThere is no link to a video conference any more.\n" in plain(taken_away)


def test_hours_that_whole_days_do_not_tell_are_told_to_nobody(change, mailbox, sending_app):  # noqa: F811
    change(actions.edit_event, lock_version=1, all_day=True)
    told_before = len(mailbox.received)

    change(actions.edit_event, lock_version=2, local_start=datetime(2027, 3, 11, 11))
    silent = len(mailbox.received)
    change(actions.edit_event, lock_version=3, local_start=datetime(2027, 3, 11, 12), titles={"en": "Forum II"})

    message = mail_to(mailbox, "person0@example.org")
    assert (silent - told_before, entry_of(message)["SEQUENCE"]) == (0, 1)
    assert "what was said of it has changed" in plain(message)


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
