"""The pages of drafts: beginning, saving, comparing, previewing, keeping what is typed."""

import re

import pytest
import time_machine

from forumhub.database import db, writing
from forumhub.minutes.models import WorkingCopy
from forumhub.parties.models import Grant
from tests.minutes.arranging import ENGLISH, STAMPED
from tests.minutes.reading_pages import document, hidden, made, textarea
from tests.world import NOW

HOSTILE = ENGLISH.replace("Fraud", "Fraud <script>alert(1)</script>").replace("delays", "<img src=x onerror=alert(1)>")


def test_new_document_from_the_event(held):
    secretary = held.world.signed_in("CN", "secretary")
    secretary.text(f"/events/{held.event}/documents/new?kind=minutes")

    answer = secretary.post(
        f"/events/{held.event}/documents/new",
        {"kind": "minutes", "title": "第三次会晤纪要", "working_language": "zh", "sharing": "all"},
    )

    state, text, number = document(held)
    assert answer.status_code == 302
    assert (state, text.split("\n")[0], number) == ("shared_draft", "# 第三次会晤纪要", 1)


def test_agreed_agenda_becomes_minutes_with_one_button(held):
    with held.world.app.app_context():
        agenda = held.create(kind="agenda", language="zh")
        held.circulate(agenda)
        held.approve(agenda, "CN")
        held.approve(agenda, "BY")
    secretary = held.world.signed_in("BY", "secretary")
    page = secretary.text(f"/minutes/{agenda}")
    form = re.search(r'<form method="post" action="([^"]*/documents/new)"[^>]*>(.*?)</form>', page, re.DOTALL)

    answer = secretary.post(form[1], dict(re.findall(r'name="(\w+)" value="([^"]*)"', form[2])))

    text = textarea(secretary.text(answer.location), "zh")
    assert answer.status_code == 302
    assert [line for line in text.splitlines() if line.startswith("## ")][:2] == ["## 出席人员", "## 1. 开幕并通过议程"]


def test_new_document_of_an_unknown_kind_keeps_what_was_typed(held):
    secretary = held.world.signed_in("CN", "secretary")

    answer = secretary.post(
        f"/events/{held.event}/documents/new",
        {"kind": "novel", "title": "Протокол", "working_language": "ru", "sharing": "own"},
    )

    assert answer.status_code == 422
    assert 'value="Протокол"' in answer.text


def test_save_returns_the_stamped_text_to_the_editor(held):
    ulid = made(held)
    secretary = held.world.signed_in("BY", "secretary")

    answer = secretary.post(f"/minutes/{ulid}/edit", {"base": "1", "text-en": ENGLISH.replace("\n", "\r\n")})

    page = secretary.text(answer.location)
    assert document(held)[1:] == (STAMPED, 2)
    assert textarea(page, "en") == STAMPED
    assert hidden(page, "base") == "2"


def test_save_of_hostile_text_shows_nothing_that_runs(held):
    ulid = made(held)
    secretary = held.world.signed_in("CN", "secretary")

    secretary.post(f"/minutes/{ulid}/edit", {"base": "1", "text-en": HOSTILE + "\x00</textarea><script>"})

    page = secretary.text(f"/minutes/{ulid}") + secretary.text(f"/minutes/{ulid}/edit")
    assert document(held)[2] == 2
    assert re.findall(r"<script(?! src=)|<[^>]*\sonerror=", page) == []


@pytest.mark.parametrize("base", ["", "x", "-1", "9" * 400, "²"])
def test_save_with_a_base_that_is_no_number_is_stale(held, base):
    ulid = made(held)

    answer = held.world.signed_in("CN", "secretary").post(f"/minutes/{ulid}/edit", {"base": base, "text-en": "# x"})

    assert (answer.status_code, textarea(answer.text, "en")) == (409, "# x")


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "The text in the working language is empty."),
        ("[" * 20_000, "brackets in a row"),
        (STAMPED.replace("C-1", "C-9"), "C-9 was never issued"),
        ("# 空\n", "C-1 stood in line 7 of the revision before"),
    ],
)
def test_save_refused_keeps_the_text(held, text, words):
    ulid = made(held)
    made(held, "save", ulid, en=ENGLISH)

    answer = held.world.signed_in("CN", "secretary").post(f"/minutes/{ulid}/edit", {"base": "2", "text-en": text})

    assert answer.status_code == 422
    assert words in answer.text
    assert textarea(answer.text, "en") == text
    assert document(held)[2] == 2


def test_save_of_the_same_text_makes_no_revision(held):
    ulid = made(held)
    text = document(held)[1]

    held.world.signed_in("CN", "secretary").post(f"/minutes/{ulid}/edit", {"base": "1", "text-en": text})

    assert document(held)[2] == 1


def test_line_of_a_remark_is_put_right_and_all_else_kept_as_typed(held):
    ulid = made(held)
    page = "# Протокол\n\nтекст\naction (BY): Name the officers.\n\nконец\n"
    secretary = held.world.signed_in("CN", "secretary")
    shown = secretary.post(f"/minutes/{ulid}/edit", {"base": "1", "text-en": page, "step": "preview"}).text

    typed = {"base": "1", "text-en": page, "text-zh": "# 纪要\n", "correct": "en-4"}
    answer = secretary.post(f"/minutes/{ulid}/edit", typed)

    right = page.replace("action (BY)", "\n- **ACTION** (BY)")
    assert re.findall(r'name="correct" value="([^"]+)"', shown) == ["en-4"]
    assert (answer.status_code, textarea(answer.text, "en"), textarea(answer.text, "zh")) == (200, right, "# 纪要\n")
    assert (re.findall(r'name="correct"', answer.text), document(held)[2]) == ([], 1)


