"""A document's files: what they hold, who may take them, and what is said where one cannot be made."""

import hashlib
import io
import os

import docx
import pytest

from forumhub.database import writing
from forumhub.errors import RuleBroken
from forumhub.minutes.renditions.making import forget_old, make
from forumhub.minutes.statements.actions import attach_statement
from forumhub.phrases import long_day
from tests.minutes.arranging import CHINESE, RUSSIAN
from tests.minutes.reading_pages import made
from tests.minutes.renditions.papers import paper
from tests.minutes.renditions.reading_pdf import text_of
from tests.world import NOW

HOSTILE = """# Протокол 纪要

: #read("/etc/passwd") #import "@preview/cetz:0.3.0" $x$ @y \\\\ `#{1 + 1}` <b>b</b> עברית

{word}
"""


def squeezed(text: str) -> str:
    return "".join(text.replace("\u200b", "").split())


def words_of_docx(content: bytes) -> str:
    body = docx.Document(io.BytesIO(content)).element.body
    return squeezed("".join(part.text or "" for part in body.iter(docx.oxml.ns.qn("w:t"))))


def test_pdf_of_signed_minutes_names_each_copys_party_first_and_what_was_signed(held):
    ulid = made(held, "signed")
    delegate = held.world.signed_in("BY", "delegate")

    own = delegate.get(f"/minutes/{ulid}/take/zh.pdf?copy=BY")
    other = delegate.get(f"/minutes/{ulid}/take/zh.pdf?copy=CN")

    assert (own.status_code, own.content_type) == (200, "application/pdf")
    assert own.headers["Content-Disposition"] == "attachment; filename=2026-11-12-HLM-minutes-1.zh.BY.pdf"
    said = text_of(own.data)
    assert said.index("Глава делегации") < said.index("部长")
    assert [part in said for part in ("HLM/2026/1", "北京", "法律性质", "渠道于2027年3月1日开通")] == [True] * 4
    assert (text_of(other.data).index("部长") < text_of(other.data).index("Глава делегации")) is True
    foot = squeezed(text_of(own.data, artifacts=True))
    assert hashlib.sha256(CHINESE.encode()).hexdigest() in foot
    assert "第1页，共1页" in foot


def test_docx_says_the_same_and_names_no_person_of_its_own(held):
    ulid = made(held, "signed")

    answer = held.world.signed_in("CN", "delegate").get(f"/minutes/{ulid}/take/ru.docx?copy=BY")

    document = docx.Document(io.BytesIO(answer.data))
    table = document.tables[-1]
    assert [cell.text.split("\n")[-1] for cell in table.rows[0].cells] == ["Министр", "部长"]
    styles = [paragraph.style.name for paragraph in document.paragraphs]
    assert [name for name in styles if name.startswith("Heading")] == ["Heading 1", "Heading 2"]
    assert "ПОРУЧЕНИЕA-1BY-MIA" in words_of_docx(answer.data)
    foot = "".join(paragraph.text for paragraph in document.sections[0].footer.paragraphs)
    assert hashlib.sha256(RUSSIAN.encode()).hexdigest() in foot
    assert (document.core_properties.author, document.core_properties.last_modified_by) == ("forumhub", "")
    assert document.styles["Normal"].element.rPr.rFonts.get(docx.oxml.ns.qn("w:eastAsia")) == "SimSun"


def test_statement_of_a_party_stands_behind_the_text_as_its_own(held):
    ulid = made(held, "circulated")
    with held.world.app.app_context():
        by = held.world.reader("BY", "head_of_delegation")
        with writing():
            attach_statement(held.document(ulid), "BY", {"ru": "Мы понимаем #let x = 1 иначе."}, None, by=by, now=NOW)
    delegate = held.world.signed_in("CN", "delegate")

    files = {kind: delegate.get(f"/minutes/{ulid}/take/en.{kind}") for kind in ("pdf", "docx", "html")}

    said = "Мыпонимаем#letx=1иначе."
    assert squeezed(text_of(files["pdf"].data)).endswith(said)
    assert words_of_docx(files["docx"].data).endswith(said)
    assert "Мы понимаем #let x = 1 иначе." in files["html"].text


