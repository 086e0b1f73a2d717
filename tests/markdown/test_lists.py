"""Where items arise and on which line: items are what the renderer sees (rule 1)."""

import pytest

from forumhub.markdown import read

ITEM = "**ACTION A-1** (BY): x"


def lines_and_texts(source: str) -> list[tuple[int, str]]:
    return [(item.line, item.text) for item in read(source).items]


@pytest.mark.parametrize("marker", ["-", "*", "+", "1.", "12.", "-\t", "  -", "*   "])
def test_entry_with_any_list_marker_is_an_item(marker: str):
    found = lines_and_texts(f"{marker} {ITEM}\n")

    assert found == [(1, "x")]


@pytest.mark.parametrize("bold", ["**", "__"])
@pytest.mark.parametrize("keyword", ["ACTION A-1", "行动 A-1", "行动A-1", "ПОРУЧЕНИЕ А-1"])
def test_keyword_in_either_bold_is_an_item(bold: str, keyword: str):
    (item,) = read(f"- {bold}{keyword}{bold}（BY）：文本").items

    assert (item.kind, item.id, item.text) == ("ACTION", "A-1", "文本")


@pytest.mark.parametrize(
    "source",
    [
        f"> - {ITEM}\n",
        f"> quoted\n- {ITEM}\n",
        f"- > {ITEM}\n",
        f"- a\n\n    > - {ITEM}\n",
        f"text\n\n    - {ITEM}\n\nmore",
        f"- a\n\n        - {ITEM}\n",
        f"```\n- {ITEM}\n```\n",
        f"~~~ md\n- {ITEM}\n\n- {ITEM}\n~~~\n",
        f"````\n```\n- {ITEM}\n```\n````\n",
        f"- a\n\n    ```\n    - {ITEM}\n    ```\n",
        f"- a\n  ```\n  - {ITEM}\n  ```\n",
        f"- ```\n  - {ITEM}\n  ```\n",
        f"- `{ITEM}`\n",
        f"| a |\n|---|\n| {ITEM} |\n| - {ITEM} |\n",
        f"<!--\n- {ITEM}\n\n- {ITEM}\n-->\n",
        f"<!-- - {ITEM} -->\n",
        f"<div>\n\n- {ITEM}\n\n</div>\n",
        f"<pre>\n- {ITEM}\n</pre>\n",
        f"x[^1]\n\n[^1]: note\n\n    - {ITEM}\n",
        f"Text\n- {ITEM}\n",
        f"{ITEM}\n",
        f"- \\{ITEM}\n",
        f"1) {ITEM}\n",
        f"## {ITEM}\n",
    ],
)
def test_quotation_code_table_html_and_paragraph_create_no_item(source: str):
    found = lines_and_texts(source)

    assert found == []


@pytest.mark.parametrize(
    "after", ["```\ncode\n```\n", "<!-- note -->\n", "## 3. T\n", "***\n", "a | b\n--|--\nc | d\n\n", "> q\n\n"]
)
def test_item_after_another_block_keeps_its_line(after: str):
    found = lines_and_texts(f"{after}- {ITEM}\n")

    assert found == [(after.count("\n") + 1, "x")]


@pytest.mark.parametrize(
    ("source", "found"),
    [
        ("- a\n    - **ACTION A-1** (BY): x\n", [(2, "x")]),
        ("- a\n  - **ACTION A-1** (BY): x\n", [(2, "x")]),
        ("- a\n\t- **ACTION A-1** (BY): x\n", [(2, "x")]),
        ("1. a\n   - **ACTION A-1** (BY): x\n", [(2, "x")]),
        (
            "- **DECISION D-1**: d\n    - **ACTION A-1** (BY): x\n- **ACTION A-2** (CN): y\n",
            [(1, "d"), (2, "x"), (3, "y")],
        ),
        ("- **ACTION A-1** (BY): x\n\n- **ACTION A-2** (BY): y\n\n- z\n", [(1, "x"), (3, "y")]),
        ("1. a\n- **ACTION A-1** (BY): x\n2. b\n", [(2, "x")]),
        ("- **ACTION A-1** (BY): x\n---\n- **ACTION A-2** (BY): y\n", [(1, "x"), (3, "y")]),
        ("- a\n- **ACTION A-1** (BY): x\n- b\n", [(2, "x")]),
    ],
)
def test_list_of_any_shape_gives_its_items(source: str, found: list[tuple[int, str]]):
    assert lines_and_texts(source) == found


def test_year_at_the_start_of_a_lazy_line_stays_in_the_text():
    found = lines_and_texts("- **ПОРУЧЕНИЕ А-1** (BY): до 1 марта\n2027. Далее\n")

    assert found == [(1, "до 1 марта 2027. Далее")]


def test_item_of_many_lines_joins_its_text_by_one_space():
    source = "- **ACTION A-1** (BY;\n  due 2027-01-01): one *two*  \ntwo `b`\n    三\n- **ACTION A-2**\n  (BY): y\n"

    found = [(item.line, item.text, item.due) for item in read(source).items]

    assert found == [(1, "one *two* two `b` 三", "2027-01-01"), (5, "y", None)]


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_line_numbers_count_every_kind_of_line_end(end: str):
    source = end.join(["# Протокол", "", "- **ACTION A-1** (BY): x", "  y", "", "- **ACTION A-2** (BY): z", ""])

    assert lines_and_texts(source) == [(3, "x y"), (6, "z")]


def test_line_numbers_count_no_other_separators():
    source = "\ufeff# 纪要\x0b\u2028\x85\n\n- **ACTION A-1** (BY): x\n"

    assert lines_and_texts(source) == [(3, "x")]


def test_second_paragraph_of_an_item_is_a_warning():
    (item,) = read("- **ACTION A-1** (BY): x\n\n    more\n").items

    assert [str(warning) for warning in item.warnings] == [
        "An item is one paragraph; what follows it in the list entry stands in no register."
    ]


@pytest.mark.parametrize(
    ("heading", "section"),
    [
        ("## 2. Fraud", "2"),
        ("## 2. Fraud ##", "2"),
        ("2. Fraud\n--------", "2"),
        ("### 2.1 Fraud (40 min; BY-MIA)", "2.1"),
        ("## **2. Fraud**", "2"),
        ("## 2\\. Fraud", "2"),
        ("## 二、网络诈骗", "2"),
        ("## 第十二条 网络诈骗", "12"),
        ("## ２．网络诈骗", "2"),
        ("## Статья 2. Мошенничество", "2"),
        ("## 议题二：网络诈骗", "2"),
        ("## Пункт 2.1 Мошенничество", "2.1"),
        ("## 12 November 2026", None),
        ("## 2026. Plans", None),
        ("## 12.11.2026", None),
        ("## Fraud", None),
        ("## 2. Fraud\n\n### Talks", "2"),
        ("## 2. Fraud\n\n## Annex", None),
        ("## 2. Fraud\n\n> ## 3. Quoted", "2"),
        ("## 二、诈骗\n\n### （三）讨论", "2(3)"),
    ],
)
def test_section_is_the_number_of_the_heading_above(heading: str, section: str | None):
    (item,) = read(f"{heading}\n\n- {ITEM}\n").items

    assert item.section == section
