"""The lines of items in an agreed text, and what a corrigendum makes of them. Pure."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain

from forumhub.markdown import Document, Item
from forumhub.markdown.folding import one_line
from forumhub.markdown.items import entry_fields, make_item, parse_entry
from forumhub.minutes.corrigenda.pages import on_one_line, words_of_items, words_on
from forumhub.minutes.corrigenda.pairs import Pair
from forumhub.minutes.entries import entry_lines, lines_of

_OPENS = re.compile(r"\s*(?:[-*+]|\d+[.)])\s+")
_LABEL = re.compile(r"[^(（:：]+")


@dataclass(frozen=True)
class AgreedText:
    """One language as it was agreed: the words of its page, and by id its items, as data and as they read on one line,
    such as `ACTION A-1 (BY; due 2027-03-01): Name them.`
    """

    page: str
    items: Mapping[str, Item]
    lines: Mapping[str, str]


def agreed_text(document: Document) -> AgreedText:
    items = {item.id: item for item in document.items if item.id and item.kind != "STATUS"}
    source, words = lines_of(document.source), words_of_items(document.html)
    heads = {code: head for code, item in items.items() if code in words and (head := _head(source, item))}
    return AgreedText(
        words_on(document.html), items, {code: on_one_line(head + words[code]) for code, head in heads.items()}
    )


def _head(source: list[str], item: Item) -> str | None:
    """What stands before its paragraph; None where it cannot be told from what surrounds it."""
    first, *others = (source[number] for number in entry_lines(source, item.line - 1))
    written = _OPENS.sub("", first, count=1)
    for line in ["", *others]:  # as many as its first paragraph has
        written = f"{written}\n{line}"
        entry = parse_entry(written)
        if entry and (entry.kind, entry.id, one_line(entry.text)) == (item.kind, item.id, item.text):
            head = one_line(written).removesuffix(item.text)
            bold = head[:2]
            return head[2:].replace(bold, "", 1)
    return None


def read_again(line: str, item: Item) -> Item | None:
    """What a line says now; None where it is no line of this item any more, or says nothing."""
    label = _LABEL.match(line)
    entry = parse_entry(f"**{label[0].strip()}**{line[label.end() :]}") if label else None
    if entry is None or (entry.kind, entry.id) != (item.kind, item.id) or not entry.text.strip():
        return None
    return make_item(entry, entry_fields(entry, item.line), item.line, item.section, [])


@dataclass(frozen=True)
class Followed:
    """By id, each line as it reads now, and the ids that a pair concerns and could not change."""

    lines: Mapping[str, str]
    missed: frozenset[str] = frozenset()

    def after(self, text: AgreedText, pairs: Iterable[Pair]) -> "Followed":
        """As it reads with these corrections, one after the other."""
        lines, missed = dict(self.lines), set[str]()
        for pair in pairs:
            for code in concerned(pair, text, lines):
                if changed := replaced(lines.get(code, ""), pair):
                    lines[code] = changed
                else:
                    missed.add(code)
        return Followed(lines, frozenset(missed))


def standing(text: AgreedText, earlier: Iterable[Sequence[Pair]]) -> Followed:
    """Its lines as agreed corrigenda left them, one after the other."""
    lines = Followed(text.lines)
    for pairs in earlier:
        lines = lines.after(text, pairs)
    return lines


def corrected_words(text: AgreedText, earlier: Sequence[Sequence[Pair]]) -> list[str]:
    """What they made of its page, where their words stood there once, and of its items' lines."""
    page = text.page
    for pair in chain.from_iterable(earlier):
        page = replaced(page, pair) or page
    return [page, *standing(text, earlier).lines.values()]


def concerned(pair: Pair, text: AgreedText, lines: Mapping[str, str]) -> list[str]:
    """The items that a correction means: those that its heading names; where it names none, the one in whose line its
    words stand, if they stand nowhere else in the text.
    """
    if pair.ids:
        return [code for code in text.items if code in pair.ids]
    holding = [code for code, line in lines.items() if pair.was and pair.was in line]
    if len(holding) != 1 or text.page.count(pair.was) > text.lines[holding[0]].count(pair.was):
        return []
    return holding


def replaced(line: str, pair: Pair) -> str | None:
    """The line with what shall stand; None unless what was stands in it, once, beyond doubt, and it says another thing
    then.
    """
    if pair.doubt or not pair.was or line.count(pair.was) != 1:
        return None
    changed = on_one_line(line.replace(pair.was, pair.shall))
    return changed if changed != line else None
