"""Questions in each way in: what is answered is kept with the place, or both are not."""

import io

import pytest
from sqlalchemy import select

from forumhub import clock
from forumhub.database import db
from forumhub.events.models import Event
from forumhub.registration.models import Registration
from forumhub.registration.questions.models import Answer
from forumhub.registration.views.uploading import MOST_UPLOADS
from tests.client import Client
from tests.events.examples import make_event
from tests.registration.applying.examples import ask, newest_token, open_event
from tests.registration.examples import invite
from tests.registration.questions.arranging import publish, question


@pytest.fixture
def event(app, world):
    """The ULID of an event that asks two questions, of which one is required, and for a file."""
    with app.app_context():
        event = make_event(world, "WAY", access="parties")
        asked = question("text", "diet", required=True), question("date", "arrival"), question("file", "letter")
        publish(event, *asked)
        return event.ulid


@pytest.fixture
def link(app, world, event):
    with app.app_context():
        row = db.session.scalars(select(Event).where(Event.ulid == event)).unique().one()
        return f"/invitations/{invite(world, row)[1]}"


def standing(app):
    """(state, answers by key) of the one registration; None where there is none."""
    with app.app_context():
        row = db.session.scalars(select(Registration)).unique().one_or_none()
        answers = {answer.question.key: answer.value for answer in db.session.scalars(select(Answer))}
        return (row.state, answers) if row else None


def test_applying_without_a_required_answer_takes_no_place_and_loses_nothing(app, world, event):
    client = world.signed_in("CN", "delegate")

    answer = client.post(f"/events/{event}/apply", {"answer-arrival": "2027-03-10"})

    assert answer.status_code == 422
    assert 'value="2027-03-10"' in answer.get_data(as_text=True)
    assert "Write an answer." in answer.get_data(as_text=True)
    assert standing(app) is None


def test_applying_takes_a_place_and_keeps_the_answers(app, world, event):
    data = {"answer-diet": "清真", "answer-letter": (io.BytesIO(b"%PDF-1"), "信.pdf")}

    answer = world.signed_in("CN", "delegate").post(f"/events/{event}/apply", data)

    assert answer.status_code == 302
    assert standing(app) == ("applied", {"diet": "清真", "letter": {"name": "信.pdf", "size": 6}})


def test_applying_twice_keeps_the_first_answers(app, world, event):
    client = world.signed_in("CN", "delegate")

    client.post(f"/events/{event}/apply", {"answer-diet": "first"})
    again = client.post(f"/events/{event}/apply", {"answer-diet": "second"})

    assert again.status_code == 302
    assert standing(app) == ("applied", {"diet": "first"})


def test_applying_again_after_withdrawing_changes_the_answers(app, world, event):
    client = world.signed_in("CN", "delegate")
    client.post(f"/events/{event}/apply", {"answer-diet": "first"})
    with app.app_context():
        own = db.session.scalars(select(Registration)).unique().one().ulid
    client.post(f"/registrations/{own}/withdraw")

    form = client.text(f"/events/{event}/apply")
    client.post(f"/events/{event}/apply", {"answer-diet": "second", "answer-seen": "1"})

    assert 'value="first"' in form
    assert standing(app) == ("applied", {"diet": "second"})


def test_accepting_without_a_required_answer_stays_an_invitation(app, event, link):
    answer = Client(app).post(link, {"answer": "accept", "answer-arrival": "2027-03-10"})

    assert answer.status_code == 422
    assert 'value="2027-03-10"' in answer.get_data(as_text=True)
    assert standing(app) == ("invited", {})


def test_accepting_keeps_the_answers_which_the_link_changes_later(app, event, link):
    client = Client(app)

    accepted = client.post(link, {"answer": "accept", "answer-diet": "halal"})
    first = standing(app)
    changed = client.post(link, {"answer": "save", "answer-diet": "kosher", "answer-seen": "1"})

    assert (accepted.status_code, changed.status_code) == (302, 302)
    assert first == ("confirmed", {"diet": "halal"})
    assert standing(app) == ("confirmed", {"diet": "kosher"})


def test_declining_asks_nothing(app, event, link):
    answer = Client(app).post(link, {"answer": "decline"})

    assert answer.status_code == 302
    assert standing(app) == ("declined", {})


def test_saving_before_accepting_is_refused(app, event, link):
    answer = Client(app).post(link, {"answer": "save", "answer-diet": "halal"})

    assert answer.status_code == 422
    assert standing(app) == ("invited", {})


def test_an_event_without_questions_is_applied_for_as_ever(app, world):
    with app.app_context():
        event = make_event(world, "NOQ", access="parties").ulid

    answer = world.signed_in("CN", "delegate").post(f"/events/{event}/apply")

    assert answer.status_code == 302
    assert standing(app) == ("applied", {})


@pytest.fixture
def application(app, world):
    """The address of the link by which an open application is confirmed."""
    with app.app_context():
        event = open_event(world, code="OPEN")
        publish(event, question("text", "diet", required=True), question("text", "passport", sensitive=True))
        ask(db.session.merge(event), now=clock.now())
        return f"/applications/{newest_token()}"


def test_confirming_an_open_application_without_a_required_answer_takes_no_place(app, application):
    answer = Client(app).post(application, {"answer": "confirm", "answer-passport": "MP7"})

    assert answer.status_code == 422
    assert 'value="MP7"' in answer.get_data(as_text=True)
    assert standing(app) is None


def test_confirming_an_open_application_keeps_the_answers_which_its_link_changes_later(app, application):
    client = Client(app)

    client.post(application, {"answer": "confirm", "answer-diet": "halal", "answer-passport": "MP7"})
    first, page = standing(app), client.text(application)
    client.post(application, {"answer": "save", "answer-diet": "kosher", "answer-seen": "1"})

    assert first == ("applied", {"diet": "halal", "passport": None})
    assert "MP7" not in page
    assert standing(app) == ("applied", {"diet": "kosher", "passport": None})


@pytest.mark.parametrize("way", ["invitation", "application"])
def test_files_by_one_link_are_bounded_and_the_form_is_kept(app, world, event, link, way):
    if way == "application":
        with app.app_context():
            public = open_event(world)
            publish(
                public, question("text", "diet"), question("text", "name", required=True), question("file", "letter")
            )
            ask(db.session.merge(public), now=clock.now())
            link = f"/applications/{newest_token()}"
    client, chosen = Client(app), "accept" if way == "invitation" else "confirm"

    def send():
        letter = (io.BytesIO(b"%PDF-1"), "信.pdf")
        data = {"answer": chosen, "answer-arrival": "not yet", "answer-diet": "清真", "answer-letter": letter}
        return client.post(link, data)

    statuses = [send().status_code for _time in range(MOST_UPLOADS)]
    refused = send()
    without = client.post(link, {"answer": chosen, "answer-arrival": "not yet"})

    assert statuses == [422] * MOST_UPLOADS
    assert (refused.status_code, without.status_code) == (429, 422)
    assert "Many files were sent by this link just now." in refused.get_data(as_text=True)
    assert 'value="清真"' in refused.get_data(as_text=True)
