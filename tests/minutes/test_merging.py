"""Three texts: what does not overlap is put together, the rest is asked, nothing is lost."""

import time

from hypothesis import given
from hypothesis import strategies as st

from forumhub.minutes.merging import MINE, THEIRS, merge, put_together

BASE = "# Minutes\n\n1.1 Noted delays.\n\n- one\n- two\n"
TEXTS = st.lists(st.sampled_from(["1.1 Да.\n", "- 同意\n", "- agreed\n", "\n", "last"]), max_size=6).map("".join)


@given(TEXTS, TEXTS, TEXTS)
def test_merge_of_any_texts_holds_each_of_them(base, theirs, mine):
    parts = merge(base, theirs, mine)

    conflicts = [part for part in parts if part.conflict]
    assert "".join(part.base for part in parts) == base
    assert "".join(part.theirs for part in parts) == theirs
    assert "".join(part.mine for part in parts) == mine
    assert all(part.theirs != part.mine for part in conflicts)


@given(TEXTS, TEXTS)
def test_merge_where_one_side_changed_nothing_is_the_other(base, changed):
    assert put_together(merge(base, changed, base), []) == changed
    assert put_together(merge(base, base, changed), []) == changed
    assert put_together(merge(base, changed, changed), []) == changed


def test_merge_of_changes_in_different_paragraphs_and_items():
    theirs = BASE.replace("Noted", "Noted with concern").replace("- one", "- first")
    mine = BASE.replace("- two\n", "- second\n- third\n")

    parts = merge(BASE, theirs, mine)

    assert [part for part in parts if part.conflict] == []
    assert put_together(parts, []) == "# Minutes\n\n1.1 Noted with concern delays.\n\n- first\n- second\n- third\n"


def test_merge_of_one_paragraph_changed_twice_is_asked():
    parts = merge(BASE, BASE.replace("Noted", "Regretted"), BASE.replace("delays", "延误"))

    assert [(p.theirs, p.mine) for p in parts if p.conflict] == [("1.1 Regretted delays.\n", "1.1 Noted 延误.\n")]
    assert put_together(parts, [THEIRS]) == BASE.replace("Noted", "Regretted")
    assert put_together(parts, [MINE]) == BASE.replace("delays", "延误")
    assert "1.1 Regretted delays.\n1.1 Noted 延误.\n" in put_together(parts, [])


def test_merge_of_two_items_put_in_at_one_place_is_asked():
    parts = merge(BASE, BASE + "- пункт\n", BASE + "- 项目\n")

    assert [part.conflict for part in parts if part.theirs != part.mine] == [True]


def test_merge_of_a_paragraph_of_very_many_lines_is_quick():
    started = time.perf_counter()

    parts = merge(BASE, BASE + "\n- три\n", "a\n" * 1_000_000)

    assert (len(parts), time.perf_counter() - started < 5) == (2, True)
