import pytest
from hypothesis import given
from hypothesis import strategies as st

from forumhub.errors import RuleBroken
from forumhub.minutes.readytexts.rules import as_kept, caret, check_name, check_number, check_source, own_gaps_left


def check(name: str, source: str, number: int) -> None:
    check_number(number)
    check_name(name, {"开场"})
    check_source(source)


@pytest.mark.parametrize(
    ("name", "source", "number", "said"),
    [
        ("", "x", 0, "Give it a name"),
        ("я" * 81, "x", 0, "longer than 80"),
        ("开场", "x", 0, "another text of this name"),
        ("开场\u200b", "x", 0, "characters that are not seen"),
        ("\u3164", "x", 0, "characters that are not seen"),
        ("От\u202eкрытие", "x", 0, "characters that are not seen"),
        ("x", " \n ", 0, "Write the text"),
        ("x", "文" * 1366, 0, "larger than 4 KB"),
        ("x", "x", 30, "keeps 30 texts"),
    ],
)
def test_what_is_wrong_with_a_text_is_said(name, source, number, said):
    with pytest.raises(RuleBroken, match=said):
        check(name, source, number)


def test_as_much_as_is_allowed_is_taken():
    check("я" * 80, "文" * 1365, 29)


@pytest.mark.parametrize(("source", "at"), [("双方…会晤", 2), ("😀 …", 3), ("Done.", 5), ("", 0)])
def test_the_cursor_stands_at_the_first_gap_as_browsers_count(source, at):
    assert caret(source) == at


@given(st.lists(st.sampled_from(["\n", " ", "文", "- **ACTION** ()", "я"])).map("".join))
def test_only_empty_lines_around_a_text_go(source):
    kept = as_kept(source)

    assert kept in source
    assert source.strip() in kept
    assert as_kept(kept) == kept


def test_lines_that_stand_as_they_were_put_in_with_their_gaps_are_remarked():
    texts = ["Стороны отметили:\n- **ПОРУЧЕНИЕ** (срок …)", "双方…会晤", "# …. Вопрос"]
    source = "双方…会晤\nСтороны отметили:\n  - **ПОРУЧЕНИЕ** (срок …)\n双方在明斯克会晤\nИ так далее …\n# …. Вопрос"

    remarks = own_gaps_left(source, texts)

    assert [(remark.line, remark.blocks) for remark in remarks] == [(1, False), (3, False)]
    assert own_gaps_left(source, []) == []
