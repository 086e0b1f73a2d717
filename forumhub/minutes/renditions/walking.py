"""One walk over the rendered HTML of a text, which gives its blocks. Pure."""

from collections.abc import Iterator, Mapping
from html.parser import HTMLParser
from xml.etree.ElementTree import Element, TreeBuilder

from forumhub.minutes.renditions.blocks import (
    Block,
    Blocks,
    Bullets,
    Code,
    Heading,
    Item,
    Notes,
    Paragraph,
    Quote,
    Rule,
    Runs,
    Table,
)
from forumhub.minutes.renditions.words import PLAIN, Words

_VOID = {"br", "hr", "img"}
_BLOCK = {"p", "ul", "ol", "li", "blockquote", "pre", "table", "div", "hr", "h1", "h2", "h3", "h4", "h5", "h6"}

DIGITS = 9
"""Of the number with which a list begins (CommonMark 5.2): in a DOCX it has 32 bits."""


def blocks_of(html: str, images: Mapping[str, tuple[int, int]] | None = None) -> Blocks:
    """The blocks of a text's sanitised HTML, in its order. Raises RecursionError for what is nested beyond reason.

    `images` are width and height of each file that an image may be taken from; any other is shown as its words.
    """
    return tuple(_blocks(tree_of(html, images)))


class _Tree(HTMLParser):
    """Sanitised HTML is balanced, so that its tags build the tree as they come."""

    def __init__(self, images: Mapping[str, tuple[int, int]]) -> None:
        super().__init__(convert_charrefs=True)
        self.images = images
        self.builder = TreeBuilder()
        self.builder.start("body", {})

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag == "img" and (size := self.images.get(given.get("src", ""))):
            given |= {"width": str(size[0]), "height": str(size[1])}
        self.builder.start(tag, given)
        if tag in _VOID:
            self.builder.end(tag)

    def handle_endtag(self, tag: str) -> None:
        if tag not in _VOID:
            self.builder.end(tag)

    def handle_data(self, data: str) -> None:
        self.builder.data(data)


def tree_of(html: str, images: Mapping[str, tuple[int, int]] | None = None) -> Element:
    """The sanitised HTML of a text as the children of one element."""
    tree = _Tree(images or {})
    tree.feed(html)
    tree.close()
    tree.builder.end("body")
    return tree.builder.close()


def _blocks(parent: Element) -> Iterator[Block]:
    """What stands between two blocks, as in `<li>words<ul>…`, is a paragraph."""
    loose = Words()
    loose.add(parent.text)
    for child in parent:
        if child.tag in _BLOCK:
            yield from loose.paragraph()
            loose = Words()
            yield from _block(child)
        else:
            loose.walk(child, PLAIN)
        loose.add(child.tail)
    yield from loose.paragraph()


def _block(element: Element) -> Iterator[Block]:
    tag = element.tag
    if tag[0] == "h" and tag != "hr":
        yield Heading(int(tag[1]), _runs(element))
    elif tag == "p":
        yield from _paragraph(element)
    elif tag in ("ul", "ol"):
        yield _list(element)
    elif tag == "blockquote":
        yield Quote(tuple(_blocks(element)))
    elif tag == "pre":
        yield Code("".join(element.itertext()).rstrip("\n"))
    elif tag == "table":
        yield _table(element)
    elif tag == "hr":
        yield Rule()
    else:
        yield from _division(element)


def _paragraph(element: Element) -> Iterator[Block]:
    first = element[0] if len(element) and not (element.text or "").strip() else None
    if first is None or first.get("class") != "num":
        runs = _runs(element)
        if runs:
            yield Paragraph(runs)
        return
    rest = Words()
    rest.add(first.tail)
    for child in element[1:]:
        rest.walk(child, PLAIN)
        rest.add(child.tail)
    yield Paragraph(rest.runs(), number="".join(first.itertext()).strip())


def _list(element: Element) -> Bullets:
    entries = tuple(tuple(_blocks(entry)) for entry in element)
    return Bullets(_start(element.get("start", "1")) if element.tag == "ol" else None, entries)


def _start(written: str) -> int:
    """A list that would begin beyond what files can count begins at 1."""
    return int(written) if written.isdecimal() and len(written) <= DIGITS else 1


def _division(element: Element) -> Iterator[Block]:
    classes = element.get("class", "").split()
    if "item" in classes and len(element) and element[0].get("class") == "meta":
        meta = ["".join(part.itertext()).strip() for part in element[0]]
        rest = Element("div")
        rest.extend(element[1:])
        yield Item(meta[0] if meta else "", tuple(meta[1:]), tuple(_blocks(rest)))
    elif "footnote" in classes:
        yield Notes(
            tuple(tuple(_blocks(entry)) for entry in element.iter("li") if entry.get("id", "").startswith("fn"))
        )
    else:
        yield from _blocks(element)


def _table(element: Element) -> Table:
    rows = [[_runs(cell) for cell in row] for row in element.iter("tr")]
    first = next(iter(element.iter("tr")), Element("tr"))
    width = max(map(len, rows), default=0)
    aligns = [cell.get("align", "left") for cell in first]
    head = element.find("thead")
    return Table(
        heads=0 if head is None else len(head),
        aligns=tuple(aligns + ["left"] * (width - len(aligns))),
        rows=tuple(tuple(row + [()] * (width - len(row))) for row in rows),
    )


def _runs(element: Element) -> Runs:
    words = Words()
    words.inside(element, PLAIN)
    return words.runs()
