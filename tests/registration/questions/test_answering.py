"""The page on which somebody answers."""

import io
from hashlib import sha256
from html import unescape

import pytest
from sqlalchemy import select

from forumhub import files
from forumhub.database import db
from forumhub.registration.questions.models import Answer
from tests.events.examples import make_event
from tests.registration.examples import apply
from tests.registration.questions.arranging import publish, question

PDF = b"%PDF-1.7 passport of nobody"


@pytest.fixture
def page(app, world):
    """The address of the page, for questions that a test names, as China's delegate."""

    def page_of(*questions):
        with app.app_context():
            event = make_event(world, "ASK", access="parties")
            publish(event, *questions)
            return f"/registrations/{apply(event, world.reader('CN', 'delegate')).ulid}/answers"

    return page_of


def stored(app):
    with app.app_context():
        return {row.question.key: row.value for row in db.session.scalars(select(Answer))}


def sent(text: str, name: str) -> str:
    """The value of the hidden field of this name."""
    before, _name, after = text.partition(f'type="hidden" name="{name}" value="')
    assert after, before[-200:]
    return unescape(after.partition('"')[0])


def test_what_was_typed_stays_where_another_answer_is_missing(app, world, page):
    path = page(question("text", "name", required=True), question("text", "diet"), question("date", "arrival"))
    client = world.signed_in("CN", "delegate")

    answer = client.post(path, {"answer-diet": "素食 <b>", "answer-arrival": "25 Nov"})

    text = answer.get_data(as_text=True)
    assert answer.status_code == 422
    assert 'value="素食 &lt;b&gt;"' in text
    assert 'value="25 Nov"' in text
    assert "Write the date as year-month-day" in text
    assert "Write an answer." in text
    assert stored(app) == {}


def test_answers_are_saved_and_shown_again(app, world, page):
    path = page(question("choice", "visa"), question("several", "meals"), question("consent", "photos"))
    client = world.signed_in("CN", "delegate")

    answer = client.post(path, {"answer-visa": "yes", "answer-meals": ["no", "yes"], "answer-photos": "yes"})

    assert answer.status_code == 302
    assert stored(app) == {"visa": "yes", "meals": ["yes", "no"], "photos": "yes"}
    assert client.text(path).count(" checked") == 4


def test_a_file_is_kept_while_another_answer_is_missing(app, world, page):
    path = page(question("file", "letter"), question("text", "name", required=True))
    client = world.signed_in("CN", "delegate")
    data = {"answer-letter": (io.BytesIO(PDF), "письмо.pdf")}

    first = client.post(path, data, content_type="multipart/form-data").get_data(as_text=True)
    second = client.post(path, {"answer-letter": sent(first, "answer-letter"), "answer-name": "王芳"})

    assert "Kept: письмо.pdf" in first
    assert second.status_code == 302
    assert stored(app) == {"letter": {"name": "письмо.pdf", "size": len(PDF)}, "name": "王芳"}


def test_a_file_that_somebody_else_sent_is_not_taken(app, world, page):
    path = page(question("file", "letter"), question("file", "other"), question("text", "name", required=True))
    client = world.signed_in("CN", "delegate")
    data = {"answer-letter": (io.BytesIO(PDF), "letter.pdf")}
    token = sent(client.post(path, data).get_data(as_text=True), "answer-letter")

    client.post(path, {"answer-other": token, "answer-name": "x", "answer-seen": ""})

    assert stored(app) == {"name": "x"}


def test_a_sensitive_file_reaches_the_disk_encrypted_only(app, world, page):
    path = page(question("file", "scan", sensitive=True))
    client = world.signed_in("CN", "delegate")

    answer = client.post(path, {"answer-scan": (io.BytesIO(PDF), "passport.pdf")})

    assert answer.status_code == 302
    with app.app_context():
        row = db.session.scalars(select(Answer)).one()
        kept = files.path(app.config["INSTANCE"] / "files", row.file_sha256).read_bytes()
    assert row.value is None
    assert PDF not in kept
    assert "passport.pdf" not in client.text(path)


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("x.exe", b"MZ", "is not taken"),
        ("x.pdf", b"MZ not a pdf", "is not a pdf file"),
        ("x.pdf", b"", "empty"),
        ("../../x.svg", b"<svg onload=alert(1)>", "is not taken"),
    ],
)
@pytest.mark.parametrize("sensitive", [False, True])
def test_a_file_of_another_kind_is_refused_in_words(app, world, page, name, content, said, sensitive):
    path = page(question("file", "scan", sensitive=sensitive))
    client = world.signed_in("CN", "delegate")

    answer = client.post(path, {"answer-scan": (io.BytesIO(content), name)})

    assert answer.status_code == 422
    assert said in answer.get_data(as_text=True)
    assert stored(app) == {}


def test_hostile_requests_are_answered_in_words(app, world, page):
    kinds = ("text", "long", "choice", "several", "date", "time", "number", "country", "language", "consent")
    path = page(*(question(kind, kind) for kind in kinds))
    client = world.signed_in("CN", "delegate")

    as_files = client.post(path, {f"answer-{kind}": (io.BytesIO(b"x"), "x.txt") for kind in kinds})
    as_text = client.post(path, {f"answer-{kind}": "\0<script>²" for kind in kinds} | {"answer-seen": "²" * 99})

    assert as_files.status_code in (302, 422)
    assert as_text.status_code == 422
    assert "<script>" not in as_text.get_data(as_text=True)


def test_a_kept_file_that_was_purged_meanwhile_is_asked_for_again(app, world, page):
    path = page(question("file", "letter"), question("text", "name", required=True))
    client = world.signed_in("CN", "delegate")
    data = {"answer-letter": (io.BytesIO(PDF), "письмо.pdf")}
    first = client.post(path, data, content_type="multipart/form-data").get_data(as_text=True)
    files.path(app.config["INSTANCE"] / "files", sha256(PDF).hexdigest()).unlink()

    second = client.post(path, {"answer-letter": sent(first, "answer-letter"), "answer-name": "王芳"})

    assert second.status_code == 422
    assert "Choose the file again." in second.get_data(as_text=True)
    assert 'value="王芳"' in second.get_data(as_text=True)
    assert stored(app) == {}
