"""Two texts side by side."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from forumhub.minutes.comparing import compare, count_changed_words, side_by_side

TEXTS = st.lists(st.sampled_from(["1.1 Да.\n", "通过议程。\n", "agreed\n", "\n", "last"]), max_size=8).map("".join)


@given(TEXTS, TEXTS)
def test_compare_holds_both_texts_whole(one, other):
    pieces = compare(one, other)

    assert "".join(piece.text for piece in pieces if piece.mark != "ins") == one
    assert "".join(piece.text for piece in pieces if piece.mark != "del") == other


def test_compare_marks_words():
    pieces = compare("同意开通渠道 in March\n", "同意关闭渠道 in May\n")

    marked = [(piece.mark, piece.text) for piece in pieces if piece.mark]
    assert marked == [("del", "开通"), ("ins", "关闭"), ("del", "March"), ("ins", "May")]


@given(TEXTS, TEXTS)
def test_side_by_side_holds_both_texts_whole(one, other):
    rows = side_by_side(one, other)

    assert "".join(piece.text for row in rows for piece in row.first) == one
    assert "".join(piece.text for row in rows for piece in row.second) == other


@pytest.mark.parametrize("lines", [["да\n"] * 20_000, ["нет\n", "да\n"] * 10_000])
def test_compare_of_long_texts_takes_no_time(lines):
    start = time.perf_counter()

    pieces = compare("".join(lines), "".join(["x\n", *lines[:-1]]))

    assert pieces
    assert time.perf_counter() - start < 2


def test_count_changed_words_counts_chinese_by_character():
    assert count_changed_words("同意开通渠道 in March", "同意关闭渠道 in early May") == (4, 3)
