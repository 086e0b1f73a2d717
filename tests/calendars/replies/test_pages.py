"""The page of received mail, and where an answer shows."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from forumhub.calendars.replies.models import ReceivedMail
from forumhub.calendars.replies.purging import purge_raw, purge_received
from forumhub.calendars.replies.queries import withdrawal_token
from forumhub.database import db, writing
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


def test_organizers_of_other_parties_read_nothing(world, received):
    page = text_of(world.signed_in("CN", "organizer"), "/mail/received")

    assert ("Буду в отъезде" in page, "No mail was received yet" in page) == (False, True)


def test_the_operator_reads_the_envelope_of_what_belongs_to_nothing(world, received):
    page = text_of(world.operator(), "/mail/received")

    assert ("Буду" in page, "stranger@example.net" in page) == (False, True)
    assert "Its address belongs to no invitation of ours." in page


def test_the_page_is_filtered_by_outcome(world, received):
    page = text_of(world.signed_in("BY", "organizer"), "/mail/received?outcome=proposed")

    assert ("Буду" in page, "Mon 15 Mar 2027, 10:00 Minsk" in page) == (False, True)


def test_a_mail_is_kept_as_it_arrived_for_its_organizers(world, received):
    with world.app.app_context():
        ulid = db.session.scalar(select(ReceivedMail.ulid).where(ReceivedMail.outcome == "taken"))

    own = world.signed_in("BY", "organizer").get(f"/mail/received/{ulid}.eml")
    others = world.signed_in("CN", "organizer").get(f"/mail/received/{ulid}.eml")

    assert (own.status_code, others.status_code) == (200, 404)
    assert own.get_data().startswith(b"Authentication-Results: ")
    assert own.headers["Content-Disposition"].startswith("attachment")


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


@pytest.mark.parametrize("role", ["secretary", "delegate"])
def test_the_registration_shows_what_its_calendar_answered(world, received, role):
    page = text_of(world.signed_in("CN", role), f"/registrations/{received.registration}")

    assert ("Intends not to come" in page, "Withdraw" in page) == (True, True)


def test_the_list_of_delegates_shows_what_they_intend(world, received):
    page = text_of(world.signed_in("BY", "organizer"), f"/events/{received.event}/registrations")

    assert ("Intends not to come" in page, "Буду в отъезде" in page) == (True, True)


def test_the_link_shows_first_and_withdraws_by_a_post(world, received):
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


def test_mails_as_they_arrived_go_after_thirty_days(world, received):
    with world.app.app_context(), writing():
        counts = purge_raw(LATER + timedelta(days=29)), purge_raw(LATER + timedelta(days=31))

        assert counts == (0, 2)


def test_what_belongs_to_nothing_goes_after_ninety_days_and_the_rest_with_its_event(world, received):
    with world.app.app_context():
        ends_at = registration_of(received).event.ends_at
        with writing():
            first = purge_received(LATER + timedelta(days=91))
        with writing():
            rest = purge_received(ends_at + timedelta(days=366))

        assert (first, rest, registration_of(received).intention_note) == (1, 2, "")
