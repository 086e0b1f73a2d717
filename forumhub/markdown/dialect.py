"""The dialect in the parsed tree: headings get anchors, entries become items, marks become line numbers (rule 1)."""

import re
from collections.abc import Iterator
from xml.etree.ElementTree import Element, SubElement

from markdown import Markdown
from markdown.treeprocessors import Treeprocessor
from markdown.util import AtomicString

from forumhub.errors import N_
from forumhub.markdown.findings import Findings
from forumhub.markdown.headings import (
    Heading,
    Paragraph,
    paragraph_address,
    plain,
    take_number,
    take_parenthesis,
    undressed,
)
from forumhub.markdown.inline import settled
from forumhub.markdown.items import Entry, entry_fields, make_item, parse_entry
from forumhub.markdown.lines import MARK, Lines
from forumhub.markdown.near_misses import Opening, near_misses
from forumhub.markdown.remarks import Remark
from forumhub.markdown.values import Fields

_INERT = {"blockquote", "table", "pre"}
_HEADING = re.compile(r"h[1-6]")
_CODE = re.compile(r"(?<![`\\])(`+)(?!`)(.+?)(?<!`)\1(?!`)", re.DOTALL)
_RAW_HTML = re.compile(r"<(?:/?[A-Za-z][A-Za-z0-9-]*(?:[\s/][^<>]*)?(?:>|$)|!--|\?|![A-Z])")


class Dialect(Treeprocessor):
    """Runs before inline Markdown is rendered, so that an item's text is kept as it was written."""

    def __init__(self, md: Markdown, lines: Lines, findings: Findings) -> None:
        super().__init__(md)
        self.lines = lines
        self.findings = findings

    def run(self, root: Element) -> None:
        for element, inert, top in list(_walk(root)):
            if top and _HEADING.fullmatch(element.tag):
                self._heading(element)
            elif element.tag == "li" and not inert:
                self._entry(element)
            elif top and element.tag == "p":
                self._paragraph(element)
            self._unmark(element, inert, _HEADING.fullmatch(element.tag) is not None)
            element.text = settled(element.text)
        for element in root.iter("ul"):
            if len(element) and all(len(li) and li[0].get("class", "").startswith("item ") for li in element):
                element.set("class", "items")

    def _heading(self, element: Element) -> None:
        mark = MARK.search(element.text or "")
        text = undressed(MARK.sub("", element.text or ""))
        level = int(element.tag[1])
        self.findings.leave(level)
        number, rest = take_number(text, self.findings.section())
        title, parenthesis = take_parenthesis(rest.strip())
        slug = "-".join(re.findall(r"\w+", title.lower()))[:60]
        anchor = self.findings.anchor(f"art-{number}" if number else f"h-{slug}")
        element.set("id", anchor)
        self.findings.enter(Heading(number, level, plain(title), int(mark[1]) if mark else 1, parenthesis, anchor, 0))

    def _entry(self, li: Element) -> None:
        holder = _holder(li)
        line, text = _opening(holder.text or "")
        entry = parse_entry(MARK.sub("", text)) if line else None
        if line and entry:
            self._item(li, holder, line, entry)
        else:
            self.findings.attendance.see_entry(MARK.sub("", holder.text or ""))

    def _item(self, li: Element, holder: Element, line: int, entry: Entry) -> None:
        self._note(holder.text or "", inert=False, opens_item=True)
        fields = entry_fields(entry, line)
        item = make_item(entry, fields, line, self.findings.section(), _further_paragraphs(li, holder, line))
        self.findings.items.append(item)
        self.findings.remarks.extend(item.warnings)
        anchor = f"status-{item.id}" if item.kind == "STATUS" else item.id
        holder.text = ""
        box = _picture(entry, fields, self.findings.anchor(anchor) if item.id and anchor else None)
        if holder is not li:
            box.tail = holder.tail
            li.remove(holder)
        li.insert(0, box)

    def _paragraph(self, p: Element) -> None:
        line, text = _opening(p.text or "")
        found = paragraph_address(text, self.findings.section()) if line else None
        if line and found:
            address, length = found
            anchor = self.findings.anchor(f"art-{address}")
            self.findings.address(address, line)
            self.findings.paragraphs.append(Paragraph(address, line, anchor))
            self._note(p.text or "", inert=False)
            p.set("id", anchor)
            number = Element("span", {"class": "num"})
            number.text, number.tail = AtomicString(text[:length]), MARK.sub("", text[length:])
            p.text = ""
            p.insert(0, number)

    def _unmark(self, element: Element, inert: bool, heading: bool) -> None:
        """Takes the marks out of an element's text and tail, and the remarks from the marked lines."""
        if element.text and "\x02fh" in element.text and not isinstance(element.text, AtomicString):
            self._note(element.text, inert, heading=heading)
            element.text = MARK.sub("", element.text)
        if element.tail and "\x02fh" in element.tail:
            self._note(element.tail, inert)
            element.tail = MARK.sub("", element.tail)

    def _note(self, text: str, inert: bool, opens_item: bool = False, heading: bool = False) -> None:
        masked = _CODE.sub(lambda code: re.sub(r"[^\n]", "`", code.group()), text) if "<" in text else text
        for place, (written, masked_line) in enumerate(zip(text.split("\n"), masked.split("\n"), strict=True)):
            mark = MARK.search(written)
            if mark is None:
                continue
            line = int(mark[1])
            if _RAW_HTML.search(masked_line):
                self.findings.raw_html.append(line)
            if not inert and not (opens_item and place == 0):
                opening = Opening(written[mark.end() :], line, self.lines.prefixes[line], place == 0, heading)
                self.findings.remarks.extend(near_misses(opening))


def _walk(root: Element) -> Iterator[tuple[Element, bool, bool]]:
    """Every element in the order of the text; whether it can hold no item; whether it is at the top."""
    waiting = [(child, child.tag in _INERT, True) for child in reversed(root)]
    while waiting:
        element, inert, top = waiting.pop()
        yield element, inert, top
        waiting.extend((child, inert or child.tag in _INERT, False) for child in reversed(element))


def _opening(text: str) -> tuple[int | None, str]:
    """The line number in the mark that opens the text, and the text behind it."""
    match = MARK.match(text)
    return (int(match[1]), text[match.end() :]) if match else (None, text)


def _holder(li: Element) -> Element:
    """The element that holds the first paragraph of a list entry: itself in a tight list, a p in a loose one."""
    loose = not (li.text or "").strip() and len(li) and li[0].tag == "p"
    return li[0] if loose else li


def _further_paragraphs(li: Element, holder: Element, line: int) -> list[Remark]:
    others = [child for child in li if child.tag not in ("ul", "ol") and child is not holder]
    msgid = N_("An item is one paragraph; what follows it in the list entry stands in no register.")
    return [Remark(line, msgid)] if others else []


def _picture(entry: Entry, fields: Fields, anchor: str | None) -> Element:
    """The item as the page shows it: its label and fields as written, in a line above its text."""
    box = Element("div", {"class": f"item {entry.kind.lower()}"} | ({"id": anchor} if anchor else {}))
    meta = SubElement(box, "div", {"class": "meta"})
    SubElement(meta, "b").text = AtomicString(entry.label)
    for name, written in fields.shown:
        css = name if name in ("owners", "state") else "field-" + name.replace(" ", "-")
        # The space is inside: as a tail of its own it would cost a full round of inline Markdown for each field.
        SubElement(meta, "span", {"class": css}).text = AtomicString(" " + written)
    SubElement(box, "p").text = settled(entry.text.strip())
    return box
