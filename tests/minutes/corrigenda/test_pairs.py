"""A corrigendum is followed only where its page says beyond doubt what stood and what shall stand."""

import html
import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from forumhub.markdown import read
from forumhub.minutes.corrigenda.pairs import (
    ALONE,
    IMAGE,
    LABELS,
    OTHERS,
    QUOTATION,
    UNCLEAR_HEADING,
    Pair,
    pairs_of,
    remarks_on_pairs,
)
from forumhub.minutes.corrigenda.skeletons import WORDS

CODES = ["en", "zh", "ru"]
HEAD = "## 1. Paragraph A-1\n\n"


def quoted(language: str, was: str = "> one", shall: str = "> two") -> str:
    words = WORDS[language]
    return f"{words.was}\n\n{was}\n\n{words.shall}\n\n{shall}\n\n"


def pairs(source: str, language: str = "en") -> list[Pair]:
    return pairs_of(read(source), language)


HEADINGS = {
    "without a space": "##2. Paragraph A-2\n\n",
    "underlined": "2. Paragraph A-2\n---\n\n",
    "underlined twice": "2. Paragraph A-2\n===\n\n",
    "closed": "## 2. Paragraph A-2 ##\n\n",
    "behind words": "Words\n## 2. Paragraph A-2\n\n",
}


@pytest.mark.parametrize("language", CODES)
@pytest.mark.parametrize("heading", HEADINGS.values(), ids=HEADINGS)
def test_a_pair_stands_under_the_heading_that_the_page_shows_above_it(heading, language):
    (found,) = pairs(HEAD + heading + quoted(language), language)

    assert (found.ids, found.doubt) == ({"A-2"}, "")


@pytest.mark.parametrize(
    ("heading", "ids"),
    [
        ("## 1. Paragraph A-2[.](#A-1)", {"A-2"}),
        ('## 1. Paragraph A-2[.](x "A-1")', {"A-2"}),
        ("## 1. Paragraph A-**1**2", {"A-12"}),
        ("## 1. Paragraph [A-2](#A-1)", {"A-2"}),
        ("## 1. Paragraph А‑3", {"A-3"}),
        ("## 1. Paragraph A-2\n\n### 1.1 Its date", {"A-2"}),
        ("## 1. Paragraph A-2\n\n### A-3", {"A-3"}),
        ("## 1. Paragraph A-2\n\n## 2. Others", set()),
        ("# Meeting of group A-2\n\n## 2. Others", set()),
        ("# ![A-1](files/a.png) Corrigendum\n\n## 2. Paragraph A-2", {"A-2"}),
    ],
)
def test_a_heading_names_what_a_reader_sees_in_it(heading, ids):
    (found,) = pairs(f"{heading}\n\n{quoted('en')}")

    assert (found.ids, found.doubt) == (ids, "")


@pytest.mark.parametrize("language", CODES)
@pytest.mark.parametrize(
    "heading",
    [
        "## 1. Paragraph A-2![A-1](files/a.png)",
        "## 1. Paragraph `A-1`",
        "## 1. Paragraph A-1[^1]\n\n[^1]: x",
        HEAD + "- ## 2. Paragraph A-2",
        HEAD + "> ## 2. Paragraph A-2",
    ],
)
def test_under_a_heading_that_is_more_than_words_nothing_follows(heading, language):
    text = read(f"{heading}\n\n{quoted(language)}")

    assert [(each.msgid, each.blocks) for each in remarks_on_pairs(text, language)] == [(UNCLEAR_HEADING, True)]


@pytest.mark.parametrize("language", CODES)
@pytest.mark.parametrize(
    "between", ["**Paragraph A-2**", "In A-2:", "- A-2", "| A-2 | x |\n| --- | --- |", "```\nA-2\n```"]
)
def test_what_names_other_items_below_the_heading_puts_in_doubt_which_is_meant(between, language):
    first, again = quoted(language), quoted(language, "> three", "> four")

    found = pairs(f"{HEAD}{first}{between}\n\n{again}## 2. A-3\n\nOf A-3:\n\n{first}", language)

    assert [each.doubt for each in found] == ["", OTHERS, ""]


QUOTATIONS = {
    "image": ("> one ![two](files/a.png)", IMAGE),
    "code": ("> `one`", QUOTATION),
    "code below": ("> one\n>\n>     two", QUOTATION),
    "footnote": ("> one[^1]\n\n[^1]: x", QUOTATION),
    "none": ("one", QUOTATION),
    "empty": (">", QUOTATION),
    "not directly": ("one\n\n> two", QUOTATION),
    "several": ("> one\n\nand\n\n> two", QUOTATION),
    "one in a list": ("> one\n\n- x\n\n    > two", QUOTATION),
    "within another": ("> one\n>\n> > two", QUOTATION),
    "numbered": ("> 1. one", QUOTATION),
    "two entries": ("> - one\n> - two", QUOTATION),
    "heading": ("> ## 1. one", QUOTATION),
    "table": ("> | a | b |\n> | --- | --- |\n> | c | d |", QUOTATION),
}


