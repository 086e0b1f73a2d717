"""What a corrigendum says, and what it makes of the lines of items: rules on texts, without a database."""

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from forumhub.followup.corrections.rules import FIELDS, FIELDS_STAY, READ_THERE, WORDS, Correction, due_after, passage
from forumhub.markdown import read
from forumhub.minutes.corrigenda.effects import corrections
from forumhub.minutes.corrigenda.lines import agreed_text
from forumhub.minutes.corrigenda.pairs import ALONE, Pair, pairs_of
from forumhub.minutes.corrigenda.rules import Correction as Proposed
from forumhub.minutes.corrigenda.skeletons import corrigendum
from forumhub.minutes.skeletons import Meeting
from tests.minutes.arranging import CHINESE, RUSSIAN, STAMPED

TEXTS = {code: agreed_text(read(text)) for code, text in {"en": STAMPED, "zh": CHINESE, "ru": RUSSIAN}.items()}
ACTION = "ACTION A-1 (BY-MIA; with CN-MPS; due 2027-03-01; under CN-BY-2016 art. 2): Name the officers on duty."
DUE = {"en": "due 2027-03-01", "zh": "期限 2027-03-01", "ru": "срок 2027-03-01"}
LATER = {code: words.replace("03", "04") for code, words in DUE.items()}
OFFICERS = {"en": ("the officers", "three officers"), "zh": ("值班", "三名值班"), "ru": ("дежурных", "трёх дежурных")}


def said(heading: str, **pairs: tuple[str, str]) -> dict[str, list[Pair]]:
    return {code: [Pair(heading, was, shall)] for code, (was, shall) in pairs.items()}


def of(pairs, *earlier) -> list[Correction]:
    return corrections(TEXTS, earlier, pairs, "en")


def test_corrigendum_as_it_begins_says_its_pairs_in_every_language():
    meeting = Meeting({"en": "Meeting"}, {"en": "Minsk"}, date(2026, 11, 12), ())
    proposed = Proposed("A-1", {**DUE, "ru": ""}, LATER)

    found = {code: pairs_of(read(corrigendum(meeting, "HLM/2026/1", proposed, code)), code) for code in DUE}

    assert found["en"] == [Pair("1. Paragraph A-1", "due 2027-03-01", "due 2027-04-01")]
    assert found["zh"] == [Pair("1. 第A-1段", "期限 2027-03-01", "期限 2027-04-01")]
    assert found["ru"] == [Pair("1. Пункт A-1", "", "срок 2027-04-01")]
    assert [each.ids for pairs in found.values() for each in pairs] == [{"A-1"}] * 3


WRITTEN = """\
## 1. Paragraphs A-1 and C-2

**What was：**
> - **ACTION A-1** (BY):
goes on

What shall stand:

> Two
> lines

Something between.

## 2. Paragraph 2.1

> What is quoted for its own sake

What was:

> never replaced

What was:

> 甲

What shall stand:

> (nothing)
"""


def test_pairs_are_read_as_people_write_them():
    found = pairs_of(read(WRITTEN), "en")

    assert found == [
        Pair("1. Paragraphs A-1 and C-2", "ACTION A-1 (BY): goes on", "Two lines"),
        Pair("2. Paragraph 2.1", "never replaced", "", doubt=ALONE),
        Pair("2. Paragraph 2.1", "甲", ""),
    ]
    assert (found[0].ids, [each.line for each in found]) == ({"A-1", "C-2"}, [4, 20, 24])
    assert (pairs_of(read(WRITTEN), "zh"), pairs_of(read(WRITTEN), "fr")) == ([], [])


def test_words_follow_in_each_language_in_which_they_are_corrected():
    (found,) = of(said("1", **OFFICERS))

    assert (found.code, found.outcome, found.lines) == ("A-1", WORDS, None)
    assert found.words == {
        "en": "Name three officers on duty.",
        "zh": "指定三名值班人员。",
        "ru": "Назначить трёх дежурных.",
    }
    assert (found.before["en"], found.after["en"]) == (ACTION, ACTION.replace("the officers", "three officers"))


