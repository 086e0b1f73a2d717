"""The pages of open application, as strangers use them."""

import re
from datetime import timedelta
from email import policy as mail_policy
from email.parser import BytesParser
from html import unescape

import pytest
import time_machine
from sqlalchemy import func, select

from forumhub.database import db
from forumhub.events.models import Event
from forumhub.mail import sealing
from forumhub.mail.models import OutboxMail
from forumhub.mail.rendering import compose
from forumhub.mail.worker import link_maker
from forumhub.parties.models import Person
from forumhub.registration.applying import rules
from forumhub.registration.applying.models import Application
from forumhub.registration.models import Registration
from tests.client import Client
from tests.counting import counted
from tests.events.examples import make_event
from tests.registration.applying.examples import TYPED, ask, confirm, newest_token, open_event, set_up
from tests.registration.examples import apply, invite, make_person
from tests.world import NOW

FIELDS = {**TYPED, "party": "-", "consent": "y"}
FOREIGN_TAGS = r"<(?:script(?! src)|img|svg/|iframe|object)[^>]*>"


@pytest.fixture(autouse=True)
def today(app):
    app.extensions["forumhub.attempts"].clear()
    with time_machine.travel(NOW, tick=True):
        yield


@pytest.fixture
def event(app, world) -> str:
    """The path of a public forum with two places, for which everyone may apply."""
    with app.app_context():
        return f"/events/{open_event(world, capacity=2).ulid}"


def text_of(page: str) -> str:
    return unescape(" ".join(re.sub(r"<[^>]+>", " ", page).split()))


def count(app, model) -> int:
    with app.app_context():
        return db.session.scalar(select(func.count()).select_from(model))


def link_of(app) -> str:
    with app.app_context():
        return f"/applications/{newest_token()}"


def written(app) -> list:
    """The mails of the outbox as they go on the wire, read again."""
    with app.app_context():
        mails = db.session.scalars(select(OutboxMail).order_by(OutboxMail.id)).all()
        raw = [compose(mail, link_maker(app), "forumhub <forumhub@example.org>").as_bytes() for mail in mails]
    return [BytesParser(policy=mail_policy.default).parsebytes(each) for each in raw]


def test_a_stranger_is_led_from_the_event_to_a_confirmed_application(app, client, event):
    way = re.search(r'btn-primary" href="([^"]+)"', client.text(event))[1]
    form = client.text(way)
    sent = client.post(way, FIELDS)
    answer = client.text(sent.location)
    (mail,) = written(app)
    link = re.search(r"http://localhost(/applications/\S+)", mail.get_body("plain").get_content())[1]
    shown = client.text(link)
    before = count(app, Registration)
    confirmed = client.post(link, {"answer": "confirm"})
    after = client.text(link)

    assert (way, sent.location) == (f"{event}/apply-by-mail", f"{event}/apply-by-mail/sent")
    assert "They are deleted 365 days after the event" in form
    assert "A mail is on its way to novik@example.org." in answer
    assert (mail["To"], mail["Subject"]) == (
        "novik@example.org",
        "Подтвердите заявку: Форум по борьбе с торговлей людьми",
    )
    assert ("Aliaksandra Novik" in shown, "Confirm the application" in shown, before) == (True, True, 0)
    assert (confirmed.status_code, confirmed.location, count(app, Registration)) == (302, link, 1)
    assert "A place is kept for you; the organizer will confirm it." in after


def answers_to(app, event: str, email: str) -> tuple:
    """All that a stranger sees who types this address."""
    client = Client(app)
    sent = client.post(f"{event}/apply-by-mail", {**FIELDS, "email": email})
    page = client.get(sent.location)
    headers = {name: value for name, value in page.headers if name not in ("Date", "Set-Cookie", "Content-Length")}
    said = page.get_data(as_text=True).replace(email, "the address")
    return sent.status_code, sent.location, page.status_code, headers, said


