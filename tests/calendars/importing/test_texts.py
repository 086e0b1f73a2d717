"""Plain text in Markdown reads as it was."""

import html
import re

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from forumhub.calendars.importing.texts import as_markdown
from forumhub.calendars.text import clean
from forumhub.markdown import read

_SIGNS = st.sampled_from(
    "# ## - + * ** _ __ ` ``` ~~~ ~~ > 1. 2) [a](b) ![a](b) [^1] [^1]: <b> </b> <!-- & &amp; &lt; | : :a: === --- \\\\ "
    "ACTION *[x]: @ $ {.a} 议程 Совет أمن 👩‍⚖️ a_b https://x.example/?a=1&b=2_3 - [ ] +++ a * \\n \\n\\n".replace(
        "\\n", "\n"
    ).split(" ")
)
texts = st.lists(st.one_of(_SIGNS, st.text(max_size=8), st.just(" ")), max_size=30).map("".join)


def shown(text: str) -> str:
    """What a reader sees of a Markdown text, line for line, without blank ones."""
    page = re.sub(r"<br\s*/?>\n?|</p>\n?", "\n", read(text).html)
    return lines_of(html.unescape(re.sub("<[^>]*>", "", page)))


def lines_of(text: str) -> str:
    return "\n".join(filter(None, (" ".join(line.split()) for line in text.split("\n"))))


@settings(max_examples=400)
@example("# not a heading")
@example("- **ACTION A-14** (BY-MIA): x")
@example("a\n===\nb\n---")
@example("    code")
@example("<script>alert(1)</script>")
@given(texts)
def test_any_text_reads_as_it_was(text):
    text = clean(text)

    assert shown(as_markdown(text)) == lines_of(text)


@pytest.mark.parametrize("text", ["Agenda:\n1. Opening\n2. Customs & borders", "第一项：开幕\n- 海关", "1) Открытие"])
def test_an_ordinary_text_makes_neither_lists_nor_headings(text):
    page = read(as_markdown(text)).html

    assert re.findall(r"<(?!/?p>|br)[^>]*>", page) == []
