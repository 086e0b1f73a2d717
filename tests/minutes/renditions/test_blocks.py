"""One walk over the page's HTML: what becomes of its elements, and that no word is lost on the way to a file."""

import json
import re
from contextlib import suppress
from html import unescape

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from forumhub.errors import RuleBroken
from forumhub.markdown import TooMuch, read
from forumhub.minutes.renditions import pdf, word
from forumhub.minutes.renditions.blocks import (
    Bullets,
    Code,
    Heading,
    Item,
    Notes,
    Paragraph,
    Quote,
    Rule,
    Run,
    Table,
)
from forumhub.minutes.renditions.fonts import stack
from forumhub.minutes.renditions.paper import Paper, as_json, from_json
from forumhub.minutes.renditions.walking import blocks_of
from tests.minutes.renditions.papers import paper
from tests.minutes.renditions.reading_pdf import count_pages, text_of
from tests.minutes.renditions.test_pages import squeezed, words_of_docx

WHOLE = """# Протокол

## 2. Fraud

2.1 The *Belarusian* side [noted](https://example.org/a)[^1].

- **ACTION A-14** (BY-MIA; due 2027-03-01): Name the officers.

3. first
    - 中文
      换行

> quoted

```
a  b
```

| a | b |
|---|--:|
| 1 |

---

[^1]: The note.
"""


def test_blocks_are_what_the_page_shows():
    found = blocks_of(read(WHOLE).html)

    assert found == (
        Heading(1, (Run("Протокол"),)),
        Heading(2, (Run("2. Fraud"),)),
        Paragraph(
            (
                Run("The "),
                Run("Belarusian", italic=True),
                Run(" side "),
                Run("noted", link="https://example.org/a"),
                Run("1", raised=True),
                Run("."),
            ),
            number="2.1",
        ),
        Bullets(
            None, ((Item("ACTION A-14", ("BY-MIA", "due 2027-03-01"), (Paragraph((Run("Name the officers."),)),)),),)
        ),
        Bullets(3, ((Paragraph((Run("first"),)), Bullets(None, ((Paragraph((Run("中文换行"),)),),))),)),
        Quote((Paragraph((Run("quoted"),)),)),
        Code("a  b"),
        Table(1, ("left", "right"), (((Run("a"),), (Run("b"),)), ((Run("1"),), ()))),
        Rule(),
        Notes(((Paragraph((Run("The note."),)),),)),
    )


@settings(max_examples=60, deadline=None)
@given(st.text(st.sampled_from("ab 1.\n-*_#>`|[](): \\$@中文Ы<&\t"), max_size=120))
def test_any_text_keeps_its_words_and_comes_back_from_json(source):
    try:
        html = read(source).html
    except TooMuch:
        return

    made = paper(source)

    assert from_json(as_json(made)) == made
    assert squeezed(words_of(json.loads(as_json(made))["blocks"])) == squeezed(visible(html))


def words_of(value: object) -> str:
    """What is written in blocks, in their order."""
    if isinstance(value, list):
        return "".join(map(words_of, value))
    if isinstance(value, dict):
        return "".join(words_of(value[key]) for key in ORDER if key in value)
    return value if isinstance(value, str) else ""


ORDER = ("label", "number", "fields", "text", "runs", "blocks", "entries", "rows")


def visible(html: str) -> str:
    """What a reader sees of the page; an image by its words."""
    without_arrows = re.sub(r'(?:&nbsp;|\s)*<a class="footnote-backref".*?</a>', "", html)
    named = re.sub(r"<img [^>]*>", _image, without_arrows)
    return unescape(re.sub(r"<[^>]+>", " ", named))


def _image(match: re.Match[str]) -> str:
    alt, source = (re.search(rf'{name}="([^"]*)"', match[0]) for name in ("alt", "src"))
    return f" [{alt[1] if alt and alt[1] else source[1] if source else ''}] "


