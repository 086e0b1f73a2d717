"""The page of an offered place: shown by GET, answered by POST, by the mail's link or when signed in."""

import re
from datetime import timedelta

import pytest
import time_machine
from sqlalchemy import select

from forumhub.database import db, writing
from forumhub.mail import sealing
from forumhub.mail.models import OutboxMail
from forumhub.mail.rendering import compose
from forumhub.mail.worker import link_maker
from forumhub.parties.models import Account, Person
from forumhub.registration.actions import apply_for_place, expire_offers, withdraw_registration
from forumhub.registration.models import Registration
from tests.client import PASSWORD
from tests.registration.examples import apply, apply_all, invite, make_people, states
from tests.registration.quotas.examples import make_allotted
from tests.world import NOW

LATER = NOW + timedelta(days=1)


@pytest.fixture(autouse=True)
def clock():
    with time_machine.travel(LATER, tick=False):
        yield


@pytest.fixture
def offered(app, world) -> str:
    """The registration of person 1, who has an account, and whom the place of person 0 is offered."""
    with app.app_context():
        event = make_allotted(world, {}, access="public", offer_hours=48, capacity=1)
        people = make_people(world, 3)
        first, second, _third = apply_all(event, people)
        with writing():
            values = {"email": "person1@example.org", "password": PASSWORD, "fs_uniquifier": "one", "created_at": NOW}
            db.session.add(Account(person=db.session.get(Person, people[1].person_id), **values))
            withdraw_registration(first, by=people[0], now=LATER)
        return second.ulid


def link(app) -> str:
    with app.app_context():
        mail = db.session.scalars(select(OutboxMail).where(OutboxMail.template == "registration_offered")).one()
        return f"/offers/{sealing.unseal(mail.secret)}"


def all_states(app) -> list[str]:
    with app.app_context():
        return states(db.session.scalars(select(Registration)).first().event)


def words(page: str) -> str:
    return " ".join(re.sub("<[^>]+>", " ", page).split())


def test_the_link_shows_the_offer_and_changes_nothing(app, client, offered):
    answer = client.get(link(app))

    page = words(answer.text)
    assert "李伟 0" not in page
    assert "It is kept until Wed 25 Nov 2026, 12:00 Minsk (09:00 UTC)" in page
    assert answer.headers["Cache-Control"] == "private, no-store"
    assert answer.headers["X-Robots-Tag"] == "noindex, nofollow"
    assert all_states(app) == ["withdrawn", "waiting", "waiting"]


@pytest.mark.parametrize(
    ("chosen", "state", "said"),
    [
        ("accept", ["withdrawn", "applied", "waiting"], "A place is kept for you."),
        ("decline", ["withdrawn", "withdrawn", "waiting"], "The place goes to the next on the waiting list."),
    ],
)
def test_the_link_answers_without_an_account(app, client, offered, chosen, state, said):
    answer = client.post(link(app), data={"answer": chosen}, follow_redirects=True)

    assert said in words(answer.text)
    assert all_states(app) == state


def test_an_answer_that_is_none_changes_nothing(app, client, offered):
    answer = client.post(link(app), data={"answer": "perhaps"})

    assert (answer.status_code, all_states(app)) == (422, ["withdrawn", "waiting", "waiting"])


def test_too_late_is_said_and_changes_nothing(app, client, offered):
    with time_machine.travel(LATER + timedelta(hours=49), tick=False):
        shown = client.get(link(app))
        answer = client.post(link(app), data={"answer": "accept"})

    assert "The offer has run out" in words(shown.text)
    assert (answer.status_code, all_states(app)) == (422, ["withdrawn", "waiting", "waiting"])
    assert "Apply again to join the queue" in words(answer.text)


@pytest.mark.parametrize("token", ["x", "01ARZ3NDEKTSV4RRFFQ69G5FAV-1800000000.AAAA"])
def test_a_link_that_is_not_ours_does_not_exist(client, world, token):
    answer = client.get(f"/offers/{token}")

    assert (answer.status_code, "This link does not hold" in answer.text) == (404, True)
    assert client.post(f"/offers/{token}", data={"answer": "accept"}).status_code == 404


def test_who_is_signed_in_answers_on_their_page(app, client, offered):
    mine = client.sign_in("person1@example.org")

    shown = words(mine.text(f"/registrations/{offered}"))
    answer = mine.post(f"/registrations/{offered}/offer", data={"answer": "accept"}, follow_redirects=True)

    assert "Answer the offer of a place" in shown
    assert "A place is kept for you." in words(answer.text)
    assert all_states(app) == ["withdrawn", "applied", "waiting"]


def test_the_secretariat_answers_for_somebody(app, world, offered):
    secretary = world.signed_in("CN", "secretary")

    page = words(secretary.text(f"/registrations/{offered}/offer"))
    secretary.post(f"/registrations/{offered}/offer", data={"answer": "decline"})

    assert "A place for Ірына Кавальчук 1" in page
    assert all_states(app) == ["withdrawn", "withdrawn", "waiting"]


@pytest.mark.parametrize(
    ("language", "offer", "lapse"),
    [
        ("en", "A place is offered to you", "The offer of a place has run out"),
        ("zh", "为您提供名额", "名额答复期限已过"),
        ("ru", "Вам предложено место", "Срок предложения места истёк"),
    ],
)
def test_the_mails_speak_the_languages_of_who_is_told(app, world, language, offer, lapse):
    with app.app_context():
        event = make_allotted(world, {}, offer_hours=48, capacity=1)
        ulid = event.ulid
        first, second = make_people(world, 2)
        with writing():
            db.session.get(Person, second.person_id).language = language
        registration, _waiting = apply_all(event, [first, second])
        with writing():
            withdraw_registration(registration, by=first, now=LATER)
        with writing():
            expire_offers(event, now=LATER + timedelta(hours=49))
        messages = [
            compose(mail, link_maker(app), "forumhub <f@example.org>")
            for mail in db.session.scalars(select(OutboxMail).order_by(OutboxMail.id))
            if mail.template in ("registration_offered", "registration_lapsed")
        ]

    texts = [message.get_body(("plain",)).get_content() for message in messages]
    assert [str(message["Subject"]).split(":")[0].split("：")[0] for message in messages] == [offer, lapse]
    assert "http://localhost/offers/" in texts[0]
    assert all(f"http://localhost/events/{ulid}" in text for text in texts)


def test_who_waits_for_their_delegation_is_told_so_before_they_apply(app, world):
    with app.app_context():
        event = make_allotted(world, {"CN": (1, None)}, access="parties", capacity=9)
        with writing():
            apply_for_place(event, by=world.reader("CN", "secretary"), now=NOW)
        path = f"/events/{event.ulid}/apply"

    page = words(world.signed_in("CN", "delegate").text(path))

    assert "All places of the delegation are taken. You would be put on the waiting list" in page
    assert "8 places are free." in words(world.signed_in("BY", "delegate").text(path))


def test_the_page_of_an_invitation_leads_to_the_offer(app, world, client):
    with app.app_context():
        event = make_allotted(world, {}, offer_hours=48, capacity=1)
        (first,) = make_people(world, 1)
        registration = apply(event, first).id
        _invitation, token = invite(world, event)
    client.post(f"/invitations/{token}", data={"answer": "accept"})
    with app.app_context(), writing():
        withdraw_registration(db.session.get_one(Registration, registration), by=first, now=LATER)

    shown = client.text(f"/invitations/{token}")
    client.post(link(app), data={"answer": "accept"})

    assert f'href="{link(app)}"' in shown
    assert all_states(app) == ["withdrawn", "confirmed"]