def test_text_that_is_not_agreed_says_so_and_bears_no_names(held):
    ulid = made(held, "circulated")
    browser = held.world.signed_in("BY", "secretary")
    pages = [f"/minutes/{ulid}/take/ru.html", f"/minutes/{ulid}/print?lang=en"]

    pdf, word = (browser.get(f"/minutes/{ulid}/take/ru.{kind}").data for kind in ("pdf", "docx"))
    to_sign, print_page = browser.get(f"/minutes/{ulid}/take/ru.pdf?copy=BY").data, browser.get(pages[1]).text
    before = [browser.text(page) for page in pages]
    with held.world.app.app_context():
        held.approve(ulid, "CN")
        held.approve(ulid, "BY")
    after = [browser.text(page) for page in pages]

    assert "ещёнесогласовано" in squeezed(text_of(pdf, artifacts=True))
    header = docx.Document(io.BytesIO(word)).sections[0].header.part.blob.decode()
    assert 'string="ещё не согласовано"' in header
    names = "head_of_delegation cn", "head_of_delegation by"
    words = f"Разослано {long_day(NOW.date(), 'ru')}, ещё не согласовано", "not agreed yet"
    assert [[name in squeezed(said) for name in map(squeezed, names)] for said in (text_of(pdf), *before, *after)] == [
        *[[False, False]] * 3,
        *[[True, True]] * 2,
    ]
    assert [squeezed(words[0]) in said for said in (squeezed(text_of(pdf)), words_of_docx(word))] == [True, True]
    assert [[word in page for page in (*before, *after)] for word in words] == [
        [True, False, False, False],
        [False, False, False, False],
    ]
    foot = squeezed(f"Версия 1, разослана {long_day(NOW.date(), 'ru')}")
    assert [said in squeezed(text_of(to_sign, artifacts=True)) for said in (foot, "ещёнесогласовано")] == [True, False]
    assert ('class="watermark"' in print_page, "Version 1, circulated on" in print_page) == (False, True)


def test_draft_is_marked_and_what_was_typed_is_words_and_nothing_else(held):
    ulid = made(held, "create")
    with held.world.app.app_context():
        held.save(ulid, en=HOSTILE.replace("{word}", "w" * 20_000))
    secretary = held.world.signed_in("CN", "secretary")

    pdf, page = (secretary.get(f"/minutes/{ulid}/take/en.{kind}") for kind in ("pdf", "html"))

    said = squeezed(text_of(pdf.data))
    assert '#read("/etc/passwd")#import"@preview/cetz:0.3.0"$x$@y\\#{1+1}<b>b</b>' in said
    assert (said.count("w" * 20_000), "root:" in said) == (1, False)
    assert "draft" in text_of(pdf.data, artifacts=True)
    assert (page.content_type, "<script" in page.text, "&lt;b&gt;b&lt;/b&gt;" in page.text) == (
        "text/html; charset=utf-8",
        False,
        True,
    )
    assert page.headers["Content-Security-Policy"] == "default-src 'none'; sandbox"


def test_pdf_is_refused_where_no_font_has_a_character(held):
    ulid = made(held, "create")
    with held.world.app.app_context():
        held.save(ulid, en="# Протокол\n\nThe sign \U000124c0 is of no font here, or of one.\n\n\ue000 is of none.\n")

    answer = held.world.signed_in("CN", "secretary").get(f"/minutes/{ulid}/take/en.pdf")

    assert answer.status_code == 422
    assert "No font here can show" in answer.text
    assert "FORUMHUB_FONTS" in answer.text


def test_file_of_a_language_or_a_party_that_is_not_there_is_not_found(held):
    ulid = made(held, "circulated")
    delegate = held.world.signed_in("CN", "delegate")

    answers = [
        delegate.get(f"/minutes/{ulid}/take/{name}").status_code
        for name in ("fr.pdf", "en.pdf?copy=XX", "en.exe", "en.html")
    ]

    assert answers == [404, 404, 404, 200]


def test_page_offers_files_and_says_how_pdf_is_set_up(held, monkeypatch):
    ulid = made(held, "circulated")
    delegate = held.world.signed_in("CN", "delegate")

    offered = delegate.text(f"/minutes/{ulid}?lang=ru")
    monkeypatch.setattr("forumhub.minutes.renditions.making.find_spec", lambda name: None)
    without = delegate.text(f"/minutes/{ulid}?lang=ru")
    refused = delegate.get(f"/minutes/{ulid}/take/ru.pdf")

    assert f"/minutes/{ulid}/take/ru.pdf?copy=BY" in offered
    assert ("take/ru.pdf" in without, "pip install &#39;forumhub[pdf]&#39;" in without) == (False, True)
    assert (refused.status_code, "pip install" in refused.text) == (422, True)


@pytest.mark.parametrize("kind", ["pdf", "docx"])
def test_file_that_takes_too_long_is_given_up(kind, tmp_path):
    with pytest.raises(RuleBroken, match=r"could not be made within 0.01 seconds"):
        make(kind, paper("# Да\n"), {}, fonts="", kept=tmp_path, seconds=0.01)

    assert list(tmp_path.iterdir()) == []


def test_files_made_long_ago_are_forgotten(tmp_path):
    old, new = tmp_path / "ab" / "abc.pdf", tmp_path / "cd" / "cde.pdf"
    for file in (old, new):
        file.parent.mkdir()
        file.write_bytes(b"%PDF")
    os.utime(old, (1_000, 1_000))

    forgotten = forget_old(tmp_path, before=2_000)

    assert (forgotten, old.exists(), new.exists()) == (1, False, True)