def test_fields_follow_where_every_language_says_the_same_of_them():
    both = {code: (DUE[code], LATER[code]) for code in DUE}

    (found,) = of(said("A-1", **both))
    (alone,) = of(said("A-1", en=both["en"]))
    (mended,) = of(said("A-1", zh=both["zh"], ru=both["ru"]), said("A-1", en=both["en"]))

    assert (found.outcome, found.changed, found.words) == (FIELDS, {"due"}, {})
    assert [line.due for line in found.lines] == ["2027-03-01", "2027-04-01"]
    assert (alone.outcome, alone.lines) == (FIELDS_STAY, None)
    assert (mended.outcome, [line.due for line in mended.lines]) == (FIELDS, ["2027-03-01", "2027-04-01"])


@pytest.mark.parametrize(
    ("was", "shall", "outcome"),
    [
        ("due 2027-03-01", "due 2027-13-01", FIELDS_STAY),
        ("due 2027-03-01", "by March", FIELDS_STAY),
        ("ACTION A-1", "DECISION D-7", READ_THERE),
        ("Name the officers on duty.", "", READ_THERE),
        ("", "Added.", READ_THERE),
        ("words that stand nowhere", "others", READ_THERE),
        ("e", "a", READ_THERE),
        (ACTION, ACTION.replace("duty", "call"), WORDS),
        ("- **ACTION A-1** (BY-MIA;", "- **ACTION A-1** (BY;", FIELDS),
    ],
)
def test_what_cannot_be_read_again_does_not_follow(was, shall, outcome):
    quoted = [f"> {words or '(nothing)'}" for words in (was, shall)]
    text = "\n\n".join(["## 1. Paragraph A-1", "What was:", quoted[0], "What shall stand:", quoted[1]])

    (found,) = corrections({"en": TEXTS["en"]}, (), {"en": pairs_of(read(text), "en")}, "en")

    assert found.outcome == outcome


def test_words_that_stand_elsewhere_too_need_the_id():
    text = {
        "en": agreed_text(
            read("# M\n\n1.1 BY noted.\n\n- **CONCERN C-1** (BY): BY noted.\n- **CONCERN C-2** (BY): It is slow.\n")
        )
    }
    noted = ("noted", "had noted")

    unnamed = corrections(text, (), said("1.1", en=noted), "en")
    (named,) = corrections(text, (), said("C-1", en=noted), "en")
    (alone,) = corrections(text, (), said("1.1", en=("slow", "quick")), "en")

    assert unnamed == []
    assert (named.code, named.words) == ("C-1", {"en": "BY had noted."})
    assert (alone.code, alone.words) == ("C-2", {"en": "It is quick."})


def test_a_later_corrigendum_corrects_what_the_earlier_ones_left():
    first = said("A-1", en=("the officers", "three officers"))

    (found,) = of(said("A-1", en=("three officers", "four officers")), first)
    (gone,) = of(said("A-1", en=("the officers", "two officers")), first)

    assert found.words == {"en": "Name four officers on duty."}
    assert (gone.outcome, gone.words, gone.after) == (READ_THERE, {}, {})


def test_quotations_code_and_statuses_are_no_lines_of_items():
    source = (
        "> - **ACTION A-1** (BY): quoted.\n\n```\n- **ACTION A-1** (BY): in code.\n```\n\n"
        "- **ACTION A-1** (BY): of *two*\n  lines\n    - and a list\n\n1. **ACTION A-2** (BY): x\n\n    and more\n\n"
        "- **STATUS A-3** (done): x.\n"
    )

    text = agreed_text(read(source))

    assert text.lines == {"A-1": "ACTION A-1 (BY): of two lines", "A-2": "ACTION A-2 (BY): x"}