def test_the_answer_is_the_same_whether_an_address_is_known(app, world, event):
    with app.app_context():
        row = db.session.scalars(select(Event)).unique().one()
        apply(row, make_person(world, 1))
        make_person(world, 2)

    answers = [
        answers_to(app, event, email)
        for email in ("new@example.org", "person1@example.org", "person2@example.org", "delegate.cn@example.org")
        + ("new@example.org",) * 4  # the limit of its mails is passed
    ]

    assert len(answers) == 8
    assert [answer == answers[0] for answer in answers] == [True] * 8
    with app.app_context():
        assert db.session.scalar(select(func.count()).select_from(OutboxMail)) == 1 + 1 + 1 + 1 + 1 + 2


def test_asking_makes_the_same_queries_whether_an_address_is_known(app, world, event):
    with app.app_context():
        apply(db.session.scalars(select(Event)).unique().one(), make_person(world, 1))

    def asked(email: str) -> list[str]:
        with counted() as seen:
            Client(app).post(f"{event}/apply-by-mail", {**FIELDS, "email": email})
        return list(seen)

    asked("warm@example.org")
    assert asked("person1@example.org") == asked("stranger@example.org")


def test_who_is_registered_is_led_to_their_page_without_an_account(app, world, event):
    with app.app_context():
        row = db.session.scalars(select(Event)).unique().one()
        apply(row, make_person(world, 1))
    client = Client(app)
    client.post(f"{event}/apply-by-mail", {**FIELDS, "language": "en", "email": "person1@example.org"})
    mail = written(app)[-1]
    link = link_of(app)

    page = client.text(link)
    client.post(link, {"answer": "withdraw"})

    assert mail["Subject"] == "You are registered: Forum on trafficking in persons"
    assert "You are registered for it already." in mail.get_body("plain").get_content()
    assert ("Ірына Кавальчук 1" in page, "Withdraw: I cannot come" in page) == (True, True)
    with app.app_context():
        assert [row.state for row in Registration.query] == ["withdrawn"]


@pytest.mark.parametrize("method", ["GET", "HEAD", "OPTIONS"])
def test_what_mail_scanners_do_confirms_nothing(app, client, event, method):
    client.post(f"{event}/apply-by-mail", FIELDS)
    link = link_of(app)

    for _ in range(2):
        client.http.open(link, method=method, headers={"Purpose": "prefetch", "Sec-Purpose": "prefetch"})

    assert (count(app, Registration), count(app, OutboxMail)) == (0, 1)


def test_the_link_is_kept_from_indexes_caches_and_other_sites(app, client, event):
    client.post(f"{event}/apply-by-mail", FIELDS)
    answers = [client.get(link_of(app)), client.get("/applications/nothing")]

    assert [answer.status_code for answer in answers] == [200, 404]
    assert {answer.headers["X-Robots-Tag"] for answer in answers} == {"noindex, nofollow"}
    assert {answer.headers["Cache-Control"] for answer in answers} == {"private, no-store"}
    assert {answer.headers["Referrer-Policy"] for answer in answers} == {"strict-origin"}


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"name": ""}, "This field is required."),
        ({"name": " \x00\u202e "}, "A name of 1 to 200 characters would be right."),
        ({"name": "x" * 201}, "Field cannot be longer than 200 characters."),
        ({"own_name": "名" * 201}, "Field cannot be longer than 200 characters."),
        ({"affiliation": "x" * 301}, "Field cannot be longer than 300 characters."),
        ({"email": "no address"}, "is not an e-mail address"),
        ({"email": "x" * 250 + "@example.org"}, "Field cannot be longer than 254 characters."),
        ({"party": "KZ"}, "Not a valid choice."),
        ({"language": "xx"}, "Not a valid choice."),
        ({"consent": ""}, "Without your consent nothing can be stored"),
    ],
)
def test_what_is_wrong_is_said_beside_its_field_and_nothing_is_lost(app, client, event, changes, said):
    answer = client.post(f"{event}/apply-by-mail", {**FIELDS, **changes})

    page = answer.get_data(as_text=True)
    assert (answer.status_code, said in unescape(page), count(app, Application)) == (422, True, 0)
    assert 'value="Academy of Sciences"' in page or "affiliation" in changes


