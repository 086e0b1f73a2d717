"""Markdown as plain text: what every calendar shows, whatever it knows of Markdown."""

import pytest

from forumhub.calendars.wording import LONGEST, worded
from forumhub.markdown import read


@pytest.mark.parametrize(
    ("source", "words"),
    [
        ("# Форум\n\n**Цель**: обмен *опытом*; `a_b` и \\*звезда\\*.", "Форум\n\nЦель: обмен опытом; a_b и *звезда*."),
        ("会议[**议** 程](https://example.org/议程?a=1)。", "会议议 程 (https://example.org/议程?a=1)。"),
        ("See <https://example.org/x> and <mailto:a@example.org>.", "See https://example.org/x and a@example.org."),
        ("- один\n- два\n    - 议程\n", "- один\n- два\n  - 议程"),
        ("3. three\n4. four  \n   more\n", "3. three\n4. four\n   more"),
        ("> Цитата\n\n---\n\n    raw *x*\n", "Цитата\n\nraw *x*"),
        ("| a | b |\n|---|---|\n| 1 | **二** |\n", "a | b\n1 | 二"),
        ("Note[^1].\n\n[^1]: Сноска.\n", "Note[1].\n\n1. Сноска."),
        ("- **ACTION A-1** (BY; due 2027-03-01): *Назвать*.", "- ACTION A-1 (BY; due 2027-03-01): Назвать."),
        ("", ""),
    ],
)  # fmt: skip
def test_worded_text_has_words_lines_and_addresses_but_no_marks(source: str, words: str):
    assert worded(read(source).html, source) == words


def test_worded_text_of_which_nothing_was_rendered_is_as_it_was_typed():
    assert worded("", "*Ток* 议程") == "*Ток* 议程"


@pytest.mark.parametrize("html", ["<blockquote>" * 5_000 + "x" + "</blockquote>" * 5_000, f"<p>{'议' * LONGEST}議</p>"])
def test_worded_text_beyond_reason_is_cut(html: str):
    assert worded(html, "議" * (LONGEST + 1)) == ("議" if "<p>" not in html else "议") * (LONGEST - 1) + "…"
