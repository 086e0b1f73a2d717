import pytest
from hypothesis import given
from hypothesis import strategies as st

from forumhub.errors import RuleBroken
from forumhub.minutes.outlines.rules import PLACES, check_outline, filled


def test_each_place_is_filled_once_and_what_fills_it_is_no_place():
    values = {"host": "{date}", "date": "12 November 2027", "arising": "- **STATUS A-1** (done): {host}"}

    text = filled("{host}, { date }: {unknown}\n\n{arising}\n", values)

    assert text == "{date}, 12 November 2027: {unknown}\n\n- **STATUS A-1** (done): {host}\n"


@pytest.mark.parametrize(
    ("source", "said"),
    [
        ("# {title}", "Put {arising} once"),
        ("{arising}\n\n{arising}", "Put {arising} once"),
        ("- {arising}", "a line of its own"),
        ("# {назва}\n\n{arising}", "Nothing fills {назва}. There are {title}, {number}, {date}"),
        ("{arising}" + "я" * 20_000, "longer than 20000"),
    ],
)
def test_what_is_wrong_with_a_template_is_said(source, said):
    with pytest.raises(RuleBroken, match=said.replace("{", "\\{").replace("}", "\\}")):
        check_outline(source)


@given(st.lists(st.sampled_from(["{", "}", "{arising}", *PLACES, "文", "\n", " "])).map("".join))
def test_no_text_is_lost_where_nothing_is_filled(source):
    assert filled(source, {}) == source