def test_a_name_adds_no_header_and_turns_no_line(app, client, event):
    typed = {"name": "Novik\r\nBcc: everybody@example.org\x00\u202e", "email": "novik@example.org"}
    client.post(f"{event}/apply-by-mail", {**FIELDS, **typed})
    client.post(link_of(app), {"answer": "confirm"})

    mails = written(app)

    with app.app_context():
        names = [row.person.name for row in Registration.query]
    assert names == ["Novik Bcc: everybody@example.org"]
    assert [mail["Bcc"] for mail in mails] == [None, None]
    assert [str(mail["To"].addresses[0].addr_spec) for mail in mails] == ["novik@example.org"] * 2


def test_one_network_address_is_stopped_with_clear_words_and_loses_nothing(app, client, event, monkeypatch):
    monkeypatch.setattr("forumhub.registration.applying.views.asking.MOST_FROM_CLIENT", 2)

    answers = [
        client.post(f"{event}/apply-by-mail", {**FIELDS, "email": f"person{number}@example.org"}) for number in range(3)
    ]

    page = answers[2].get_data(as_text=True)
    assert [answer.status_code for answer in answers] == [302, 302, 429]
    assert ("Wait five minutes, then send it again." in page, 'value="Aliaksandra Novik"' in page) == (True, True)
    assert (count(app, Application), rules.MOST_FROM_CLIENT) == (2, 60)


@pytest.mark.parametrize(
    ("settings", "said"),
    [
        ({"applicants": "nobody"}, "named by their party or invited by the organizer"),
        ({"applicants": "members"}, "Only who has an account may apply for this event."),
        ({"deadline": NOW - timedelta(hours=1)}, "The time to apply has passed."),
    ],
)
def test_what_takes_no_applications_says_why_and_is_not_offered(app, client, world, settings, said):
    with app.app_context():
        row = open_event(world)
        set_up(row, **settings)
        event = f"/events/{row.ulid}"

    answers = [client.get(f"{event}/apply-by-mail"), client.post(f"{event}/apply-by-mail", FIELDS)]

    assert [(answer.status_code, said in answer.get_data(as_text=True)) for answer in answers] == [(422, True)] * 2
    assert ("apply-by-mail" in client.text(event), count(app, Application)) == (False, 0)


def test_nobody_applies_where_the_settings_say_so_but_the_invited_take_their_place(app, world):
    with app.app_context():
        row = make_event(world)
        set_up(row, applicants="nobody")
        path = f"/events/{row.ulid}"
    browser = world.signed_in("CN", "delegate")

    event, answers = browser.text(path), [browser.get(f"{path}/apply"), browser.post(f"{path}/apply")]
    with app.app_context():
        row = db.session.scalars(select(Event)).unique().one()
        invite(world, row, email="delegate.cn@example.org", name="delegate")
    taken = browser.post(f"{path}/apply")

    assert ("Apply for a place" in event, [answer.status_code for answer in answers]) == (False, [422, 422])
    assert ["named by their party" in answer.get_data(as_text=True) for answer in answers] == [True, True]
    with app.app_context():
        assert (taken.status_code, [own.state for own in Registration.query]) == (302, ["confirmed"])


def test_an_event_that_is_not_public_leads_to_sign_in(app, client, world):
    with app.app_context():
        paths = []
        for code, access in (("SHUTA", "parties"), ("SHUTB", "delegates")):
            row = open_event(world, code=code, access=access)
            paths.append(f"/events/{row.ulid}/apply-by-mail")

    answers = [client.get(paths[0]), client.post(paths[1], FIELDS), client.get("/events/nothing/apply-by-mail")]

    assert [answer.status_code for answer in answers] == [302] * 3
    assert [answer.location.startswith("/sign-in") for answer in answers] == [True] * 3
    assert count(app, Application) == 0


def test_who_is_signed_in_applies_by_their_account(event, world):
    answer = world.signed_in("CN", "delegate").get(f"{event}/apply-by-mail")

    assert (answer.status_code, answer.location) == (302, f"{event}/apply")


