"""Items: what a list entry that opens with a bold keyword says (minutes-dialect.md, 'Items' and 'As data')."""

import re
from dataclasses import dataclass

from forumhub.errors import N_
from forumhub.markdown import words
from forumhub.markdown.fields import parse_fields
from forumhub.markdown.folding import fold_code, one_line, squeeze
from forumhub.markdown.references import FOREIGN_ID, ID
from forumhub.markdown.remarks import Remark
from forumhub.markdown.values import Fields

_BOLD = re.compile(r"(\*\*|__)(?P<inside>[^\s*_](?:[^*_\n]*[^\s*_])?)\1\s*")
_ID_LIKE = re.compile(r"(?:[A-Z0-9-]+/)?[A-Z]-[0-9]+")
_PARENTHESES = re.compile("[()（）]")
_COLON = re.compile(r"\s*[:：]\s*")


@dataclass(frozen=True)
class Item:
    """One item as data. `line` counts from 1; `due` is an ISO date, 'next meeting', 'ongoing' or None.

    `text` is the first paragraph in source form; `section` the number of the heading that it stands under.
    """

    kind: str
    id: str | None
    owners: tuple[str, ...]
    state: str | None
    with_: tuple[str, ...]
    due: str | None
    under: tuple[str, ...]
    from_: tuple[str, ...]
    split_into: tuple[str, ...]
    superseded_by: tuple[str, ...]
    priority: str | None
    evidence: str | None
    text: str
    section: str | None
    line: int
    warnings: tuple[Remark, ...]

    def as_dict(self) -> dict[str, object]:
        """The keys of 'As data' in the order of that table; the warnings are English sentences."""
        return {
            "kind": self.kind,
            "id": self.id,
            "owners": list(self.owners),
            "state": self.state,
            "with": list(self.with_),
            "under": list(self.under),
            "from": list(self.from_),
            "split_into": list(self.split_into),
            "superseded_by": list(self.superseded_by),
            "due": self.due,
            "priority": self.priority,
            "evidence": self.evidence,
            "text": self.text,
            "section": self.section,
            "line": self.line,
            "warnings": [str(warning) for warning in self.warnings],
        }


@dataclass(frozen=True)
class Entry:
    """The opening of a list entry, taken apart: what an item and its picture on the page are made of."""

    label: str
    kind: str
    id: str | None
    parenthesis: str
    text: str


def parse_entry(text: str) -> Entry | None:
    """Takes `**ACTION A-14** (BY-MIA; due 2027-03-01): Name …` apart; None if it is not the opening of an item."""
    bold, head = _BOLD.match(text), label_of(text)
    if bold is None or head is None:
        return None
    parenthesis, rest = _parenthesis(text[bold.end() :])
    colon = _COLON.match(rest)
    if not colon and rest.strip():
        return None
    return Entry(squeeze(bold["inside"]), *head, parenthesis, rest[colon.end() :] if colon else "")


def label_of(text: str) -> tuple[str, str | None] | None:
    """The kind, and the id if there is one, that a text opens with in bold; None if it opens otherwise."""
    bold = _BOLD.match(text)
    return _kind_and_id(bold["inside"]) if bold else None


def _kind_and_id(inside: str) -> tuple[str, str | None] | None:
    for word, kind in words.KIND_OF.items():
        if inside == word:
            return kind, None
        if inside.startswith(word):
            rest = fold_code(inside[len(word) :])
            if (rest[0] == " " or word in words.UNSPACED) and _ID_LIKE.fullmatch(rest.strip()):
                return kind, rest.strip()
    return None


def _parenthesis(text: str) -> tuple[str, str]:
    """What stands in the parenthesis that opens the text, and what follows it."""
    end = closing(text)
    return (text[1 : end - 1], text[end:]) if end else ("", text)


def closing(text: str) -> int:
    """The place behind the parenthesis that opens the text, those within it counted; 0 if none opens or none closes."""
    depth = 0
    for match in _PARENTHESES.finditer(text if text.startswith(("(", "（")) else ""):
        depth += 1 if match.group() in "(（" else -1
        if depth == 0:
            return match.end()
    return 0


def make_item(entry: Entry, fields: Fields, line: int, section: str | None, more: list[Remark]) -> Item:
    """The item of an entry; `more` are remarks on it that come from its surroundings."""
    return Item(
        kind=entry.kind,
        id=entry.id,
        owners=tuple(fields.owners),
        state=fields.state,
        with_=fields.texts("with"),
        due=fields.text("due"),
        under=fields.texts("under"),
        from_=fields.texts("from"),
        split_into=fields.texts("split into"),
        superseded_by=fields.texts("superseded by"),
        priority=fields.text("priority"),
        evidence=fields.text("evidence"),
        text=one_line(entry.text),
        section=section,
        line=line,
        warnings=(*_id_remarks(entry, line), *fields.remarks, *_text_remarks(entry, line), *more),
    )


def entry_fields(entry: Entry, line: int) -> Fields:
    return parse_fields(entry.parenthesis, entry.kind, line)


def _id_remarks(entry: Entry, line: int) -> list[Remark]:
    if entry.id is None:
        msgid = N_("The status names no item; the id of the item follows the keyword, such as STATUS A-9.")
        return [Remark(line, msgid)] if entry.kind == "STATUS" else []
    if not (FOREIGN_ID if entry.kind == "STATUS" else ID).fullmatch(entry.id):
        return [
            Remark(line, N_("'%(id)s' is not an id; ids look like A-14 and are issued by saving."), {"id": entry.id})
        ]
    letter = words.LETTERS.get(entry.kind, entry.id[0])
    if entry.kind != "STATUS" and entry.id[0] != letter:
        values = {"id": entry.id, "kind": entry.kind, "letter": letter}
        return [Remark(line, N_("'%(id)s' does not belong to %(kind)s, whose ids begin with %(letter)s-."), values)]
    return []


def _text_remarks(entry: Entry, line: int) -> list[Remark]:
    if entry.text.strip(" \n…") or entry.kind == "STATUS":
        return []
    return [Remark(line, N_("The item says nothing; its text follows the colon."))]
