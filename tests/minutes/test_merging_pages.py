"""Two write on one revision, and a file comes back from off line: nothing is overwritten, nothing is lost."""

import io

import pytest

from tests.minutes.reading_pages import document, hidden, made, textarea

BASE = "# Протокол\n\n1.1 Первое.\n\n1.2 Второе.\n"
THEIRS = BASE.replace("Первое", "Первое слово другой стороны")
MINE = BASE.replace("Второе", "中方的文字")
BOTH = THEIRS.replace("Второе", "中方的文字")


@pytest.fixture
def ulid(held) -> str:
    """Minutes whose second revision both sides opened, and whose third Belarus saved."""
    ulid = made(held)
    made(held, "save", ulid, en=BASE)
    made(held, "save", ulid, "BY", en=THEIRS)
    return ulid


def test_save_stale_in_another_paragraph_is_put_together_and_saved_by_the_reader(held, ulid):
    secretary = held.world.signed_in("CN", "secretary")

    answer = secretary.post(f"/minutes/{ulid}/edit", {"base": "2", "text-en": MINE})

    assert (answer.status_code, hidden(answer.text, "base"), textarea(answer.text, "en")) == (409, "3", BOTH)
    assert "<ins>中方的文字</ins>" in answer.text.replace("</ins><ins>", "")
    assert document(held)[1:] == (THEIRS, 3)
    again = {"base": "3", "text-en": textarea(answer.text, "en")}
    assert secretary.post(f"/minutes/{ulid}/edit", again).status_code == 302
    assert document(held)[1:] == (BOTH, 4)


@pytest.mark.parametrize(
    ("choice", "line"),
    [
        ("theirs", "1.1 Первое слово другой стороны.\n"),
        ("mine", "1.1 第一。\n"),
        ("both", "1.1 Первое слово другой стороны.\n1.1 第一。\n"),
    ],
)
def test_save_stale_in_the_same_paragraph_is_asked(held, ulid, choice, line):
    secretary = held.world.signed_in("CN", "secretary")
    mine = BASE.replace("Первое", "第一").replace("第一.", "第一。")
    asked = secretary.post(f"/minutes/{ulid}/edit", {"base": "2", "text-en": mine})
    fields = {"base": "2", "latest": hidden(asked.text, "latest"), "text-en": textarea(asked.text, "en")}

    answer = secretary.post(f"/minutes/{ulid}/merge", {**fields, "choice-en-1": choice})

    assert (asked.status_code, answer.status_code, textarea(asked.text, "en")) == (409, 200, mine)
    assert textarea(answer.text, "en") == BASE.replace("1.1 Первое.\n", line)
    assert hidden(answer.text, "base") == "3"


def test_merge_without_a_choice_or_after_another_save_is_asked_again(held, ulid):
    secretary = held.world.signed_in("CN", "secretary")
    fields = {"base": "2", "latest": "3", "text-en": BASE.replace("Первое", "第一")}

    unanswered = secretary.post(f"/minutes/{ulid}/merge", fields)
    outdated = secretary.post(f"/minutes/{ulid}/merge", {**fields, "latest": "2", "choice-en-1": "mine"})

    assert [unanswered.status_code, outdated.status_code] == [422, 422]
    assert textarea(unanswered.text, "en") == fields["text-en"]


def test_upload_names_its_base_and_is_put_together_before_it_is_saved(held, ulid):
    secretary = held.world.signed_in("CN", "secretary")
    file = (io.BytesIO(b"\xef\xbb\xbf" + MINE.replace("\n", "\r\n").encode()), "HLM-minutes-r2-en (1).md")

    answer = secretary.post(f"/minutes/{ulid}/upload", {"file": file})

    assert (answer.status_code, textarea(answer.text, "en")) == (200, BOTH)
    assert document(held)[2] == 3


def test_upload_on_the_latest_revision_shows_what_it_would_change(held, ulid):
    file = (io.BytesIO(THEIRS.replace("Второе", "同意").encode()), "renamed.md")

    answer = held.world.signed_in("CN", "secretary").post(
        f"/minutes/{ulid}/upload", {"file": file, "base": "3", "language": "en"}
    )

    assert "Nothing is saved yet" in answer.text
    assert "<ins>同意</ins>" in answer.text.replace("</ins><ins>", "")
    assert document(held)[2] == 3


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("minutes.md", b"# x", "Give the number of the revision"),
        ("HLM-minutes-r77-en.md", b"# x", "Give the number of the revision"),
        ("HLM-minutes-r2-fr.md", b"# x", "says no language known here. Choose the language of the file"),
        ("HLM-minutes-r2-en.md", "纪要".encode("gb18030"), "is not UTF-8 text"),
        ("HLM-minutes-r2-en.md", b"x" * 300_000, "The text is larger than 256 KB"),
    ],
)
def test_upload_of_a_file_that_says_too_little_says_what_is_missing(held, ulid, name, content, words):
    answer = held.world.signed_in("CN", "secretary").post(
        f"/minutes/{ulid}/upload", {"file": (io.BytesIO(content), name)}
    )

    assert answer.status_code == 422
    assert words in answer.text


def test_upload_whose_name_says_no_language_keeps_what_was_typed(held, ulid):
    answer = held.world.signed_in("CN", "secretary").post(
        f"/minutes/{ulid}/upload", {"file": (io.BytesIO(b"# x"), "纪要.md"), "base": "3", "language": ""}
    )

    assert answer.status_code == 422
    assert "says no language known here. Choose the language of the file" in answer.text
    assert 'name="base" type="number" value="3"' in answer.text
    assert document(held)[2] == 3