@pytest.mark.parametrize("language", CODES)
@pytest.mark.parametrize(("quotation", "doubt"), QUOTATIONS.values(), ids=QUOTATIONS)
def test_what_is_quoted_otherwise_than_in_words_is_pointed_out(quotation, doubt, language):
    for sides in ({"was": quotation}, {"shall": quotation}):
        text = read(HEAD + quoted(language, **sides) + "## 2. Paragraph A-2\n\n" + quoted(language))

        assert [each.doubt for each in pairs_of(text, language)] == [doubt, ""]
        assert [(each.line, each.blocks) for each in remarks_on_pairs(text, language)] == [(5, doubt == IMAGE)]


def test_paragraphs_of_a_quotation_are_joined_as_the_page_shows_them():
    (found,) = pairs(
        HEAD + quoted("en", was="> one\n\n> *and* <https://example.org>", shall="> two\n>\n> a&amp;b  \n> c")
    )

    assert found == Pair("1. Paragraph A-1", "one and https://example.org", "two a&b c")


@pytest.mark.parametrize("language", CODES)
def test_labels_that_stand_elsewhere_than_in_paragraphs_of_their_own_make_no_pair(language):
    words, plain = WORDS[language], quoted(language)
    fenced = f"```\n{plain}```\n\n"
    for text in (
        fenced,
        fenced + plain,
        plain + fenced,
        plain.replace(words.was, f"Words\n{words.was}"),
        plain.replace(words.was, f"- {words.was}"),
        plain.replace(words.shall, f"### {words.shall}"),
        plain.replace(words.shall, f"`{words.shall}`"),
        f"    {words.was}\n\n{plain}",
    ):
        found = read(HEAD + text)
        assert {each.doubt for each in pairs_of(found, language)} == {LABELS}, text
        assert remarks_on_pairs(found, language)


def test_what_was_and_what_shall_stand_go_together_under_one_heading():
    words = WORDS["en"]

    apart = pairs(f"{HEAD}{words.was}\n\n> one\n\n## 2. Paragraph A-2\n\n{words.shall}\n\n> two\n")
    turned = pairs(f"{HEAD}{words.shall}\n\n> two\n\n{words.was}\n\n> one\n")

    assert [(each.doubt, each.ids) for each in apart] == [(ALONE, {"A-1"}), (ALONE, {"A-2"})]
    assert [each.doubt for each in turned] == [ALONE, ALONE]


AROUND = st.sampled_from(
    [
        *("What was:", "What shall stand:", "**What was:**", "What was:", "What shall stand:"),
        *("> one", "> two", "> [x](#A-3) *y*", "> `code`", "> ![alt](files/a.png)", ">", "> (nothing)", "    > deep"),
        *("## 1. Paragraph A-1", "##2. A-2", "3. A-3\n---", "## A-4[.](#A-5)", "## `A-6`", "# A-7\nbelow"),
        *("```", "~~~", "- entry", "    below", "1. first", "| a |\n| --- |", "<div>", "words", "[^1]", "[^1]: note"),
    ]
)


@settings(max_examples=150, deadline=None)
@given(st.lists(st.tuples(AROUND, st.sampled_from(["\n", "\n\n"])), max_size=14))
def test_whatever_is_around_a_pair_is_what_the_page_says_outside_code(lines):
    text = read("".join(line + end for line, end in lines))
    page = re.sub(r"(?s)<(pre|code)\b.*?</\1>", "", text.html)
    shown = re.sub(r"\s+", " ", html.unescape(re.sub(r"</?(?:em|strong|a)\b[^>]*>", "", page)))
    headings = [re.sub(r"<[^>]*>", "", each).strip() for each in re.findall(r"(?s)<h[1-6][^>]*>(.*?)</h[1-6]>", shown)]

    for pair in pairs_of(text, "en"):
        if not pair.doubt:
            assert not pair.heading or pair.heading in headings
            assert re.search(rf"<p>What was:</p> <blockquote> ?<p>{re.escape(pair.was or '(nothing)')}", shown), (
                pair,
                shown,
            )
            assert re.search(
                rf"<p>What shall stand:</p> <blockquote> ?<p>{re.escape((pair.shall or '(nothing)').split(' ')[0])}",
                shown,
            ), (pair, shown)