def test_a_line_is_read_as_the_page_shows_it():
    text = agreed_text(
        read(
            "- __ACTION A-1__ (BY; due 2027-03-01): 5 \\* 3 \\*\\* _or_ [`four`](https://example.org/A-2)\n"
            "- **ACTION A-2** (BY): see ![its plan](files/plan.png).\n"
            "- **ACTION A-3** (BY): as noted.[^1]\n\n[^1]: There.\n"
        )
    )
    both = said("A-1", en=("due 2027-03-01", "due 2027-04-01"))["en"] + said("A-1", en=("or", "or \\*\\*"))["en"]

    (found,) = corrections({"en": text}, (), {"en": both}, "en")
    unread = corrections({"en": text}, (), {"en": said("A-2 and A-3", en=("see", "look at"))["en"]}, "en")

    assert text.lines == {"A-1": "ACTION A-1 (BY; due 2027-03-01): 5 * 3 ** or four"}
    assert (found.outcome, found.words) == (FIELDS, {"en": "5 * 3 ** or \\*\\* four"})
    assert [(each.code, each.outcome, each.words) for each in unread] == [
        ("A-2", READ_THERE, {}),
        ("A-3", READ_THERE, {}),
    ]


@pytest.mark.parametrize("language", DUE)
def test_fields_stay_where_one_authentic_language_has_no_line_that_can_be_read(language):
    sources = {"en": STAMPED, "zh": CHINESE, "ru": RUSSIAN}
    pictured = {**sources, language: sources[language].rstrip() + "![](files/plan.png)\n"}
    missing = {**sources, language: sources[language].split("\n- **")[0]}
    pairs = said("A-1", **{code: (DUE[code], LATER[code]) for code in DUE if code != language})

    for written in (pictured, missing):
        texts = {code: agreed_text(read(text)) for code, text in written.items()}
        (found,) = corrections(texts, (), pairs, "en")
        assert (found.outcome, found.lines, {*found.after}) == (READ_THERE, None, {*DUE} - {language})


@pytest.mark.parametrize("heading", ["1. Paragraph A-1", "1. Paragraph 1.1"])
def test_what_is_in_doubt_changes_no_line_and_the_item_says_so(heading):
    doubted = {code: [Pair(heading, *words, doubt=ALONE)] for code, words in OFFICERS.items()}

    (found,) = of(doubted)
    (later,) = of(said("A-1", **OFFICERS), doubted)

    assert (found.code, found.outcome, found.words, found.after) == ("A-1", READ_THERE, {}, {})
    assert (later.outcome, later.words["en"]) == (WORDS, "Name three officers on duty.")


def test_a_heading_that_names_items_means_no_others():
    assert of(said("A-9", **OFFICERS)) == []
    assert of(said("FORUM/A-9", **OFFICERS)) != []


def test_a_date_that_was_agreed_since_stays():
    assert due_after("2027-03-01", "2027-03-01", "2027-04-01") == "2027-04-01"
    assert due_after("2027-09-01", "2027-03-01", "2027-04-01") == "2027-09-01"
    assert due_after("", None, "next meeting") == "next meeting"
    assert due_after("ongoing", "ongoing", None) == ""


@pytest.mark.parametrize(
    ("before", "after", "shown"),
    [
        ("due 2027-03-01; x", "due 2027-04-01; x", ("due ", "2027-03-01", "2027-04-01", "; x")),
        ("指定值班人员", "指定三名值班人员", ("指定", "", "三名", "值班人员")),
        ("Назвать дежурных", "Назвать трёх дежурных", ("Назвать ", "", "трёх ", "дежурных")),
        ("a", "", ("", "a", "", "")),
    ],
)
def test_the_shortest_passage_of_whole_words_is_marked(before, after, shown):
    found = passage(before, after)

    assert (found.head, found.was, found.now, found.tail) == shown


PIECES = st.sampled_from(
    ["A-1", "(", ")", "；", ": ", "due ", "2027-03-01", " ", "**", "值班", "officers", "BY", "\u0000", "`"]
)


@settings(max_examples=60, deadline=None)
@given(
    st.lists(PIECES, max_size=5).map("".join), st.lists(PIECES, max_size=5).map("".join), st.sampled_from(["1", "A-1"])
)
def test_whatever_is_quoted_other_items_stay_and_what_follows_is_read_from_the_line(was, shall, heading):
    found = of(said(heading, en=(was, shall), zh=(was, shall)))

    for each in found:
        assert {*each.words} <= {*each.after} == {*each.before}
        assert (each.lines is not None) == (each.outcome == FIELDS)
        assert all(each.before[code] == TEXTS[code].lines[each.code] != each.after[code] for code in each.after)
    assert heading == "1" or [each.code for each in found] == ["A-1"]
