"""Language versions agree in the numbers of headings and the fields of items (rule 7). Translation is not checked."""

from collections import Counter
from collections.abc import Iterator

from forumhub.errors import N_
from forumhub.markdown.items import Item
from forumhub.markdown.reading import Document
from forumhub.markdown.references import parse_reference
from forumhub.markdown.remarks import Remark

Key = tuple[bool, str | None, int]


def concordance(working: Document, other: Document) -> list[Remark]:
    """Each difference of `other` from the working-language text.

    A remark's line is one of `other`; for what is missing there, the line of what stands before it in both.
    """
    return sorted([*_headings(working, other), *_items(working, other)], key=lambda remark: remark.line)


def _headings(working: Document, other: Document) -> Iterator[Remark]:
    there = {heading.number: heading.line for heading in other.headings if heading.number}
    here = {heading.number: heading.line for heading in working.headings if heading.number}
    last = 1
    for number, line in here.items():
        if number not in there:
            values = {"number": number, "line": str(line)}
            yield Remark(last, N_("Heading %(number)s is missing; it is in line %(line)s of the working text."), values)
        last = there.get(number, last)
    for number, line in there.items():
        if number not in here:
            yield Remark(line, N_("Heading %(number)s is not in the working text."), {"number": number})
    if list(here) != list(there) and set(here) == set(there):
        yield Remark(1, N_("The headings stand in another order than in the working text."))


def _items(working: Document, other: Document) -> Iterator[Remark]:
    there, here = _keyed(other), _keyed(working)
    last = 1
    for key, item in here.items():
        if key in there:
            yield from _fields(item, there[key])
            last = there[key].line
        else:
            values = {"name": _name(item), "line": str(item.line)}
            yield Remark(last, N_("%(name)s is missing; it is in line %(line)s of the working text."), values)
    for key, item in there.items():
        if key not in here:
            yield Remark(item.line, N_("%(name)s is not in the working text."), {"name": _name(item)})


def _keyed(document: Document) -> dict[Key, Item]:
    """The items by what makes them the same in both versions: their id, and which of its mentions it is."""
    seen: Counter[tuple[bool, str | None]] = Counter()
    keyed = {}
    for item in document.items:
        key = (item.kind == "STATUS", item.id)
        keyed[(*key, seen[key])] = item
        seen[key] += 1
    return keyed


def _fields(item: Item, same: Item) -> Iterator[Remark]:
    for (name, wanted), (_, found) in zip(compared(item), compared(same), strict=True):
        if wanted != found:
            values = {"name": _name(same), "field": name, "found": _shown(found), "wanted": _shown(wanted)}
            values["line"] = str(item.line)
            msgid = N_("%(name)s: %(field)s is %(found)s here and %(wanted)s in line %(line)s of the working text.")
            yield Remark(same.line, msgid, values)


def compared(item: Item) -> list[tuple[str, str | list[str] | None]]:
    """The fields that must agree. The order of names within a field may differ: each side names itself first."""
    return [
        ("kind", item.kind),
        ("owners", sorted(item.owners)),
        ("state", item.state),
        ("with", sorted(item.with_)),
        ("due", item.due),
        ("under", sorted(_clause(clause) for clause in item.under)),
        ("from", sorted(item.from_)),
        ("split into", sorted(item.split_into)),
        ("superseded by", sorted(item.superseded_by)),
    ]


def _clause(text: str) -> str:
    reference = parse_reference(text)
    return f"{reference.code} art. {reference.address}" if reference else text


def _shown(value: str | list[str] | None) -> str:
    return (", ".join(value) if isinstance(value, list) else value) or "—"


def _name(item: Item) -> str:
    return f"{item.kind} {item.id or '—'}"