@pytest.mark.parametrize("step", [{}, {"step": "preview"}, {"add": "zh"}, {"correct": "en-4"}])
def test_the_editor_opens_for_those_alone_who_write(held, step):
    ulid, organizer = made(held), {"role": "organizer", "from_date": NOW.date(), "granted_at": NOW}
    with held.world.app.app_context(), writing():
        reads = {"person_id": held.world.person["KZ", "secretary"], "party_id": held.world.party["CN"], **organizer}
        db.session.add(Grant(**reads))
    with time_machine.travel(NOW):
        secretary = held.world.signed_in("KZ", "secretary")

        answer = secretary.post(f"/minutes/{ulid}/edit", {"base": "1", "text-en": "# x\n", **step})

        assert (secretary.get(f"/minutes/{ulid}").status_code, answer.status_code) == (200, 403)


@pytest.mark.parametrize("place", ["en-1", "en-", "en-99", "zh-4", "x", "en-" + "9" * 5000, "en-²"])
def test_line_without_a_remark_is_not_changed(held, place):
    ulid, typed = made(held), {"base": "1", "text-en": "# Протокол\n\nтекст\n", "correct": place}

    answer = held.world.signed_in("CN", "secretary").post(f"/minutes/{ulid}/edit", typed)

    assert (answer.status_code, textarea(answer.text, "en")) == (422, "# Протокол\n\nтекст\n")
    assert "is not as it was when it was remarked on" in answer.text


def test_add_a_language_without_saving(held):
    ulid = made(held)

    answer = held.world.signed_in("CN", "secretary").post(
        f"/minutes/{ulid}/edit", {"base": "1", "text-en": "# typed", "add": "zh"}
    )

    assert (textarea(answer.text, "en"), textarea(answer.text, "zh")) == ("# typed", "")
    assert document(held)[2] == 1


def test_preview_shows_the_page_and_its_remarks(held):
    ulid = made(held)
    typed = {"text-zh": "# 纪要\n\n- **行动**（XX-MIA；期限 2027-13-01）：致电。\n"}

    answer = held.world.signed_in("CN", "secretary").post(f"/minutes/{ulid}/preview?language=zh", typed)

    assert answer.status_code == 200
    assert "<h1" in answer.text
    assert "Line 3" in answer.text
    assert "XX-MIA is no party or organ at this meeting" in answer.text


@pytest.mark.parametrize("text", ["[" * 20_000, "", "\x00\x02fh1\x03"])
def test_preview_of_any_text_is_no_error(held, text):
    ulid = made(held)

    answer = held.world.signed_in("CN", "secretary").post(f"/minutes/{ulid}/preview", {"text-en": text})

    assert answer.status_code == 200


def test_autosave_is_offered_to_the_same_person_alone(held):
    ulid = made(held)
    mine, other = held.world.signed_in("CN", "secretary"), held.world.signed_in("BY", "secretary")

    answer = mine.post(f"/minutes/{ulid}/autosave", {"base": "1", "text-en": "# 未保存\n"})

    offer = "that was not saved"
    assert list(answer.json) == ["saved_at"]
    assert offer in mine.text(f"/minutes/{ulid}/edit")
    assert textarea(mine.text(f"/minutes/{ulid}/edit?use=copy"), "en") == "# 未保存\n"
    assert offer not in other.text(f"/minutes/{ulid}/edit")
    mine.post(f"/minutes/{ulid}/discard")
    assert offer not in mine.text(f"/minutes/{ulid}/edit")


def test_autosave_keeps_what_is_typed_while_somebody_circulates(held):
    ulid = made(held, "circulated")

    answer = held.world.signed_in("CN", "secretary").post(
        f"/minutes/{ulid}/autosave", {"base": "3", "text-en": "# поздно\n"}
    )

    assert answer.status_code == 200
    with held.world.app.app_context():
        assert [copy.source for copy in db.session.query(WorkingCopy)] == ["# поздно\n"]


def test_edit_of_frozen_text_says_why_not(held):
    ulid = made(held, "circulated")

    answer = held.world.signed_in("CN", "secretary").get(f"/minutes/{ulid}/edit")

    assert (answer.status_code, "it is frozen" in answer.text) == (422, True)


@pytest.mark.parametrize("share", [4, pytest.param(1, marks=pytest.mark.slow)])
@pytest.mark.parametrize("folder", ["minutes", "hostile"])
def test_save_of_real_and_hostile_texts_is_no_error(held, shared_data, folder, share):
    ulid = made(held)
    secretary = held.world.signed_in("CN", "secretary")
    texts = [path.read_bytes().decode("utf-8", "replace") for path in sorted((shared_data / folder).iterdir())[::share]]

    answers = {}
    for number, text in enumerate(texts):
        typed = {"base": str(document(held)[2]), "text-en": text}
        answers[number] = secretary.post(f"/minutes/{ulid}/edit", typed).status_code

    assert len(answers) > 20 // share
    assert set(answers.values()) <= {302, 422}


@pytest.mark.parametrize(("address", "kind"), [("", "minutes"), ("?kind=agenda", "agenda")])
def test_new_document_of_an_event_that_has_begun_is_minutes_unless_asked(held, address, kind):
    page = held.world.signed_in("CN", "secretary").text(f"/events/{held.event}/documents/new{address}")

    chosen = re.findall(r'<input checked[^>]* value="(agenda|minutes)"', page)

    assert chosen == [kind]
