"""The page of received mail, and where an answer shows."""

from datetime import timedelta

import pytest
from sqlalchemy import func, select

from forumhub.calendars.replies.models import ReceivedMail
from forumhub.calendars.replies.purging import purge_raw, purge_received
from forumhub.calendars.replies.queries import withdrawal_token
from forumhub.database import db, writing
from forumhub.events.actions import postpone_event
from forumhub.events.models import Event
from forumhub.mail.rendering import compose
from forumhub.mail.worker import link_maker
from tests.calendars.replies.arranging import LATER, answer, invite, mails, receive, registration_of
from tests.client import Client
from tests.counting import counted

TIMES = ("DTSTART:20270315T070000Z", "DTEND:20270315T090000Z")


def text_of(client, path: str) -> str:
    return client.get(path).get_data(as_text=True)


@pytest.fixture
def received(world):
    """A declined invitation with a comment, a proposal, and a mail that belongs to nothing."""
    with world.app.app_context():
        asked = invite(world)
        receive(answer(asked, "DECLINED", comment="Буду в отъезде <b>"))
        receive(answer(asked, "TENTATIVE", method="COUNTER", more=TIMES, message_id="<2@example.org>"))
        receive(answer(asked, "ACCEPTED", sender="stranger@example.net"), "rsvp+nobody@forumhub.example")
        return asked


def test_organizers_of_the_host_read_what_came_for_their_event(world, received):
    page = text_of(world.signed_in("BY", "organizer"), "/mail/received")

    assert "Буду в отъезде &lt;b&gt;" in page
    assert ("Intends not to come" in page, "stranger@example.net" in page) == (True, False)


def test_organizers_of_who_wrote_read_it_and_those_of_third_parties_nothing(world, received):
    own = text_of(world.signed_in("CN", "organizer"), "/mail/received")
    third = text_of(world.signed_in("KZ", "organizer"), "/mail/received")

    assert ("Буду в отъезде &lt;b&gt;" in own, "Буду в отъезде" in third) == (True, False)
    assert "No mail was received yet" in third


def test_the_operator_reads_the_envelope_of_what_belongs_to_nothing(world, received):
    page = text_of(world.operator(), "/mail/received")

    assert ("Буду" in page, "stranger@example.net" in page) == (False, True)
    assert "Its address belongs to no invitation of ours." in page


def test_the_page_is_filtered_by_outcome(world, received):
    page = text_of(world.signed_in("BY", "organizer"), "/mail/received?outcome=proposed")

    assert ("Буду" in page, "Mon 15 Mar 2027, 10:00 Minsk" in page) == (False, True)


def test_only_the_calendar_of_a_refused_mail_is_kept_for_the_party_of_its_sender(world, received):
    passed = ("Received: from desk17.ministry.internal (10.1.2.3)", "Subject: Secret")
    with world.app.app_context():
        ulid = receive(answer(received, "DECLINED", headers=passed, message_id="<3@example.org>")).ulid
        kept = [mail.outcome for mail in db.session.scalars(select(ReceivedMail).where(ReceivedMail.raw.is_not(None)))]
    own, host = world.signed_in("CN", "organizer"), world.signed_in("BY", "organizer")

    file = own.get(f"/mail/received/{ulid}.eml")

    text = file.get_data(as_text=True)
    assert (file.status_code, host.get(f"/mail/received/{ulid}.eml").status_code, kept) == (200, 404, ["unproved"])
    assert [text_of(each, "/mail/received").count(f"{ulid}.eml") for each in (own, host)] == [1, 0]
    assert file.headers["Content-Disposition"].startswith("attachment")
    assert text.startswith(
        "From: delegate.cn@example.org\r\nMessage-ID: <3@example.org>\r\nContent-Type: text/calendar"
    )
    assert ("PARTSTAT=DECLINED" in text, "internal" in text, "Secret" in text) == (True, False, False)


@pytest.mark.parametrize("header", ["Content-Type: multipart/report", "Auto-Submitted: auto-replied"])
def test_nothing_is_kept_of_what_programs_return(world, received, header):
    with world.app.app_context():
        mail = receive(answer(received, "DECLINED", headers=(header,), message_id="<3@example.org>"))

        assert mail.raw is None


def test_no_more_than_twenty_calendars_of_one_address_are_kept_in_a_day(world, received):
    with world.app.app_context():
        for number in range(25):
            receive(answer(received, headers=(), message_id=f"<x{number}@example.org>"))
        kept = select(func.count()).where(ReceivedMail.raw.is_not(None))

        assert db.session.scalar(kept) == 18


def test_the_list_takes_as_many_queries_for_many_mails(world, received):
    client = world.signed_in("BY", "organizer")
    with counted() as few:
        client.get("/mail/received")
    with world.app.app_context():
        for number in range(20):
            receive(answer(received, "ACCEPTED", message_id=f"<x{number}@example.org>"))

    with counted() as many:
        client.get("/mail/received")

    assert len(many) == len(few)


def test_the_event_shows_the_proposed_time_to_its_host(world, received):
    host = text_of(world.signed_in("BY", "organizer"), f"/events/{received.event}")
    other = text_of(world.signed_in("CN", "delegate"), f"/events/{received.event}")

    assert ("Mon 15 Mar 2027, 10:00 Minsk" in host, "Mon 15 Mar 2027, 10:00 Minsk" in other) == (True, False)


