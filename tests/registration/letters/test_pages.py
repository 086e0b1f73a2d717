"""Templates that organizers keep, and letters that they make of them."""

import io
import re
import zipfile

import pytest
import time_machine
from docx import Document
from sqlalchemy import select

from forumhub import audit
from forumhub.database import db
from forumhub.registration.letters.models import LetterTemplate
from tests.events.examples import make_event
from tests.registration.badges.examples import add_delegate
from tests.registration.letters.documents import document, texts
from tests.world import NOW

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


@pytest.fixture(autouse=True)
def today():
    with time_machine.travel(NOW, tick=True):
        yield


@pytest.fixture
def event(app, world):
    """Its ULID, and those of its registrations by the people's names."""
    with app.app_context():
        event = make_event(world, venue="Дом правительства")
        people = {
            name: add_delegate(world, event, name, party, own_name=own, state=state, function=function).ulid
            for name, own, party, state, function in (
                ("Wang Yi", "王毅", "CN", "confirmed", "head"),
                ("../../etc/passwd <w:p/> {{ party }}", "", "BY", "confirmed", "member"),
                ("Anna Smirnova", "Анна Смирнова", "BY", "attended", "deputy"),
                ("Nobody Yet", "", "CN", "applied", "member"),
            )
        }
        return event.ulid, people


def make(browser, event: str, kind: str, language: str, **more: object):
    return browser.post(f"/events/{event}/letters/make", {"kind": kind, "language": language, **more})


def upload(browser, event: str, content: bytes, name: str = "brief.docx", kind="visa", language="en"):
    data = {"kind": kind, "language": language, "file": (io.BytesIO(content), name)}
    return browser.post(f"/events/{event}/letters", data, content_type="multipart/form-data")


def test_one_letter_is_a_word_document_that_nothing_can_run_in(world, event):
    ulid, people = event

    answer = make(world.signed_in("CN", "organizer"), ulid, "visa", "zh", person=people["Wang Yi"])

    found = texts(answer.get_data())
    assert (answer.status_code, answer.mimetype) == (200, DOCX)
    assert answer.headers["Content-Disposition"].startswith('attachment; filename="visa-001 Wang Yi.docx"')
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert {"签证邀请函", "王毅", "中国", "代表团团长", "打击人口贩运论坛", "明斯克, Дом правительства"} <= set(found)
    assert "2027年3月11日 周四" in found
    assert [text for text in found if "{{" in text] == []


def test_letters_of_all_are_one_archive_with_safe_names(world, event):
    ulid, _people = event

    answer = make(world.signed_in("BY", "organizer"), ulid, "visa", "ru")

    with zipfile.ZipFile(io.BytesIO(answer.get_data())) as archive:
        names = archive.namelist()
        (hostile,) = [texts(archive.read(name)) for name in names if "passwd" in name]
    assert answer.mimetype == "application/zip"
    assert names == ["visa-001 etc passwd w p party.docx", "visa-002 Wang Yi.docx"]
    assert " ../../etc/passwd <w:p/> {{ party }}".strip() in [text.strip() for text in hostile]


def test_that_letters_were_made_is_recorded(app, world, event):
    ulid, people = event

    make(world.signed_in("CN", "organizer"), ulid, "attendance", "en")

    with app.app_context():
        entry = db.session.scalars(
            select(audit.AuditEntry).where(audit.AuditEntry.act == "registration.make_letters")
        ).one()
        assert entry.details == {"kind": "attendance", "registrations": [people["Anna Smirnova"]]}


def test_certificates_are_for_who_attended_only(world, event):
    ulid, people = event

    refused = make(world.signed_in("CN", "organizer"), ulid, "attendance", "en", person=people["Wang Yi"])

    assert refused.status_code == 422
    assert "Nobody of these gets this letter" in refused.get_data(as_text=True)


def test_the_page_says_how_many_get_what_before_it_makes_them(world, event):
    ulid, _people = event

    page = world.signed_in("CN", "organizer").text(f"/events/{ulid}/letters/make")

    assert "2 of these people are confirmed and get a visa support letter." in page
    assert "1 of these people attended and gets a certificate." in page


