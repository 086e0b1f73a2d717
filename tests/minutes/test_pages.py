"""The pages: writing, comparing, sharing, circulating, approving, and the exact bytes."""

import json
import re

import pytest

from forumhub import ledger
from forumhub.database import db
from forumhub.minutes.models import Document, WorkingCopy
from tests.counting import counted
from tests.minutes.arranging import CHINESE, ENGLISH, STAMPED, Meeting, make_event

HOSTILE = ENGLISH.replace("Fraud", "Fraud <script>alert(1)</script>").replace("delays", "<img src=x onerror=alert(1)>")


def made(held: Meeting, make: str = "create", *arguments: object, **values: object) -> str:
    with held.world.app.app_context():
        return getattr(held, make)(*arguments, **values)


def document(held: Meeting) -> tuple[str, str, int]:
    """State, working text and number of revisions of the one document there is."""
    with held.world.app.app_context():
        found = db.session.query(Document).one()
        last = found.revisions[-1]
        return found.state, next(t.source for t in last.texts if t.language == found.working_language), last.number


def hidden(page: str, name: str) -> str:
    """The value of a hidden field."""
    field = re.search(rf'<input[^>]*name="{name}"[^>]*>', page)
    return re.search(r'value="([^"]*)"', field.group()).group(1)


def without_token(page: str) -> str:
    """The CSRF token names the second in which it was made."""
    return re.sub(r'name="csrf_token" value="[^"]*"', "", page)


def textarea(page: str, language: str) -> str:
    return re.search(rf'<textarea[^>]*name="text-{language}"[^>]*>\n(.*?)</textarea>', page, re.DOTALL).group(1)


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


def test_save_stale_shows_both_texts_and_loses_none(held):
    ulid = made(held)
    made(held, "save", ulid, "BY", en="# Протокол\n\nСлова другой стороны.\n")
    secretary = held.world.signed_in("CN", "secretary")

    answer = secretary.post(f"/minutes/{ulid}/edit", {"base": "1", "text-en": "# Протокол\n\n中方的文字。\n"})

    assert answer.status_code == 409
    assert textarea(answer.text, "en") == "# Протокол\n\n中方的文字。\n"
    assert "<del>中方的文字。</del>" in answer.text
    assert "<ins>Слова другой стороны.</ins>" in answer.text.replace("</ins><ins>", "")
    assert document(held)[1:] == ("# Протокол\n\nСлова другой стороны.\n", 2)
    again = {"base": hidden(answer.text, "base"), "text-en": "# Протокол\n\n双方的文字。\n"}
    assert secretary.post(f"/minutes/{ulid}/edit", again).status_code == 302
    assert document(held)[1:] == ("# Протокол\n\n双方的文字。\n", 3)


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


def test_share_says_how_many_will_see_it(held):
    ulid = made(held, "create", "CN", shared=False)
    secretary = held.world.signed_in("CN", "secretary")

    page = secretary.text(f"/minutes/{ulid}/share")
    answer = secretary.post(f"/minutes/{ulid}/share")

    assert "6 people of every party will see this draft" in page
    assert answer.status_code == 302
    assert document(held)[0] == "shared_draft"


def test_party_draft_is_for_the_other_side_as_if_it_were_not(held):
    ulid = made(held, "create", "CN", shared=False)
    other = held.world.signed_in("BY", "secretary")

    paths = ["", "/edit", "/share", "/circulate", "/approve", "/object", "/versions/1/manifest.json"]
    never = "01ARZ3NDEKTSV4RRFFQ69G5FAV"
    for path in paths:
        there, nowhere = other.get(f"/minutes/{ulid}{path}"), other.get(f"/minutes/{never}{path}")
        assert (there.status_code, without_token(there.text)) == (404, without_token(nowhere.text))
    page = other.text(f"/events/{held.event}")
    assert f"/minutes/{ulid}" not in page