def test_proposed_days_are_shown_as_days_on_any_clock(world, received):
    days, told = (
        ("DTSTART;VALUE=DATE:20270316", "DTEND;VALUE=DATE:20270318"),
        "Tue 16 Mar 2027 – Wed 17 Mar 2027, all day",
    )
    stamp = LATER + timedelta(minutes=5)
    with world.app.app_context():
        receive(answer(received, "TENTATIVE", method="COUNTER", more=days, message_id="<3@example.org>", stamp=stamp))
        message = compose(mails("reply_proposed")[-1], link_maker(world.app), "forumhub <hub@example.org>")
        texts = [part.get_content() for part in message.walk() if part.get_content_maintype() == "text"]

    pages = [f"/events/{received.event}", "/mail/received?outcome=proposed"]
    shown = [text_of(world.signed_in("BY", "organizer"), path) for path in pages]

    assert [told in text for text in (*shown, *texts)] == [True] * 4


@pytest.mark.parametrize("role", ["secretary", "delegate"])
def test_the_registration_shows_what_its_calendar_answered(world, received, role):
    page = text_of(world.signed_in("CN", role), f"/registrations/{received.registration}")

    assert ("Intends not to come" in page, "Withdraw" in page) == (True, True)


def test_who_declined_by_calendar_confirms_it_on_their_own_page_while_it_holds(world, received):
    own, address = world.signed_in("CN", "delegate"), f"/registrations/{received.registration}"
    button = f'<a class="btn btn-primary" href="{address}/withdraw">Withdraw: I do not come</a>'

    shown, office = text_of(own, address), text_of(world.signed_in("CN", "secretary"), address)
    postpone(world, received)
    later = text_of(own, address)

    assert [(button in page, "Your place is still kept" in page) for page in (shown, office, later)] == [
        (True, True),
        (False, False),
        (False, False),
    ]
    assert "The place is kept until it is withdrawn" in office


def postpone(world, received) -> None:
    with world.app.app_context(), writing():
        event = db.session.get(Event, registration_of(received).event_id)
        postpone_event(event, reason="洪水", by=world.reader("BY", "organizer"), now=LATER)


def test_the_list_of_delegates_shows_what_they_intend(world, received):
    page = text_of(world.signed_in("BY", "organizer"), f"/events/{received.event}/registrations")

    assert ('late">Intends not to come' in page, "Буду в отъезде" in page) == (True, True)


def test_delegates_are_chosen_and_taken_out_by_what_they_intend(world, received):
    host = world.signed_in("BY", "organizer")
    address, sent = f"/events/{received.event}/registrations", {"columns": ["state", "intention", "intention_note"]}

    def found() -> list[int]:
        asked = ("declined", "accepted", "unanswered", "nonsense")
        return [text_of(host, f"{address}?sort=intention&intention={each}").count('name="row"') for each in asked]

    answered, file = found(), host.post(f"{address}/export?intention=declined", {**sent, "kind": "csv"})
    postpone(world, received)
    moved, later = found(), host.post(f"{address}/export", {**sent, "kind": "csv"})

    assert (answered, moved) == ([1, 0, 0, 1], [0, 0, 1, 1])
    assert [each.get_data(as_text=True).splitlines()[1] for each in (file, later)] == [
        "confirmed,declined,Буду в отъезде <b>",
        "confirmed,,",
    ]


def test_a_delegate_is_given_what_is_stored_of_their_answers(world, received):
    client = world.signed_in("CN", "delegate")

    (registration,) = client.get("/my-data.json").get_json()["registrations"]
    page = text_of(client, "/my-data")

    mails = registration["received_mails"]
    assert (registration["intention"], registration["intention_note"]) == ("declined", "Буду в отъезде <b>")
    assert [(mail["outcome"], mail["comment"], mail["proposed_start"]) for mail in mails] == [
        ("taken", "Буду в отъезде <b>", None),
        ("proposed", "", "2027-03-15T07:00:00+00:00"),
    ]
    assert ("Intends not to come" in page, page.count("Буду в отъезде &lt;b&gt;")) == (True, 2)


def test_the_link_shows_first_and_withdraws_by_a_post(world, received, time_machine):
    time_machine.move_to(LATER)
    with world.app.app_context():
        token = withdrawal_token(registration_of(received))
    anyone = Client(world.app)

    shown = anyone.get(f"/replies/{token}")
    with world.app.app_context():
        before = registration_of(received).state
    done = anyone.post(f"/replies/{token}")
    again = anyone.get(f"/replies/{token}").get_data(as_text=True)

    with world.app.app_context():
        assert (shown.status_code, before, done.status_code) == (200, "confirmed", 302)
        assert registration_of(received).state == "withdrawn"
    assert "You have given your place back" in again
    assert shown.headers["X-Robots-Tag"] == "noindex, nofollow"


@pytest.mark.parametrize("method", ["get", "post"])
def test_a_link_that_is_not_ours_leads_nowhere(world, received, method):
    answered = getattr(Client(world.app), method)(f"/replies/{received.registration}-1.AAAA")

    assert answered.status_code == 404


def test_the_mail_to_who_declined_has_the_link(world, received):
    with world.app.app_context():
        (mail,) = mails("reply_taken")

        assert (mail.recipient, mail.secret != "") == ("delegate.cn@example.org", True)


def test_calendars_of_refused_mails_go_after_thirty_days(world, received):
    with world.app.app_context():
        receive(answer(received, headers=(), message_id="<3@example.org>"))
        with writing():
            counts = purge_raw(LATER + timedelta(days=29)), purge_raw(LATER + timedelta(days=31))

        assert counts == (0, 1)


def test_what_belongs_to_nothing_goes_after_ninety_days_and_the_rest_with_its_event(world, received):
    with world.app.app_context():
        ends_at = registration_of(received).event.ends_at
        with writing():
            first = purge_received(LATER + timedelta(days=91))
        with writing():
            rest = purge_received(ends_at + timedelta(days=366))

        assert (first, rest, registration_of(received).intention_note) == (1, 2, "")
