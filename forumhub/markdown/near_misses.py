"""Lines that were meant as items and are none: the corrected line is offered (rule 8)."""

import re
from dataclasses import dataclass
from functools import lru_cache

from forumhub.errors import N_
from forumhub.markdown import words
from forumhub.markdown.folding import fold_code
from forumhub.markdown.items import closing, parse_entry
from forumhub.markdown.remarks import Remark

_LONGEST_OPENING = 60


def _skeleton(text: str) -> str:
    """Upper case with look-alikes folded, so that РЕШЕНИЕ typed with a Latin P is still seen."""
    return "".join(map(_upper, text)).translate(_LOOKS)


@lru_cache(maxsize=4096)
def _upper(character: str) -> str:
    """One character for one, as places in the skeleton are places in the text: ß stays."""
    upper = character.upper()
    return upper if len(upper) == 1 else character


@lru_cache(maxsize=4096)
def _may_open(character: str) -> bool:
    return _skeleton(character) in _FIRSTS


_LOOKS = {
    place: fold_code(chr(place))
    for place in (*range(0x400, 0x460), *range(0x2000, 0x2070), *range(0xFF01, 0xFF5F), 0xA0)
}
_WRITTEN = {_skeleton(word): word for word in words.KIND_OF}
_FIRSTS = {word[0] for word in _WRITTEN}
_LEAD = re.compile(r"(?:(?:[-+•·–—－]|\*(?=\s)|[0-9]{1,3}[.)、])\s*)?(?P<box>\[[ xX]?\]\s*)?(?P<bold>[*_]{0,3})\s*")
_WORD = re.compile("|".join(sorted((re.escape(word) for word in _WRITTEN), key=len, reverse=True)))
_AFTER = re.compile(
    r"(?P<bold>[*_]{0,3})(?:\s*(?P<id>(?:[A-Z][A-Z0-9-]*/)?[CRDAS]\s?-?\s?[0-9]+))?(?:\s+ITEMS?(?=\s*[*_]{0,3}\s*:))?"
    r"(?P<close>\s*[*_]{0,3})\s*(?P<colon>:?)\s*(?P<late>[*_]{0,3})\s*"
)
_ENTRY = re.compile(r"(?P<indent> *)(?P<marker>(?:(?:[-*+]|[0-9]+\.) +)*)")
_FILLER = re.compile(r"\s*(?:[:：]|[-–—]+(?=\s))?\s*")


def may_be_item(text: str) -> bool:
    """Whether the text opens with a keyword in any case and dress: a quick look, made at every line."""
    return _keyword(text) is not None


def _keyword(text: str) -> tuple[re.Match[str], re.Match[str]] | None:
    opening = text[:_LONGEST_OPENING]
    lead = _LEAD.match(opening)
    if lead is None or not _may_open(opening[lead.end() : lead.end() + 1]):
        return None
    word = _WORD.match(_skeleton(opening), lead.end())
    if word is None:
        return None
    follower = opening[word.end() : word.end() + 1]
    if _WRITTEN[word.group()] not in words.UNSPACED and (follower.isalnum() or follower == "-"):
        return None
    return lead, word


@dataclass(frozen=True)
class Opening:
    """How a line opens: its `text` behind the indentation and list marker, which are its `lead`.

    `alone` says that it opens a block, `heading` that it became a heading.
    """

    text: str
    line: int
    lead: str
    alone: bool
    heading: bool


def near_misses(opening: Opening) -> list[Remark]:
    """The remark on a line that opens like an item; none for one that merely uses the word."""
    corrected = correct(opening.text)
    whole = parse_entry(opening.text) is not None
    if corrected is None or (opening.heading and not whole):
        return []
    entry = _ENTRY.match(opening.lead)
    indent, marker = entry.groups() if entry else ("", "")
    line = f"{indent}{marker or '- '}{corrected}"
    if whole and marker and not opening.alone:
        msgid = N_("This item is part of the paragraph above it; a blank line before the list would make it an item.")
    else:
        msgid = N_("This line looks like an item and is none; right would be: %(right)s")
    suggestion = ("" if opening.alone else "\n") + line + ("\n" if opening.heading else "")
    return [Remark(opening.line, msgid, {"right": line.strip()}, suggestion=suggestion)]


def correct(text: str) -> str | None:
    """`**ACTION A-14** (BY): Name …` for `action a14 (BY) - Name …`; None where the word is mere prose."""
    found = _keyword(text)
    if found is None:
        return None
    lead, word = found
    after = _AFTER.match(_skeleton(text), word.end())
    if after is None or not _is_meant(text, lead, word, after):
        return None
    label = _WRITTEN[word.group()]
    if after["id"]:
        label += " " + re.sub(r"([CRDAS])[\s-]*0*([0-9])", r"\1-\2", after["id"])
    parenthesis, rest = _parenthesis(_unbold(text[after.start("late") :], lead, after))
    filler = _FILLER.match(rest)
    corrected = f"**{label}**{parenthesis}: {rest[filler.end() if filler else 0 :]}".rstrip()
    return corrected if parse_entry(corrected) else None


def _unbold(text: str, lead: re.Match[str], after: re.Match[str]) -> str:
    """The text without the end of the bold that the keyword opened, if it ends this late."""
    closed = after["bold"] or after["close"].strip()
    return (text if closed or not lead["bold"] else text.replace(lead["bold"], "", 1)).lstrip()


def _is_meant(text: str, lead: re.Match[str], word: re.Match[str], after: re.Match[str]) -> bool:
    rest = text[after.end() :]
    if not rest.strip():
        return bool(after["id"])
    if after["id"] or after["colon"] or (lead["bold"] and (after["bold"] or after["close"].strip() or after["late"])):
        return True
    if _parenthesis(rest)[0] and re.match(r"\s*[:：]", _parenthesis(rest)[1]):
        return True
    return text[word.start() : word.end()].isupper()


def _parenthesis(text: str) -> tuple[str, str]:
    """A space and the parenthesis that opens the text, and what follows; empty where none opens or none closes."""
    end = closing(text)
    return (" " + text[:end], text[end:]) if end else ("", text)