def test_circulate_says_what_will_happen_and_to_whom(held):
    ulid = made(held)
    made(held, "save", ulid, en=ENGLISH)
    secretary = held.world.signed_in("CN", "secretary")

    page = secretary.text(f"/minutes/{ulid}/circulate")
    answer = secretary.post(
        f"/minutes/{ulid}/circulate",
        {"revision": hidden(page, "revision"), "legal_status": "agreed_minutes", "prevailing_language": ""},
    )

    assert "secretariat.by@example.org, secretariat.cn@example.org" in page
    assert "head_of_delegation by" in page
    assert answer.status_code == 302
    assert document(held)[0] == "circulated"


def test_circulate_deadline_is_on_the_clock_of_the_place(held):
    ulid = made(held)
    values = {"revision": "1", "legal_status": "record", "prevailing_language": "", "deadline": "2099-12-04T17:00"}

    held.world.signed_in("CN", "secretary").post(f"/minutes/{ulid}/circulate", values)

    with held.world.app.app_context():
        manifest = json.loads(db.session.query(Document).one().circulations[0].manifest)
    assert manifest["deadline"] == "2099-12-04T09:00:00+00:00"


def test_circulate_names_the_lines_that_keep_it(held):
    ulid = made(held)
    made(held, "save", ulid, en="# x\n\n- **ACTION** (BY-MIA; under CN-BY-2016 art. 9): Call.\n")
    secretary = held.world.signed_in("CN", "secretary")

    page = secretary.text(f"/minutes/{ulid}/circulate")
    answer = secretary.post(
        f"/minutes/{ulid}/circulate", {"revision": "2", "legal_status": "record", "prevailing_language": ""}
    )

    words = "CN-BY-2016 has no clause 9 on 2026-11-12; it has: 1, 2, 2.1, 2.2, 3."
    assert (words in page, answer.status_code, words in answer.text) == (True, 422, True)
    assert document(held)[0] == "shared_draft"


def test_approve_by_both_heads_makes_it_agreed(held):
    ulid = made(held, "circulated")

    for party in ("CN", "BY"):
        head = held.world.signed_in(party, "head_of_delegation")
        page = head.text(f"/minutes/{ulid}/approve")
        values = {"manifest": hidden(page, "manifest"), "head": hidden(page, "head"), "party": party, "way": "here"}
        assert head.post(f"/minutes/{ulid}/approve", values).status_code == 302

    assert document(held)[0] == "agreed"
    assert "signed in with a password" in held.world.signed_in("BY", "delegate").text(f"/minutes/{ulid}")


def test_approve_in_the_room_wants_a_note(held):
    ulid = made(held, "circulated")
    head = held.world.signed_in("CN", "head_of_delegation")
    page = head.text(f"/minutes/{ulid}/approve")
    values = {"manifest": hidden(page, "manifest"), "head": hidden(page, "head"), "party": "CN", "way": "in_the_room"}

    answer = head.post(f"/minutes/{ulid}/approve", values)

    assert (answer.status_code, "Say where and how" in answer.text) == (422, True)
    assert head.post(f"/minutes/{ulid}/approve", {**values, "note": "Подписано в зале"}).status_code == 302


def test_approve_of_what_changed_meanwhile_is_refused(held):
    ulid = made(held, "circulated")
    head = held.world.signed_in("CN", "head_of_delegation")
    page = head.text(f"/minutes/{ulid}/approve")
    made(held, "object", ulid, "BY")
    made(held, "save", ulid, en=STAMPED.replace("delays", "long delays"))
    made(held, "circulate", ulid, "BY")

    values = {"manifest": hidden(page, "manifest"), "head": hidden(page, "head"), "party": "CN", "way": "here"}
    answer = head.post(f"/minutes/{ulid}/approve", values)

    assert answer.status_code == 409


