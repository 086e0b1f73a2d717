"""What holds for every text."""

import json
from html.parser import HTMLParser
from itertools import count

import nh3
from hypothesis import given, settings
from hypothesis import strategies as st
from markdown.treeprocessors import InlineProcessor

from forumhub.markdown import Document, TooMuch, circulation_remarks, concordance, read, stamp
from forumhub.markdown.packing import pack, unpack
from forumhub.markdown.rendering import Renderer
from forumhub.markdown.sanitising import sanitise
from forumhub.markdown.stamping import labelled_ids
from forumhub.markdown.words import KIND_OF, LANGUAGES, LETTERS

keywords = st.sampled_from(sorted(KIND_OF))
field_words = st.sampled_from([word for language in LANGUAGES for word in (*language.fields, *language.states)])
pieces = st.one_of(
    keywords,
    field_words,
    st.sampled_from(
        [
            "- ",
            "* ",
            "1. ",
            "    ",
            "\t",
            "> ",
            "## ",
            "## 2. ",
            "```\n",
            "<!--",
            "-->",
            "<b>",
            "|",
            "\n",
            "\n\n",
            "\r\n",
        ]
    ),
    st.sampled_from(
        [
            "**",
            "__",
            "(",
            ")",
            "（",
            "）",
            ": ",
            "：",
            "; ",
            "；",
            "、",
            " A-14",
            " А-１",
            "BY-MIA",
            "2027-03-01",
            "[^1]",
            "[x]: y",
        ]
    ),
    st.sampled_from(
        [
            "**ACTION** (BY): x",
            "- **行动 A-1**（BY）：做\n",
            "- **РЕШЕНИЕ**: да\n",
            "---\n",
            "![x](//y)",
            "[a](javascript:b)",
        ]
    ),
    st.text(max_size=12),
)
documents = st.lists(pieces, max_size=40).map("".join)


class Attributes(HTMLParser):
    """Gathers tags and attributes as a browser would see them."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.names: set[str] = set()
        self.addresses: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.names |= {name for name, _ in attrs}
        self.addresses += [value or "" for name, value in attrs if name in ("href", "src")]


def outcome(source: str) -> Document | str:
    try:
        return read(source)
    except TooMuch as refusal:
        return str(refusal)


def numbered():
    numbers = count(1000)
    return lambda kind: f"{LETTERS[kind]}-{next(numbers)}"


@given(st.one_of(documents, st.text(st.characters(), max_size=300)))
@settings(max_examples=400, deadline=None)
def test_any_text_is_read_or_refused_in_words(source: str):
    document = outcome(source)

    assert document
    if isinstance(document, str):
        return
    lines = source.replace("\r\n", "\n").replace("\r", "\n").count("\n") + 1
    assert all(1 <= remark.line <= lines and str(remark) for remark in (*document.remarks, *document.refusals))
    assert all(1 <= item.line <= lines and item.text == item.text.strip() for item in document.items)
    assert "\x02" not in document.html


@given(documents)
@settings(max_examples=300, deadline=None)
def test_stamping_is_idempotent_and_changes_only_what_it_stamps(source: str):
    before = read(source)

    stamped = stamp(source, numbered())
    after = read(stamped)

    assert stamp(stamped, numbered()) == stamped
    assert [item.as_dict() | {"id": None} for item in after.items] == [
        item.as_dict() | {"id": None} for item in before.items
    ]
    assert [new.id for new, old in zip(after.items, before.items, strict=True) if old.id] == [
        item.id for item in before.items if item.id
    ]
    assert all(item.id for item in after.items if item.kind != "STATUS")
    without = stamped
    for new, old in zip(after.items, before.items, strict=True):
        without = without.replace(f" {new.id}", "", 1) if old.id is None and new.id else without
    assert without == source


@given(documents)
@settings(max_examples=300, deadline=None)
def test_page_holds_nothing_that_runs_and_is_clean_already(source: str):
    html = read(source).html

    page = Attributes()
    page.feed(html)

    assert sanitise(html) == html
    assert page.tags <= nh3.ALLOWED_TAGS | {"div"}
    assert page.names <= {"id", "class", "href", "src", "alt", "start", "align", "rel"}
    assert [
        address for address in page.addresses if address.lower().lstrip().startswith(("javascript", "data", "vbscript"))
    ] == []


@given(documents)
@settings(max_examples=150, deadline=None)
def test_every_text_agrees_with_itself(source: str):
    document = read(source)

    assert concordance(document, document) == []
    assert circulation_remarks(document) == circulation_remarks(source)


@given(documents)
@settings(max_examples=100, deadline=None)
def test_ids_of_items_are_among_the_labels_of_the_lines(source: str):
    ids = {item.id for item in read(source).items if item.id and item.kind != "STATUS"}

    assert ids - labelled_ids(source) == set()


@given(documents)
@settings(max_examples=100, deadline=None)
def test_pieces_spared_the_inline_patterns_would_not_have_been_changed(source: str):
    renderer, spared = Renderer(), Renderer().render(source)
    renderer.markdown.treeprocessors.register(InlineProcessor(renderer.markdown), "inline", 20)

    assert renderer.render(source) == spared


@given(documents)
@settings(max_examples=150, deadline=None)
def test_packing_loses_nothing(source: str):
    document = read(source)

    assert unpack(source, json.loads(pack(document))) == document