def follow(words: list[str], text: str) -> str | None:
    """The first word that does not follow the one before; None where all do."""
    at = 0
    for each in words:
        found = text.find(each, at)
        if not -1 < found < at + 500:  # numbers of lists, the heads of a table again on its next page
            return each
        at = found + len(each)
    return None


def every_word_arrives(source: str) -> None:
    made = paper(source)
    words = [squeezed(each) for each in visible(read(source).html).split()]
    assert follow(words, words_of_docx(word.write(made, {}))) is None
    if content := written(made):
        assert follow(words, squeezed(text_of(content))) is None


def written(made: Paper) -> bytes | None:
    """The PDF; None where it is refused because no font here has a sign."""
    try:
        return pdf.write(made, {}, "")
    except RuleBroken as error:
        if "No font here can show" in str(error):
            return None
        raise


SAMPLE, SHORT = 35, 10_000
"""Every so manieth of the real minutes that are shorter than so many bytes; `-m slow` takes all."""


def test_sample_of_real_minutes_arrives_word_by_word(shared_data):
    short = [file for file in sorted((shared_data / "minutes").glob("*.md")) if file.stat().st_size < SHORT]
    for file in short[::SAMPLE]:
        every_word_arrives(file.read_text())


@pytest.mark.slow
def test_all_real_minutes_arrive_word_by_word(shared_data):
    for file in sorted((shared_data / "minutes").glob("*.md")):
        with suppress(TooMuch):
            every_word_arrives(file.read_text())


def test_long_words_and_wide_tables_stay_on_the_page():
    wide = "|" + "слово|" * 12 + "\n|" + "---|" * 12 + "\n|" + "w" * 60 + "|" + "中文|" * 11
    source = f"# Да\n\n{'w' * 5000}\n\n{wide}\n"

    content = pdf.write(paper(source), {}, "")

    said = squeezed(text_of(content))
    assert (count_pages(content) > 1, said.count("w" * 5000), said.count("中文")) == (True, 1, 11)


def test_fonts_of_the_folder_stand_first_and_chinese_before_letters_only_where_its_marks_are():
    there = {"Noto Serif", "Noto Serif CJK SC", "Libertinus Serif", "DejaVu Sans Mono", "Ministry"}

    chinese, russian, bare = (
        stack(there, {"Ministry"}, "zh"),
        stack(there, set(), "ru"),
        stack({"Libertinus Serif", "DejaVu Sans Mono"}, set(), "zh"),
    )

    assert chinese.text[:2] == [{"name": "Ministry", "covers": "latin-in-cjk"}, "Noto Serif CJK SC"]
    assert russian.text == ["Noto Serif", "Libertinus Serif", "Noto Serif CJK SC"]
    assert (bare.text, bare.code) == (["Libertinus Serif"], ["DejaVu Sans Mono"])


def test_folder_of_fonts_is_all_there_is(tmp_path):
    with pytest.raises(RuleBroken, match=r"No font here can show '中' \(U\+4E2D\)"):
        pdf.write(paper("# 中\n", lead=(), signatures=()), {}, str(tmp_path))


def test_signatures_take_the_end_of_the_text_along_to_their_page():
    pages = {
        lines: pdf.write(paper("# 纪要\n" + "\nСлово.\n" * lines, statements=()), {}, "") for lines in (33, 35, 37)
    }

    behind = [text_of(content).rstrip("\n").split("\n")[-1] for content in pages.values() if count_pages(content) > 1]

    assert behind
    assert [part.startswith("Слово.") for part in behind] == [True] * len(behind)


@pytest.mark.parametrize(
    ("number", "start"),
    [("0", 0), ("7", 7), ("9" * 9, 999_999_999), ("1" + "0" * 9, 1), ("9" * 20, 1), ("1" * 5_000, 1)],
)
def test_a_list_that_begins_beyond_what_files_can_count_begins_at_1(number, start):
    (found,) = blocks_of(read(f"{number}. 条款 пункт\n").html)

    assert (found.start, len(found.entries)) == (start, 1)
    assert word.write(paper(f"{number}. 条款\n"), {})
