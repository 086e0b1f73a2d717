"""Two texts side by side."""

from hypothesis import given
from hypothesis import strategies as st

from forumhub.minutes.comparing import compare

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
