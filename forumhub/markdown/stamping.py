"""Ids: the server issues them, a save stamps them in, none returns and none vanishes (rules 2 and 3)."""

import re
from collections.abc import Callable, Container, Iterator

from forumhub.errors import N_
from forumhub.markdown import words
from forumhub.markdown.items import Item, label_of
from forumhub.markdown.lines import behind_prefix, clean
from forumhub.markdown.reading import Document, read
from forumhub.markdown.remarks import Remark

_LINE_END = re.compile(r"(\r\n|\n|\r)")
_KEYWORD = re.compile(rf"(\*\*|__)(?:{'|'.join(words.KIND_OF)})(?=\1)")


def stamp(source: str, issue: Callable[[str], str], document: Document | None = None) -> str:
    """The text with an id in each item that has none; `issue` gives the next one of a kind, in the order of the text.

    Nothing else changes, line ends included; stamping again changes nothing. A STATUS is issued none: its id is that
    of the item it reports on. `document` is the text as `read_bounded` read it; without it the text is read in place.
    """
    parts = _LINE_END.split(source)
    for item in (document or read(source)).items:
        if item.id is None and item.kind != "STATUS":
            place = 2 * (item.line - 1)
            keyword = _KEYWORD.search(parts[place])
            assert keyword, "an item's line holds its keyword"
            parts[place] = f"{parts[place][: keyword.end()]} {issue(item.kind)}{parts[place][keyword.end() :]}"
    return "".join(parts)


def missing_ids(before: str | Document, after: str | Document) -> list[Remark]:
    """Items that stood in the text before and are gone without a STATUS that withdraws them.

    Each remark's line is one of the text *before*; its values are `id` and `line`.
    """
    kept = _kept(_document(after))
    msgid = N_("%(id)s stood in line %(line)s of the revision before; it leaves by **STATUS %(id)s** (withdrawn).")
    return [
        Remark(item.line, msgid, {"id": item.id, "line": str(item.line)})
        for item in _own_items(_document(before))
        if item.id and item.id not in kept
    ]


def may_miss(before: str, after: Document) -> bool:
    """Whether `missing_ids` could find something: where this says no, the text before need not be read."""
    return not labelled_ids(before) <= _kept(after)


def _kept(after: Document) -> set[str | None]:
    return {item.id for item in after.items if item.kind != "STATUS" or item.state == "withdrawn"}


def labelled_ids(source: str) -> set[str]:
    """The ids on lines that open as items do, found without parsing: all that the text's items have, perhaps more."""
    lines = clean(source).expandtabs(4).replace("\r", "\n").split("\n")
    labels = [label_of(behind_prefix(line)) for line in lines if "**" in line or "__" in line]
    return {label[1] for label in labels if label and label[0] != "STATUS" and label[1]}


def check_ids(document: Document, issued: Container[str]) -> list[Remark]:
    """Ids that stand twice, and ids that the register never issued; `issued` holds those of the register, `A-14`."""
    first: dict[str, int] = {}
    remarks = []
    for item in document.items:
        if item.id is None or "/" in item.id:
            continue
        if item.id not in issued:
            msgid = N_("%(id)s was never issued; leave the id out and saving will issue one.")
            remarks.append(Remark(item.line, msgid, {"id": item.id}))
        elif item.kind != "STATUS" and first.setdefault(item.id, item.line) != item.line:
            msgid = N_("%(id)s stands already in line %(first)s; leave the id out and saving will issue one.")
            remarks.append(Remark(item.line, msgid, {"id": item.id, "first": str(first[item.id])}))
    return remarks


def _own_items(document: Document) -> Iterator[Item]:
    return (item for item in document.items if item.kind != "STATUS")


def _document(text: str | Document) -> Document:
    return text if isinstance(text, Document) else read(text)
