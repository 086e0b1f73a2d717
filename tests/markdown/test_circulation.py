"""Circulation refuses what can show differently to two readers."""

import pytest

from forumhub.markdown import circulation_remarks, read
from tests.markdown import texts

RAW = "Raw HTML is shown as the text that it is; write it in Markdown, or between backticks."
UNSEEN = "The line holds %s, which nobody sees; take it out."


def refusals(source: str) -> list[tuple[int, str]]:
    return [(remark.line, str(remark)) for remark in circulation_remarks(source)]


@pytest.mark.parametrize("source", texts.LANGUAGES, ids=["en", "zh", "ru"])
def test_ordinary_minutes_are_not_refused(source: str):
    assert refusals(source) == []


@pytest.mark.parametrize(
    "source",
    [
        "`<b>` is code, 1 < 2 and <https://e.org> and <a@e.org> are not HTML\n",
        "    <b>indented code</b>\n",
        "```\n<b>\n```\n",
        "[x][y] and [z]\n\n[y]: https://e.org\n[Z]: /files/z\n",
        "x[^1]\n\n[^1]: y\n",
        "![план](files/plan.png)\n",
        "\ufeff# 纪要\n",
        "葛\U000e0100城 ☎\ufe0f — «да» “yes” ‘no’ … № § ° ± × 5\u00a0км\n",
        "Ўў Іі Ёё Ґґ é ñ 漢字 ㊙ （）：；、。\r\n\tтаб\r\n",
    ],
)
def test_what_every_reader_sees_alike_is_not_refused(source: str):
    assert refusals(source) == []


@pytest.mark.parametrize(
    ("source", "line"),
    [
        ("a\n\n<div>x</div>\n", 3),
        ("纪要 <b>x</b>\n", 1),
        ("- a\n- **ACTION A-1** (BY): x <br> y\n", 2),
        ("> цитата <i>x</i>\n", 1),
        ("| <u>x</u> | b |\n|---|---|\n", 1),
        ("a\nb <!-- скрыто --> c\n", 2),
        ("a <img\nsrc=x>\n", 1),
        ("2.1 text\n\n## 2. H <b>\n", 3),
    ],
)
def test_raw_html_is_refused_with_its_line(source: str, line: int):
    assert refusals(source) == [(line, RAW)]


@pytest.mark.parametrize(
    ("source", "line", "address"),
    [
        ("a\n\n![x](https://e.org/x.png)\n", 3, "https://e.org/x.png"),
        ("![x][y]\n\n[y]: //e.org/план.png\n", 3, "//e.org/план.png"),
        ("- ![图](data:image/png;base64,AA)\n", 1, "data:image/png;base64,AA"),
    ],
)
def test_remote_image_is_refused_with_its_line(source: str, line: int, address: str):
    assert refusals(source) == [
        (line, f"The image '{address}' lies elsewhere and can change; attach it and show it from files/.")
    ]


@pytest.mark.parametrize(
    ("source", "line", "sentence"),
    [
        ("a\n\n[тайна]: https://e.org\n", 3, "The definition 'тайна' is not used; take it out."),
        ("a\n\n[^1]: 脚注\n", 3, "The definition '1' is not used; take it out."),
        ("[a]\n\n[a]: /x\n[A]: /y\n", 4, "'a' is defined twice; keep one definition."),
        ("МИД\n\n*[МИД]: министерство\n", 3, "An abbreviation is defined; spell it out in the text."),
        ("a\n\n```\nb\n", 3, "Code begins here and is never closed; close it with the same line of marks."),
    ],
)
def test_definition_that_hides_text_is_refused(source: str, line: int, sentence: str):
    assert refusals(source) == [(line, sentence)]


@pytest.mark.parametrize("character", ["\u202e", "\u2066", "\u200f", "\u061c"])
def test_bidirectional_control_is_refused_with_its_line(character: str):
    code = f"U+{ord(character):04X}"

    found = refusals(f"a\n纪{character}要\n")

    assert found == [(2, f"The line holds {code}, which turns the direction of writing; take it out.")]


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("а\u200bб", "U+200B"),
        ("а\u200dб", "U+200D"),
        ("纪\u2060要", "U+2060"),
        ("纪\ufeff要", "U+FEFF"),
        ("a\u00adb", "U+00AD"),
        ("a\u3164b", "U+3164"),
        ("a\ue000b", "U+E000"),
        ("a\U000e0041b", "U+E0041"),
        ("a\ufe0fb", "U+FE0F"),
        ("a\x07b", "U+0007"),
        ("a&#8203;b", "U+200B"),
        ("a&ZeroWidthSpace;b", "U+200B"),
        ("a&shy;b", "U+00AD"),
        ("`a\u200bb`", "U+200B"),
    ],
)
def test_invisible_character_is_refused_with_its_line(text: str, code: str):
    assert refusals(f"x\n\n{text}\n") == [(3, UNSEEN % code)]


def test_refusals_of_a_document_are_those_of_its_source():
    document = read("a <b>\n")

    assert circulation_remarks(document) == circulation_remarks(document.source)
