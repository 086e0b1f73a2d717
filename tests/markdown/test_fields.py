"""What the fields of an item say, in every language and width, and what is said about one that is malformed."""

import pytest

from forumhub.markdown.words import FIELDS, LANGUAGES
from tests.markdown.test_items import EMPTY, only


@pytest.mark.parametrize("language", LANGUAGES, ids=lambda language: language.code)
@pytest.mark.parametrize("joint", [" ", ": ", "：", " : "])
def test_field_words_of_each_language_may_be_followed_by_a_colon(language, joint: str):
    values = {
        "with": "CN-MPS",
        "due": "ongoing",
        "under": "CN-BY-2016 art. 5(2)",
        "from": "FORUM/C-3, C-4",
        "priority": "high",
        "evidence": "照会 нота 114",
        "split into": "A-4, A-5",
        "superseded by": "A-6",
    }
    parts = [language.fields[FIELDS.index(name)] + joint + value for name, value in values.items()]

    item = only(f"- **ACTION A-3** (BY; {'; '.join(parts)}): x")

    assert item.as_dict() == EMPTY | {
        "id": "A-3",
        "owners": ["BY"],
        "with": ["CN-MPS"],
        "due": "ongoing",
        "under": ["CN-BY-2016 art. 5(2)"],
        "from": ["FORUM/C-3", "C-4"],
        "priority": "high",
        "evidence": "照会 нота 114",
        "split_into": ["A-4", "A-5"],
        "superseded_by": ["A-6"],
        "text": "x",
    }


@pytest.mark.parametrize(
    ("written", "due"),
    [
        ("due next meeting", "next meeting"),
        ("期限：下次会议", "next meeting"),
        ("срок следующая встреча", "next meeting"),
        ("Due 2028-02-29", "2028-02-29"),
        ("due ２０２７‑０３‑０１", "2027-03-01"),
    ],
)
def test_due_is_read_in_every_language_and_width(written: str, due: str):
    item = only(f"- **ACTION A-1** (BY; {written}): x")

    assert (item.due, item.warnings) == (due, ())


@pytest.mark.parametrize(
    ("written", "right"),
    [
        ("due 2027-02-30", "2027-03-01, 'next meeting' or 'ongoing'"),
        ("due 01.03.2027", "2027-03-01"),
        ("due 2027-3-1", "2027-03-01"),
        ("期限：2027年3月1日", "2027-03-01"),
        ("срок скоро", "2027-03-01, 'next meeting' or 'ongoing'"),
    ],
)
def test_due_that_is_none_blocks_and_says_what_would_be_right(written: str, right: str):
    (warning,) = only(f"- **ACTION A-1** (BY; {written}): x").warnings

    assert (warning.blocks, warning.values["right"]) == (True, right)


@pytest.mark.parametrize("year", ["0001", "2200", "9999"])
def test_due_in_a_year_that_cannot_be_meant_blocks(year: str):
    found = only(f"- **ACTION A-1** (BY; due {year}-12-31): x")

    assert ([warning.blocks for warning in found.warnings], found.due) == ([True], None)


def test_full_width_and_look_alikes_are_folded_in_fields_and_ids_only():
    source = "- **行动　Ａ－１４**（ВУ‑МІА、ＣＮ－MPS；会同：СN-МРS）：文本（ＡＢＣ）：Вот，текст；а‑б"

    item = only(source)

    assert (item.id, item.owners, item.with_) == ("A-14", ("BY-MIA", "CN-MPS"), ("CN-MPS",))
    assert item.text == "文本（ＡＢＣ）：Вот，текст；а‑б"


def test_evidence_keeps_its_cyrillic_letters():
    item = only("- **СТАТУС А-9** (выполнено; подтверждение: нота РСТ ВОЕН 114): Да.")

    assert item.evidence == "нота РСТ ВОЕН 114"


def test_evidence_may_hold_a_parenthesis_and_semicolons_within_it():
    item = only("- **STATUS A-9** (done; evidence: letter (no. 5; copy); from D-1): x")

    assert (item.evidence, item.from_, item.warnings) == ("letter (no. 5; copy)", ("D-1",), ())


def test_by_is_a_party_and_never_a_word():
    owned = only("- **ACTION A-1** (BY; with CN-MPS): x")
    worded = only("- **ACTION A-1** (by BY-MIA): x")

    assert owned.owners == ("BY",)
    assert ([str(w) for w in worded.warnings], worded.owners) == (
        ["'by BY-MIA' is not the code of a party or organ, such as BY or BY-MIA."],
        (),
    )


@pytest.mark.parametrize("parenthesis", ["", " ()", " (due 2027-03-01)", "（）"])
def test_owner_that_is_missing_is_a_warning_that_blocks(parenthesis: str):
    item = only(f"- **ACTION A-1**{parenthesis}: x")

    assert [(str(w), w.blocks, w.line) for w in item.warnings] == [
        ("No owner is named; the first field is the party or organ, such as BY or BY-MIA.", True, 1)
    ]


@pytest.mark.parametrize(
    ("source", "sentence"),
    [
        ("- **ACTION A-0** (BY): x", "'A-0' is not an id; ids look like A-14 and are issued by saving."),
        ("- **ACTION A-014** (BY): x", "'A-014' is not an id; ids look like A-14 and are issued by saving."),
        ("- **ACTION D-7** (BY): x", "'D-7' does not belong to ACTION, whose ids begin with A-."),
        (
            "- **STATUS** (done): x",
            "The status names no item; the id of the item follows the keyword, such as STATUS A-9.",
        ),
        ("- **ACTION A-1** (BY; from report): x", "'report' is not the id of an item, such as C-3 or FORUM/C-3."),
        ("- **ACTION A-1** (BY; under 第2条): x", "'第2条' names no clause; a clause is named like CN-BY-2016 art. 2."),
        ("- **ACTION A-1** (BY; with): x", "The field 'with' is empty."),
        ("- **ACTION A-1** (BY; due ongoing; due ongoing): x", "The field 'due' is given twice; the first one counts."),
        ("- **ACTION A-1** (BY; priority urgent): x", "'urgent' is not a priority; it is high, normal or low."),
        ("- **ACTION A-1** (BY):", "The item says nothing; its text follows the colon."),
        (
            "- **STATEMENT S-1** (BY, CN): x",
            "A statement is made by one party; several parties make several statements.",
        ),
    ],
)
def test_field_that_is_malformed_is_a_sentence_that_blocks(source: str, sentence: str):
    item = only(source)

    assert ([str(w) for w in item.warnings], [w.blocks for w in item.warnings]) == ([sentence], [True])


def test_status_that_withdraws_may_end_after_its_parenthesis():
    item = only("- **STATUS D-7** (withdrawn)")

    assert (item.kind, item.id, item.state, item.text, item.warnings) == ("STATUS", "D-7", "withdrawn", "", ())
