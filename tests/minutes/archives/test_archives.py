"""The archive of a series: what is in it, who may take it, and that its ledger verifies."""

import io
import json
import zipfile
from base64 import b64encode
from datetime import timedelta
from functools import partial

import pytest

from forumhub import ledger, verify
from forumhub.database import db, writing
from forumhub.minutes.archives import queries
from forumhub.minutes.archives.models import SeriesArchive
from forumhub.minutes.archives.rules import MOST_ASKED
from forumhub.minutes.archives.views import working
from forumhub.minutes.archives.views.packing import Packing
from forumhub.minutes.archives.views.working import forget_old, make_all, place
from forumhub.minutes.models import Document
from forumhub.minutes.statements.actions import attach_statement, withdraw_statement
from forumhub.parties.models import Grant
from tests.minutes.annexes.pictures import png
from tests.minutes.archives.arranging import series_of
from tests.minutes.arranging import PDF, Meeting, make_event
from tests.world import NOW, World

PLAN = png(20, 10)


@pytest.fixture
def serial(world: World) -> tuple[Meeting, str]:
    """A meeting of a series with signed minutes, an annex and a Belarusian draft; and the series' ULID."""
    with world.app.app_context():
        with writing():
            event = make_event(world)
            series = series_of(event)
        meeting = Meeting(world, event)
        ulid = meeting.create()
        meeting.save(ulid, en="# Minutes\n\n![План](files/план.png)\n\n- **DECISION**: The channel opens.\n")
        meeting.annex(ulid)
        meeting.annex(ulid, "план.png", PLAN)
        meeting.circulate(ulid)
        for words, file in ({"ru": "Мы понимаем иначе."}, meeting.keep("附件一.pdf")), ({"ru": "Взято назад."}, None):
            by = world.reader("BY", "head_of_delegation")
            with writing():
                made = attach_statement(meeting.document(ulid), "BY", words, file, by=by, now=NOW)
        with writing():
            withdraw_statement(meeting.document(ulid), made.ulid, by=by, now=NOW)
        meeting.approve(ulid, "CN")
        meeting.approve(ulid, "BY")
        meeting.sign(ulid)
        meeting.create("BY", kind="agenda", shared=False, language="ru")
    return meeting, series


def test_archive_is_of_what_its_person_may_see_and_its_ledger_verifies(serial, tmp_path, capsys):
    meeting, series = serial
    app = meeting.world.app
    with app.app_context():
        head = ledger.head(meeting.row().register_id)
    secretary = meeting.world.signed_in("BY", "secretary")
    url = f"/series/{series}/archive"

    asked = secretary.post(url, {})
    again = secretary.post(url, {})
    waiting = secretary.text(url)
    make_all(app)
    page = secretary.text(url)

    assert (asked.status_code, again.status_code, "<progress" in waiting) == (302, 302, True)
    with app.app_context():
        (archive,) = db.session.query(SeriesArchive).all()
        ulid, state = archive.ulid, archive.state
    assert (state, f"{url}/{ulid}.zip" in page) == ("ready", True)
    answer = secretary.get(f"{url}/{ulid}.zip")
    packed = zipfile.ZipFile(io.BytesIO(answer.data))
    names = packed.namelist()
    assert [name for name in names if not name.startswith("ledger/")] == [
        "2026-11-12 HLM-agenda-r1/HLM-agenda-r1.ru.md",
        "2026-11-12 HLM-agenda-r1/HLM-agenda-r1.ru.html",
        "2026-11-12 HLM-agenda-r1/HLM-agenda-r1.ru.docx",
        "2026-11-12 HLM-agenda-r1/HLM-agenda-r1.ru.pdf",
        "2026-11-12 HLM-minutes-1/HLM-minutes-1.en.md",
        "2026-11-12 HLM-minutes-1/HLM-minutes-1.en.html",
        "2026-11-12 HLM-minutes-1/HLM-minutes-1.en.docx",
        "2026-11-12 HLM-minutes-1/HLM-minutes-1.en.pdf",
        "2026-11-12 HLM-minutes-1/statements/HLM-statement-BY-1.ru.txt",
        "2026-11-12 HLM-minutes-1/files/附件一.pdf",
        "2026-11-12 HLM-minutes-1/files/план.png",
        "2026-11-12 HLM-minutes-1/statements/BY 附件一.pdf",
        "HLM-items.csv",
        "README.txt",
    ]
    folder = "2026-11-12 HLM-minutes-1"
    assert packed.read(f"{folder}/statements/HLM-statement-BY-1.ru.txt").decode() == "Мы понимаем иначе."
    assert packed.read(f"{folder}/files/план.png") == PLAN
    assert b64encode(PLAN) in packed.read(f"{folder}/HLM-minutes-1.en.html")
    heading, *items = packed.read("HLM-items.csv").decode().splitlines()
    assert ("Officer" in heading, [line.count(",") for line in items]) == (False, [heading.count(",")])
    assert items[0].startswith("HLM/D-1")
    packed.extractall(tmp_path)
    assert verify.main([str(tmp_path / "ledger"), "--head", head]) == 0
    assert "consistent, not anchored" not in capsys.readouterr().out
    others = [
        meeting.world.signed_in(*who).get(f"{url}/{ulid}.zip").status_code
        for who in (("BY", "delegate"), ("CN", "secretary"), ("KZ", "secretary"))
    ]
    assert others == [404, 404, 404]
    with app.app_context(), writing():
        archive = db.session.query(SeriesArchive).one()
        archive.documents = [*archive.documents, "01" + "A" * 24]  # one that they may no longer see
    assert secretary.get(f"{url}/{ulid}.zip").status_code == 404
    with app.app_context(), writing():
        agreed = db.session.query(Document).filter_by(kind="minutes").one().ulid
        db.session.query(SeriesArchive).one().documents = [agreed]
    assert secretary.get(f"{url}/{ulid}.zip").status_code == 200
    with app.app_context(), writing():
        db.session.query(Grant).filter_by(person_id=meeting.world.person["BY", "secretary"]).one().role = "observer"
    assert secretary.get(f"/minutes/{agreed}").status_code == 200
    assert secretary.get(f"{url}/{ulid}.zip").status_code == 404, "they may take its ledger no more"