def test_an_uploaded_template_serves_until_it_is_removed(app, world, event):
    ulid, people = event
    browser = world.signed_in("CN", "organizer")

    answer = upload(browser, ulid, document("Дорогой {{ name }}", header="MFA"), "наш бланк.docx")
    own = make(browser, ulid, "visa", "en", person=people["Wang Yi"])
    page = browser.text(f"/events/{ulid}/letters")
    kept = browser.get(f"/events/{ulid}/letters/visa/en").get_data()
    browser.post(f"/events/{ulid}/letters/remove", {"kind": "visa", "language": "en"})
    built_in = make(browser, ulid, "visa", "en", person=people["Wang Yi"])

    assert (answer.status_code, texts(own.get_data())[0]) == (302, "Дорогой Wang Yi")
    assert ("наш бланк.docx" in page, texts(kept)[0]) == (True, "Дорогой {{ name }}")
    assert "Visa support letter" in texts(built_in.get_data())
    with app.app_context():
        assert db.session.scalars(select(LetterTemplate)).all() == []


@pytest.mark.parametrize(
    ("content", "name", "said"),
    [
        (document("{{ pasport }}"), "a.docx", "{{ pasport }}"),
        (b"hello", "a.docx", "not a Word document"),
        (document("x"), "a.docm", "not a Word document"),
        (b"PK" + b"x" * (2 * 1024 * 1024), "a.docx", "2 MB"),
    ],
)
def test_what_is_no_template_is_refused_beside_its_field_and_the_old_one_stays(world, event, content, name, said):
    ulid, _people = event
    browser = world.signed_in("CN", "organizer")

    answer = upload(browser, ulid, content, name)

    page = answer.get_data(as_text=True)
    assert answer.status_code == 422
    assert said in re.search(r'id="file-error">([^<]*)<', page)[1]
    assert "built-in" in page


def test_a_person_takes_the_own_certificate_once_they_attended(app, world, event):
    with app.app_context():
        ulid = add_delegate(world, make_event(world, "TWO"), "x", "CN", state="attended").ulid
        from forumhub.registration.models import Registration

        registration = Registration.query.where(Registration.ulid == ulid).one()
        registration.person_id = world.person["CN", "delegate"]
        db.session.commit()
    browser = world.signed_in("CN", "delegate")
    browser.get("/language?to=ru")

    answer = browser.get(f"/registrations/{ulid}/certificate")

    assert (answer.status_code, answer.mimetype) == (200, DOCX)
    assert "Свидетельство об участии" in texts(answer.get_data())
    assert world.signed_in("BY", "delegate").get(f"/registrations/{ulid}/certificate").status_code == 404


def test_who_only_applied_has_no_certificate(world, event):
    _ulid, people = event

    answer = world.signed_in("CN", "organizer").get(f"/registrations/{people['Nobody Yet']}/certificate")

    assert answer.status_code == 404


@pytest.mark.parametrize("language", ["zh", "ru"])
def test_the_pages_speak_the_readers_language(world, event, language):
    ulid, _people = event
    browser = world.signed_in("CN", "organizer")
    browser.get(f"/language?to={language}")

    pages = [browser.text(f"/events/{ulid}/letters{path}") for path in ("", "/make")]

    assert [{"zh": "签证邀请函", "ru": "Письмо о визовой поддержке"}[language] in page for page in pages] == [True] * 2


def test_the_built_in_templates_open_in_python_docx_with_their_language(world, event):
    ulid, _people = event
    browser = world.signed_in("BY", "organizer")

    answers = [browser.get(f"/events/{ulid}/letters/visa/{code}") for code in ("en", "zh")]
    found = [Document(io.BytesIO(answer.get_data())) for answer in answers]

    assert [each.sections[0].footer.paragraphs[0].text for each in found] == ["{{ event }}, {{ dates }}"] * 2


@pytest.mark.parametrize("path", ["visa/fr", "nonsense/en", "visa/.."])
def test_there_are_no_other_templates(world, event, path):
    assert world.signed_in("CN", "organizer").get(f"/events/{event[0]}/letters/{path}").status_code == 404
