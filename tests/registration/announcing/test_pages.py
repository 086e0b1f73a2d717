"""Writing an announcement, seeing it first, and reading it."""

import re
from datetime import timedelta

import pytest
import time_machine

from forumhub.mail.models import OutboxMail
from forumhub.mail.rendering import compose
from forumhub.mail.worker import link_maker, sharing
from tests.counting import counted
from tests.events.examples import make_event
from tests.registration.announcing.examples import send
from tests.registration.examples import apply, apply_all, mails, make_people, make_person
from tests.world import NOW

SAID = {
    "subjects-en": "The hall has changed",
    "texts-en": "Come to **Hall B** at [the gate](https://example.org).",
    "subjects-ru": "Изменился зал",
    "texts-ru": "Приходите в **зал Б**.",
    "markup": "markdown",
    "party": "",
    "state": "",
}


@pytest.fixture(autouse=True)
def today():
    with time_machine.travel(NOW, tick=True):
        yield


@pytest.fixture
def event(app, world):
    """Its ULID; China's delegate and two more have applied for two places."""
    with app.app_context():
        event = make_event(world, capacity=2)
        apply(event, world.reader("CN", "delegate"))
        apply_all(event, make_people(world, 2))
        return event.ulid


@pytest.fixture
def browser(event, world):
    return world.signed_in("BY", "organizer")


def checked(page: str, **changes: str) -> dict[str, str]:
    """The form of the page before sending, as its button sends it."""
    fields = re.findall(r'<input type="hidden" name="([\w-]+)" value="([^"]*)"', page)
    fields += re.findall(r'<input id="(ulid)" name="ulid" type="hidden" value="([^"]*)"', page)
    fields += re.findall(r'name="(seen)" value="([^"]*)"', page)
    return {**dict(fields), **changes}


def posted(app) -> int:
    with app.app_context():
        return len(mails("announcement"))


def test_it_is_shown_first_and_sent_once(app, browser, event):
    path = f"/events/{event}/announcements/new"

    page = browser.post(path, SAID).get_data(as_text=True)
    before = posted(app)
    answers = [browser.post(path, checked(page)) for _time in range(2)]

    assert ["Announce it to 3 people" in page, "<strong>Hall B</strong>" in page, "English: 3" in page] == [True] * 3
    assert (before, posted(app), {answer.status_code for answer in answers}) == (0, 3, {302})
    assert len({answer.location for answer in answers}) == 1
    assert "<strong>Hall B</strong>" in browser.text(answers[0].location)


def test_the_mail_is_what_was_previewed(app, browser, event):
    path = f"/events/{event}/announcements/new"
    browser.post(path, checked(browser.post(path, SAID).get_data(as_text=True)))

    with app.app_context():
        mail = OutboxMail.query.where(OutboxMail.template == "announcement").first()
        message = compose(mail, link_maker(app), "forumhub <hub@example.org>", sharing["announcement"](mail))

    text, page = (message.get_body((kind,)).get_content() for kind in ("plain", "html"))
    assert message["Subject"] == "The hall has changed"
    assert ("Come to **Hall B**" in text, "<strong>Hall B</strong>" in page) == (True, True)


def test_back_keeps_what_was_typed(browser, event):
    page = browser.post(f"/events/{event}/announcements/new", {**SAID, "back": "1"}).get_data(as_text=True)

    assert ["The hall has changed" in page, "зал Б" in page, "Before this is announced" in page] == [True, True, False]


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"texts-ru": ""}, "There is a subject but no text in: RU."),
        ({"subjects-ru": " "}, "There is a text but no subject in: RU."),
        ({"subjects-en": "", "subjects-ru": ""}, "Write a subject in at least one language."),
        ({"subjects-en": "x" * 201}, "Field cannot be longer than 200 characters."),
        ({"texts-en": "[" * 3001}, "brackets in a row"),
        ({"party": "KZ"}, "Not a valid choice"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_is_lost(app, browser, event, changes, said):
    answer = browser.post(f"/events/{event}/announcements/new", {**SAID, **changes})

    page = answer.get_data(as_text=True)
    assert (answer.status_code, said in page, "Приходите" in page or "texts-ru" in changes) == (422, True, True)
    assert posted(app) == 0


def test_another_audience_than_was_seen_is_shown_again(app, browser, event, world):
    path = f"/events/{event}/announcements/new"
    page = browser.post(path, SAID).get_data(as_text=True)
    with app.app_context():
        from forumhub.events.models import Event

        apply(Event.query.where(Event.ulid == event).one(), make_person(world, 9))

    answer = browser.post(path, checked(page))
    again = answer.get_data(as_text=True)
    sent = browser.post(path, checked(again))

    assert (answer.status_code, "Announce it to 4 people" in again, sent.status_code) == (409, True, 302)
    assert posted(app) == 4


def test_it_goes_to_those_of_a_state_and_a_party(app, browser, event):
    page = browser.post(f"/events/{event}/announcements/new", {**SAID, "party": "CN", "state": "waiting"})

    assert "Announce it to 1 person" in page.get_data(as_text=True)


def test_plain_text_is_no_markup(browser, event):
    said = {**SAID, "markup": "plain", "texts-en": "<b>Hall</b> *B*\nGate 2\n\n=1+1"}

    page = browser.post(f"/events/{event}/announcements/new", said).get_data(as_text=True)

    assert "<p>&lt;b&gt;Hall&lt;/b&gt; *B*<br>Gate 2</p>\n<p>=1+1</p>" in page


def test_hostile_markdown_does_nothing(browser, event):
    said = {**SAID, "texts-en": "<script>alert(1)</script> [x](javascript:alert(1)) ![y](https://evil.example/p.png)"}

    page = browser.post(f"/events/{event}/announcements/new", said).get_data(as_text=True)

    letter = page[page.index('<article class="letter"') : page.index("</article>")]
    assert ["<script" in letter, 'href="javascript' in letter, "<img" in letter] == [False] * 3


def test_who_was_told_reads_it_and_nobody_else_does(app, event, world):
    with app.app_context():
        from forumhub.events.models import Event

        ulid = send(world, Event.query.where(Event.ulid == event).one()).ulid

    told, organizer, other = (world.signed_in("CN", role) for role in ("delegate", "organizer", "secretary"))
    pages = [told.text(f"/announcements/{ulid}"), organizer.text(f"/announcements/{ulid}")]
    lists = [reader.text(f"/events/{event}/announcements") for reader in (told, organizer, other)]

    assert ["Hall B" in page for page in pages] == [True, True]
    assert ["everybody who is expected" in page for page in pages] == [False, True]
    assert other.get(f"/announcements/{ulid}").status_code == 404
    assert [f"/announcements/{ulid}" in page for page in lists] == [True, True, False]


def test_the_list_asks_a_constant_number_of_times(app, browser, event, world):
    def asked(number: int) -> int:
        with app.app_context():
            from forumhub.events.models import Event

            for _each in range(number):
                send(world, Event.query.where(Event.ulid == event).one(), NOW + timedelta(minutes=number))
        with counted() as seen:
            browser.text(f"/events/{event}/announcements")
        return len(seen)

    assert asked(1) == asked(4)