def test_archive_of_a_delegate_has_no_drafts_and_no_ledger_and_is_forgotten_after_a_day(serial):
    meeting, series = serial
    app = meeting.world.app
    delegate = meeting.world.signed_in("CN", "delegate")
    delegate.post(f"/series/{series}/archive", {})
    make_all(app)
    with app.app_context():
        archive = db.session.query(SeriesArchive).one()
        file = place(app.config["INSTANCE"], archive.ulid)

    packed = zipfile.ZipFile(file)

    assert [name for name in packed.namelist() if "agenda" in name or "ledger" in name] == []
    assert "Left out:" in packed.read("README.txt").decode()
    with app.app_context(), writing():
        db.session.query(SeriesArchive).one().ended_at -= timedelta(days=2000)
    forget_old(app)
    assert file.exists() is False


def test_archive_leaves_out_what_is_too_large_alone_and_says_so(serial, monkeypatch):
    meeting, series = serial
    app, secretary = meeting.world.app, meeting.world.signed_in("BY", "secretary")
    monkeypatch.setattr(working, "Packing", partial(Packing, bytes_left=3 * len(PDF) + len(PLAN)))
    secretary.post(f"/series/{series}/archive")

    make_all(app)

    with app.app_context():
        file = place(app.config["INSTANCE"], db.session.query(SeriesArchive).one().ulid)
    packed = zipfile.ZipFile(file)
    kept, said = [name.rsplit("/", 1)[-1] for name in packed.namelist()], packed.read("README.txt").decode()
    assert [name for name in kept if name.endswith((".png", "附件一.pdf"))] == ["附件一.pdf", "BY 附件一.pdf"]
    assert ("ledger/verify.py" in packed.namelist(), "check it with" in said) == (True, True)
    assert said.count("too large for one archive") == 1


def test_archive_without_room_for_its_ledger_does_not_promise_one(serial, monkeypatch):
    meeting, series = serial
    app, secretary = meeting.world.app, meeting.world.signed_in("BY", "secretary")
    monkeypatch.setattr(working, "Packing", partial(Packing, bytes_left=1))
    secretary.post(f"/series/{series}/archive")

    make_all(app)

    with app.app_context():
        packed = zipfile.ZipFile(place(app.config["INSTANCE"], db.session.query(SeriesArchive).one().ulid))
    said = packed.read("README.txt").decode()
    assert [name for name in packed.namelist() if name.startswith("ledger")] == []
    assert ("ledger: too large for one archive" in said, "check it with" in said) == (True, False)


def test_archive_that_waits_longer_than_files_are_kept_is_made(serial):
    meeting, series = serial
    app, secretary = meeting.world.app, meeting.world.signed_in("BY", "secretary")
    secretary.post(f"/series/{series}/archive")
    with app.app_context(), writing():
        db.session.query(SeriesArchive).one().asked_at -= timedelta(days=3)

    forget_old(app)
    make_all(app)
    forget_old(app)

    with app.app_context():
        archive = db.session.query(SeriesArchive).one()
        assert (archive.state, place(app.config["INSTANCE"], archive.ulid).exists()) == ("ready", True)


def test_archive_holds_the_newest_and_lists_the_rest_and_is_asked_for_five_times_a_day(serial, monkeypatch):
    meeting, series = serial
    app = meeting.world.app
    monkeypatch.setattr(queries, "MOST_DOCUMENTS", 1)
    secretary = meeting.world.signed_in("BY", "secretary")
    with app.app_context():
        agenda = db.session.query(Document).filter_by(kind="agenda").one().ulid
    url = f"/series/{series}/archive"

    shown = secretary.text(url)
    for _ in range(MOST_ASKED):
        secretary.post(url, {})
        make_all(app)
    refused = secretary.post(url, {})

    assert "1 older document has no place in it" in shown
    with app.app_context():
        made = db.session.query(SeriesArchive).all()
        packed = zipfile.ZipFile(place(app.config["INSTANCE"], made[0].ulid))
    assert (len(made), refused.status_code) == (MOST_ASKED, 302)
    assert f"You asked for {MOST_ASKED} archives within a day" in secretary.text(url)
    assert {name.split("/")[0] for name in packed.namelist() if "HLM-agenda" in name or "HLM-minutes" in name} == {
        "2026-11-12 HLM-minutes-1"
    }
    left = packed.read("README.txt").decode().split("Left out:")[1]
    assert f"- 2026-11-12 HLM-agenda /minutes/{agenda}: older than what one archive holds" in left
    hidden = json.loads(packed.read("ledger/export.json"))["left_out"]
    assert [f"ledger/files/{each['sha256']}: not held here" in left for each in hidden] == [True] * len(hidden)


def test_archive_that_fails_says_so(serial):
    meeting, series = serial
    secretary = meeting.world.signed_in("BY", "secretary")
    secretary.post(f"/series/{series}/archive", {})
    with meeting.world.app.app_context():
        ulid = db.session.query(SeriesArchive).one().ulid
    in_the_way = place(meeting.world.app.config["INSTANCE"], ulid)
    in_the_way.mkdir(parents=True)

    make_all(meeting.world.app)

    in_the_way.rmdir()
    assert "It could not be made" in secretary.text(f"/series/{series}/archive")
