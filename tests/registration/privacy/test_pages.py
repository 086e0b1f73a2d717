"""What somebody reads, downloads and takes back of what is stored about them."""

import json
import re

import pytest
import time_machine
from sqlalchemy import select

from forumhub.audit import AuditEntry
from forumhub.database import db
from forumhub.registration.models import Registration
from forumhub.registration.questions.queries import answers_of
from tests.client import Client
from tests.counting import counted
from tests.registration.privacy.examples import WORDS, consenting, invited
from tests.registration.test_pages import text_of
from tests.world import NOW


@pytest.fixture(autouse=True)
def today():
    with time_machine.travel(NOW, tick=True):
        yield


@pytest.fixture
def mine(app, world) -> str:
    """The ULID of the registration of China's delegate, whose consent was required."""
    with app.app_context():
        return consenting(world, "PRV").ulid


@pytest.fixture
def token(app, world) -> str:
    with app.app_context():
        return invited(world, "PRI")[1]


def standing(app, ulid: str) -> tuple[str, int]:
    """The state of a registration, and how many answers it has."""
    with app.app_context():
        found = Registration.query.where(Registration.ulid == ulid).one()
        return found.state, len(answers_of(found))


def test_the_file_holds_everything_and_no_secret(world, mine, token):
    answer = world.signed_in("CN", "delegate").get("/my-data.json")

    data = json.loads(answer.get_data())
    (registration,) = data["registrations"]
    said = {each["question"]["en"]: (each["answer"], each["encrypted"]) for each in registration["answers"]}
    assert answer.headers["Content-Disposition"] == "attachment; filename=my-data.json"
    assert answer.headers["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert data["person"]["email"] == data["account"]["email"] == "delegate.cn@example.org"
    assert (registration["ulid"], registration["kept_until"]) == (mine, "2028-03-10T14:30:00+00:00")
    assert said["diet?"] == ("halal", False)
    assert said["passport?"][1] is True
    assert [(each["words"], each["given_at"], each["version"]) for each in data["consents"]] == [
        (WORDS, "2026-11-22T09:00:00+00:00", 1)
    ]
    assert [mail["template"] for mail in data["mails"]] == ["registration_applied"]
    assert {"registration.apply", "registration.answer"} <= {entry["act"] for entry in data["record"]}
    text = answer.get_data(as_text=True)
    assert [secret for secret in ("MP1234567", "password", "correct horse", "fs_uniquifier") if secret in text] == []


def test_by_the_link_one_reads_that_registration_only(app, world, mine, token):
    stranger = Client(app)

    answer = stranger.get(f"/invitations/{token}/data.json")
    page = stranger.get(f"/invitations/{token}/data")

    data = json.loads(answer.get_data())
    assert (data["person"]["name"], data["account"], len(data["registrations"])) == ("王芳", None, 1)
    assert [mail["template"] for mail in data["mails"]] == ["registration_confirmed", "registration_invitation"]
    for each in (answer, page):
        assert each.headers["Cache-Control"] == "private, no-store"
        assert each.headers["X-Robots-Tag"] == "noindex, nofollow"
    assert "MP1234567" not in page.get_data(as_text=True)


@pytest.mark.parametrize("path", ["data", "data.json", "consent"])
def test_a_link_that_is_not_ours_opens_nothing(app, token, path):
    answer = Client(app).get(f"/invitations/{token[:-1]}x/{path}")

    assert (answer.status_code, answer.location.partition("?")[0]) == (302, "/sign-in")


@pytest.mark.parametrize(("language", "words"), [("zh", "我同意被拍照。"), ("ru", "Я согласен на фотосъёмку.")])
def test_the_page_says_it_in_the_readers_language(world, mine, language, words):
    browser = world.signed_in("CN", "delegate")
    browser.get(f"/language?to={language}")

    page = text_of(browser.text("/my-data"))

    assert words in page
    assert {"zh": "您给予的同意", "ru": "Данные вами согласия"}[language] in page


def test_withdrawing_says_first_what_goes_and_then_erases_and_withdraws(app, world, mine):
    browser = world.signed_in("CN", "delegate")
    foretold = text_of(browser.text(f"/registrations/{mine}/consent"))
    before = standing(app, mine)

    answer = browser.post(f"/registrations/{mine}/consent")

    assert "3 answers are erased, with their files; they cannot be restored." in foretold
    assert "Your registration was taken on condition of this consent, so it is withdrawn" in foretold
    assert (before, answer.status_code, standing(app, mine)) == (("applied", 3), 302, ("withdrawn", 0))
    with app.app_context():
        entry = db.session.scalars(select(AuditEntry).where(AuditEntry.act == "registration.withdraw_consent")).one()
        assert (entry.subject, entry.details) == (mine, {"answers": 3})


def test_a_consent_that_nothing_depends_on_leaves_the_registration(app, world):
    with app.app_context():
        ulid = consenting(world, "OPT", required=False).ulid
    browser = world.signed_in("CN", "delegate")

    foretold = browser.text(f"/registrations/{ulid}/consent")
    browser.post(f"/registrations/{ulid}/consent")

    assert "Your registration stays as it is." in foretold
    assert standing(app, ulid) == ("applied", 0)


def test_withdrawing_twice_says_that_there_is_none(app, world, mine):
    browser = world.signed_in("CN", "delegate")
    browser.post(f"/registrations/{mine}/consent")

    again, page = browser.post(f"/registrations/{mine}/consent"), browser.text(f"/registrations/{mine}/consent")

    assert again.status_code == 422
    assert "There is no consent to withdraw" in again.get_data(as_text=True)
    assert ("There is no consent to withdraw" in page, "btn-danger" in page) == (True, False)


def test_by_the_link_a_consent_is_withdrawn_without_an_account(app, token):
    stranger = Client(app)

    stranger.post(f"/invitations/{token}/consent")

    data = json.loads(stranger.get(f"/invitations/{token}/data.json").get_data())
    (registration,) = data["registrations"]
    assert (registration["state"], registration["answers"], data["consents"]) == ("withdrawn", [], [])


@pytest.mark.parametrize(("party", "role"), [("CN", "secretary"), ("BY", "organizer"), ("CN", "head_of_delegation")])
def test_nobody_else_withdraws_a_consent(app, world, mine, party, role):
    answer = world.signed_in(party, role).post(f"/registrations/{mine}/consent")

    assert (answer.status_code, standing(app, mine)) == (404, ("applied", 3))


@pytest.mark.parametrize("language", ["en", "zh", "ru"])
def test_the_words_are_public_and_name_the_days(app, language):
    browser = Client(app)
    browser.get(f"/language?to={language}")

    page = text_of(browser.text("/privacy"))

    assert [days in page for days in ("365", "30")] == [True, True]


@pytest.mark.parametrize("query", ["?event=nonsense", "?event=%00", "?event="])
def test_words_of_an_event_that_is_not_there_are_the_general_ones(app, query):
    assert "365" in Client(app).text(f"/privacy{query}")


def test_the_forms_link_to_the_words(app, world, mine, token):
    with app.app_context():
        event = Registration.query.where(Registration.ulid == mine).one().event.ulid
    pages = [
        world.signed_in("CN", "observer").text(f"/events/{event}/apply"),
        Client(app).text(f"/invitations/{token}"),
    ]

    assert [bool(re.search(r'href="/privacy\?event=\w{26}"', page)) for page in pages] == [True, True]


def test_more_registrations_ask_no_more_of_the_database(app, world, mine):
    browser = world.signed_in("CN", "delegate")
    browser.text("/my-data")
    with counted() as one:
        browser.text("/my-data")
    with app.app_context():
        for code in ("PRW", "PRX"):
            consenting(world, code)

    with counted() as three:
        browser.text("/my-data")

    assert len(three) == len(one)


def test_hostile_names_and_answers_are_text(app, world, token):
    from forumhub.parties.models import Person

    with app.app_context():
        Person.query.where(Person.email == "wang@example.org").one().name = "<script>alert(1)</script>\"'{{7*7}}"
        db.session.commit()

    page = Client(app).text(f"/invitations/{token}/data")

    assert ("<script>alert" in page, "&lt;script&gt;alert(1)" in page, "{{7*7}}" in page) == (False, True, True)
