"""Annexes are frozen with the text; what can show differently to two readers is not taken."""

import json
import zlib
from io import BytesIO

import pytest

from forumhub import files, ledger
from forumhub.database import writing
from forumhub.errors import NotAllowed, RuleBroken
from forumhub.minutes.annexes.actions import remove_annex
from forumhub.minutes.annexes.queries import annexes_of, circulated_annexes
from forumhub.minutes.annexes.rules import check_kind, check_same_for_all
from tests.minutes.annexes.pictures import animated
from tests.minutes.arranging import PDF
from tests.world import NOW


def remove(meeting, ulid: str, annex: str) -> None:
    with writing():
        remove_annex(meeting.document(ulid), annex, by=meeting.world.reader("CN", "secretary"), now=NOW)


def packed(objects: bytes) -> bytes:
    return b"%PDF-1.7\n1 0 obj << /Type /ObjStm /N 1 >> stream\n" + zlib.compress(objects) + b"\nendstream endobj"


def test_circulation_names_each_annex_in_its_manifest(meeting):
    ulid = meeting.create()
    meeting.annex(ulid)
    meeting.annex(ulid, "Приложение.txt", "Список".encode(), "BY")

    circulation = meeting.circulate(ulid)

    assert json.loads(circulation.manifest)["annexes"] == [
        {"name": "附件一.pdf", "type": "application/pdf", "size": len(PDF), "sha256": ledger.sha256(PDF)},
        {"name": "Приложение.txt", "type": "text/plain", "size": 12, "sha256": ledger.sha256("Список".encode())},
    ]
    assert [annex.name for annex in circulated_annexes(circulation.id)] == ["附件一.pdf", "Приложение.txt"]


def test_version_keeps_the_annex_that_the_next_draft_removes(meeting):
    ulid = meeting.create()
    annex = meeting.annex(ulid)
    first = meeting.circulate(ulid)
    meeting.object(ulid, "BY")
    remove(meeting, ulid, annex)

    second = meeting.circulate(ulid)

    assert json.loads(second.manifest)["annexes"] == []
    assert [each.name for each in circulated_annexes(first.id)] == ["附件一.pdf"]
    assert ledger.sha256(PDF) not in files.unused()


def test_annexes_of_a_frozen_text_stay(meeting):
    ulid = meeting.create()
    annex = meeting.annex(ulid)
    meeting.circulate(ulid)

    with pytest.raises(RuleBroken, match="circulated"):
        meeting.annex(ulid, "another.pdf")
    with pytest.raises(RuleBroken, match="circulated"):
        remove(meeting, ulid, annex)

    assert [each.ulid for each in annexes_of(meeting.document(ulid).id)] == [annex]


def test_annex_of_one_sides_draft_is_that_sides(meeting):
    ulid = meeting.create("CN", shared=False)

    with pytest.raises(NotAllowed):
        meeting.annex(ulid, party="BY")


def test_annex_of_a_name_that_is_there_is_refused(meeting):
    ulid = meeting.create()
    meeting.annex(ulid, "Annex.pdf")

    with pytest.raises(RuleBroken, match="already"):
        meeting.annex(ulid, "ANNEX.PDF")


@pytest.mark.parametrize("name", ["a.docx", "a.xlsx", "a.md", "a.html", "a.svg", "a.odt", "pdf"])
def test_annex_of_a_kind_that_shows_differently_is_refused(name):
    with pytest.raises(RuleBroken, match="differently"):
        check_kind(name)


REFUSED = {
    "a script": b"%PDF-1.7\n<< /OpenAction << /S /JavaScript /JS (app.alert) >> >>",
    "a script whose name is written otherwise": b"%PDF-1.7\n<< /S /Java#53cript >>",
    "a script in packed objects": packed(b"<< /S /JavaScript >>"),
    "layers": b"%PDF-1.7\n<< /OCProperties << >> >>",
    "hidden files": b"%PDF-1.7\n<< /Names << /EmbeddedFiles 3 0 R >> >>",
    "a password": b"%PDF-1.7\ntrailer << /Encrypt 5 0 R >>",
    "objects packed in another way": b"%PDF-1.7\n<< /Type /ObjStm >> stream\nxxxx\nendstream",
    "objects packed without an end": packed(b"<< /S /JavaScript >>").removesuffix(b"\nendstream endobj"),
    "objects told of behind much else": b"%PDF-1.7\n<< /Type /ObjStm /A ("
    + b"x" * 3000
    + b") /B << >> >>"
    + packed(b"<< /S /JavaScript >>").partition(b">>")[2],
    "objects that are too many": packed(b"x" * (17 * 1024 * 1024)),
}


@pytest.mark.parametrize("what", REFUSED)
def test_pdf_that_shows_differently_is_refused(what):
    with pytest.raises(RuleBroken, match="plain PDF"):
        check_same_for_all("a.pdf", BytesIO(REFUSED[what]))


@pytest.mark.parametrize(
    "content", [PDF, packed(b"<< /Type /Page >>"), b"%PDF-1.4\n<< /Length 9 >> stream\n/JS /XFA \nendstream"]
)
def test_plain_pdf_is_taken(content):
    stream = BytesIO(content)

    check_same_for_all("a.pdf", stream)

    assert stream.read() == content


@pytest.mark.parametrize(
    "content",
    [
        "a\u202eb".encode(),
        "а\u200bб".encode(),
        "中\u00ad文".encode(),
        b"\xff\xfea",
        "中文".encode("gb18030"),
        b"a" * (1024 * 1024 + 1),
    ],
)
def test_text_that_shows_differently_is_refused(content):
    with pytest.raises(RuleBroken):
        check_same_for_all("a.txt", BytesIO(content))


def test_image_that_moves_is_refused():
    with pytest.raises(RuleBroken, match="animated"):
        check_same_for_all("a.png", BytesIO(animated()))


def test_table_that_begins_with_the_mark_of_a_spreadsheet_is_taken():
    stream = BytesIO("Имя\tСтрана\r\n王\tCN\n".encode("utf-8-sig"))

    check_same_for_all("a.csv", stream)

    assert stream.tell() == 0


@pytest.mark.parametrize(
    "piece", [b"<<>>stream\n", b"<<", b"<< /A ", b"<<>>stream\nendstream ", b"stream\n", b">>\nstream ", b" "]
)
def test_pdf_of_one_piece_over_and_over_is_looked_through(piece):
    stream = BytesIO(b"%PDF-1.7\n" + piece * (1024 * 1024 // len(piece)))

    check_same_for_all("a.pdf", stream)

    assert stream.tell() == 0