def test_a_late_link_says_so_and_offers_no_button(app, client, event):
    client.post(f"{event}/apply-by-mail", FIELDS)
    link = link_of(app)

    with time_machine.travel(NOW + timedelta(hours=49)):
        page, answer = client.text(link), client.post(link, {"answer": "confirm"})

    assert ("It can no longer be confirmed" in page, "Confirm the application" in page) == (True, False)
    assert (answer.status_code, "Fill in the form again." in answer.get_data(as_text=True)) == (422, True)
    assert count(app, Registration) == 0


@pytest.mark.parametrize("fields", [{}, {"answer": "nonsense"}, {"answer": "withdraw"}])
def test_a_post_that_says_nothing_changes_nothing(app, client, event, fields):
    client.post(f"{event}/apply-by-mail", FIELDS)

    answer = client.post(link_of(app), fields)

    assert (answer.status_code >= 400, count(app, Registration)) == (True, 0)


def test_links_that_are_not_ours_say_so_alike(client, event):
    answers = [client.get(f"/applications/{token}") for token in ("x", "a" * 3000, "a.b.c", "%F0%9F%98%80")]

    assert {answer.status_code for answer in answers} == {404}


def test_hostile_texts_in_every_field_do_nothing(app, client, world, event, shared_data):
    """Each is stored and shown as text, or refused; the organizer's list shows it escaped."""
    lines = hostile_lines(shared_data)
    organizer = world.signed_in("BY", "organizer")
    statuses = set()
    for number, line in enumerate(lines):
        app.extensions["forumhub.attempts"].clear()
        typed = {"name": line, "own_name": line, "affiliation": line, "email": f"hostile{number}@example.org"}
        statuses.add(client.post(f"{event}/apply-by-mail", {**FIELDS, **typed}).status_code)
        statuses.add(client.post(f"{event}/apply-by-mail", dict.fromkeys(FIELDS, line)).status_code)
    with app.app_context():
        secrets = db.session.scalars(select(OutboxMail.secret))
        links = [f"/applications/{sealing.unseal(secret)}" for secret in secrets]
    pages = [client.text(link) for link in links[:40]]
    for link in links[:40]:
        statuses.add(client.post(link, {"answer": "confirm"}).status_code)
    pages += [organizer.text(f"{event}/registrations"), *(client.text(link) for link in links[:40])]

    assert (len(lines), len(links) >= 40) == (60, True)
    assert statuses <= {302, 422}
    assert [
        tag for page in pages for tag in re.findall(r"<(?:script(?! src)|img|svg/|iframe|object)[^>]*>", page)
    ] == []
    assert len(written(app)) == len(links) + 40


def hostile_lines(shared_data) -> list[str]:
    """A spread over all of the hostile texts, each short enough for a field."""
    found = []
    for path in sorted((shared_data / "hostile").glob("*.txt")):
        lines = path.read_text(encoding="utf-8", errors="replace").splitlines()
        kept = [line.strip() for line in lines if 0 < len(line.strip()) <= 200]
        found += kept[:: max(1, len(kept) // 8)]
    return found[:60]


def test_a_confirmed_place_needs_no_account_to_be_shown(app, client, world, event):
    with app.app_context():
        row = db.session.scalars(select(Event)).unique().one()
        ask(row)
        token = newest_token()
        state = confirm(token)

    page = text_of(client.text(f"/applications/{token}"))

    assert (state, "Your registration Applied Full name Aliaksandra Novik" in page) == ("applied", True)
    assert count(app, Person) == 20


def test_who_applied_corrects_their_details_by_the_link(app, client, event):
    client.post(f"{event}/apply-by-mail", FIELDS)
    link = link_of(app)

    early = client.post(f"{link}/details", {"title": "Dr"})
    client.post(link, {"answer": "confirm"})
    saved = client.post(f"{link}/details", {"own_name": "Аляксандра", "title": "Dr", "affiliation": ""})

    with app.app_context():
        (own,) = Registration.query
        assert (own.person.own_name, own.title, own.affiliation) == ("Аляксандра", "Dr", "")
    assert (early.status_code, saved.status_code, saved.location) == (422, 302, link)