def test_approve_is_not_offered_to_others(held):
    ulid = made(held, "circulated")
    head, secretary = held.world.signed_in("BY", "head_of_delegation"), held.world.signed_in("BY", "secretary")

    pages = [client.text(f"/minutes/{ulid}") for client in (head, secretary)]

    assert [f"/minutes/{ulid}/approve" in page for page in pages] == [True, False]
    assert secretary.get(f"/minutes/{ulid}/approve").status_code == 403


def test_object_makes_it_a_draft_again(held):
    ulid = made(held, "circulated")
    head = held.world.signed_in("BY", "head_of_delegation")
    head.text(f"/minutes/{ulid}/object")

    answer = head.post(f"/minutes/{ulid}/object", {"party": "BY", "text": "В 1.1 пропущено слово «срочные»."})

    assert answer.status_code == 302
    assert document(held)[0] == "shared_draft"
    assert "В 1.1 пропущено слово «срочные»." in held.world.signed_in("CN", "secretary").text(f"/minutes/{ulid}")


def test_manifest_and_texts_are_the_exact_bytes(held):
    ulid = made(held, "circulated")
    delegate = held.world.signed_in("BY", "delegate")

    manifest = delegate.get(f"/minutes/{ulid}/versions/1/manifest.json")
    chinese = delegate.get(f"/minutes/{ulid}/versions/1/zh.md")

    named = {text["language"]: text for text in json.loads(manifest.data)["texts"]}["zh"]
    assert chinese.data == CHINESE.encode()
    assert (ledger.sha256(chinese.data), len(chinese.data)) == (named["sha256"], named["size"])
    assert chinese.headers["Content-Type"] == "text/markdown; charset=utf-8"
    assert chinese.headers["Content-Disposition"] == 'attachment; filename="HLM-minutes-1.zh.md"'
    assert chinese.headers["X-Content-Type-Options"] == "nosniff"
    assert ledger.sha256(manifest.data) in delegate.text(f"/minutes/{ulid}").replace(" ", "")


@pytest.mark.parametrize("path", ["versions/2/manifest.json", "versions/1/de.md", "versions/0/en.md"])
def test_bytes_that_are_not_there(held, path):
    ulid = made(held, "circulated")

    answer = held.world.signed_in("BY", "delegate").get(f"/minutes/{ulid}/{path}")

    assert answer.status_code == 404


@pytest.mark.parametrize(
    ("language", "words"), [("en", "Name the officers"), ("zh", "指定值班人员"), ("ru", "Назначить дежурных")]
)
def test_show_in_each_language(held, language, words):
    ulid = made(held, "agreed")

    page = held.world.signed_in("CN", "observer").text(f"/minutes/{ulid}?lang={language}")

    assert f'<article class="doc" lang="{language}">' in page
    assert words in page


def test_show_asks_as_often_for_many_items_as_for_one(held):
    one = "# x\n\n- **DECISION**: 一\n"
    counts = []
    for number, text in enumerate([one, one + "- **ACTION** (BY; due ongoing): два\n" * 8]):
        with held.world.app.app_context():
            event = make_event(held.world, f"R{'AB'[number]}")
            db.session.commit()
            other = Meeting(held.world, event)
            ulid = other.create()
            other.save(ulid, en=text)
            other.circulate(ulid)
        reader = held.world.signed_in("CN", "secretary")
        reader.text(f"/minutes/{ulid}")
        with counted() as seen:
            reader.text(f"/minutes/{ulid}")
        counts.append(len(seen))

    assert counts[0] == counts[1]


def test_post_without_a_fresh_password_does_nothing(held):
    ulid = made(held, "circulated")
    head = held.world.signed_in("CN", "head_of_delegation")
    with head.http.session_transaction() as session:
        session["fs_paa"] = 0

    answer = head.post(f"/minutes/{ulid}/object", {"party": "CN", "text": "да"})

    assert (answer.status_code, "/verify" in answer.location) == (302, True)
    assert document(held)[0] == "circulated"
