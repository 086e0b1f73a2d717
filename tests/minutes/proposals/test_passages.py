"""Paragraphs of a draft as they read, each by itself."""

from forumhub.minutes.proposals.passages import passages
from forumhub.minutes.proposals.rules import paragraphs
from tests.minutes.arranging import STAMPED

STATUS = "- **STATUS A-5** (in progress): Офицеры названы.\n- **ACTION A-6** (BY-MIA): 指定**值班**人员。\n"


def read(source: str) -> list[str]:
    found = passages([unit for _place, unit in paragraphs(source)])
    assert found is not None
    return found


def test_each_paragraph_and_item_reads_by_itself():
    found = read(f"{STAMPED}\n{STATUS}")

    assert len(found) == len(paragraphs(f"{STAMPED}\n{STATUS}"))
    assert found[0] == '<h1 id="h-minutes">Minutes</h1>'
    assert "**" not in "".join(found)
    assert ["Офицеры названы." in found[-2], 'class="item' in found[-2]] == [True, True]
    assert ["<strong>值班</strong>" in found[-1], "Офицеры" in found[-1]] == [True, False]


def test_row_of_a_table_reads_under_its_heading_and_a_list_keeps_its_numbers():
    table = "| День | 地点 |\n| --- | :-: |\n| 1 | Minsk |\n| 2 | 北京 |\n"

    _heading, ruler, _first, second, _one, two = read(f"{table}\n1. Да.\n2. 同意。\n")

    assert ruler == ""
    assert ["<th>День</th>" in second, "北京" in second, "Minsk" in second] == [True, True, False]
    assert two.startswith('<ol start="2">')


def test_footnote_shows_nothing_where_it_stands_and_nothing_at_the_last_paragraph():
    assert read("Да[^1].\n\n[^1]: 注。\n\nEnd.\n")[1:] == ["", "<p>End.</p>"]


def test_code_across_paragraphs_is_not_read_one_by_one():
    assert passages(["```\none\n", "two\n", "```\n"]) is None


def test_a_table_whose_rows_repeat_a_wide_heading_is_shown_as_it_was_typed():
    wide = f"|{'x' * 40_000}|b|\n|-|-|\n" + "|а|\n" * 5_000

    assert passages([unit for _place, unit in paragraphs(wide)]) is None
