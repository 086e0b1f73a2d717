"""A text rendered by its sections shows what it would show rendered whole."""

from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from forumhub.markdown import TooMuch, limits, read
from forumhub.markdown.lines import clean
from forumhub.markdown.pieces import Rendered, by_sections, whole
from tests.markdown.test_properties import documents

TITLES = ["# 1. Minutes", "# Attendance", "Preamble", ""]
HEADINGS = ["## 2. Talks", "## 关切", "## Attendance", "## Belarus (BY)", "## 2. Talks\n\n### Китай (CN)", "##"]
sections = st.lists(st.tuples(st.sampled_from(HEADINGS), documents), min_size=1, max_size=4).map(
    lambda parts: "".join(f"\n\n{heading}\n\n{body}" for heading, body in parts)
)


def seen(rendered: Rendered) -> tuple[object, ...]:
    found = rendered.findings
    lists = found.items, found.headings, found.paragraphs, found.attendance.delegations, found.remarks, found.images
    return rendered.html, lists, found.raw_html, rendered.raw_html, rendered.open_fences, rendered.unused


def agree(source: str) -> bool:
    """Whether there are sections, which then agree with the whole."""
    try:
        limits.check(source)
    except TooMuch:
        return False
    text = clean(source).replace("\r\n", "\n").replace("\r", "\n")
    rendered = by_sections(text, least=0)
    assert rendered is None or seen(rendered) == seen(whole(text))
    return rendered is not None


@given(st.sampled_from(TITLES), documents, sections)
@settings(max_examples=120, deadline=None)
def test_any_text_by_sections_is_the_text_as_a_whole(title: str, opening: str, rest: str):
    agree(f"{title}\n\n{opening}{rest}")


def test_real_texts_by_sections_are_the_texts_as_a_whole(shared_data: Path):
    paths = [path for folder in ("minutes", "hostile") for path in sorted((shared_data / folder).iterdir())[::3]]

    cut = [path.name for path in paths if agree(path.read_bytes().decode("utf-8", "replace"))]

    assert len(cut) > 25


def test_what_is_read_is_nobodys_to_change_for_the_next_reader():
    source = "# Minutes\n\n## Attendance\n\n### Belarus (BY)\n\n- A\n\n## 2. Talks\n\n- **ACTION** (BY): x\n"

    read(source).attendance[0].persons.clear()

    assert [person.name for person in read(source).attendance[0].persons] == ["A"]


def test_number_that_stands_in_two_sections_is_remarked_on():
    remarks = read("## 2. Talks\n\nx\n\n## 2. Talks\n\ny\n").remarks

    assert [(remark.line, remark.values) for remark in remarks] == [(5, {"number": "2", "first": "1"})]
