"""What an agreed corrigendum says on its page: which words stood, and which shall stand instead. Pure."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from xml.etree.ElementTree import Element

from forumhub.errors import N_
from forumhub.markdown import Document, Remark
from forumhub.markdown.folding import fold_code, fold_field
from forumhub.minutes.corrigenda.pages import EMPHASIS, HEADINGS, PLAIN, seen, tags_in
from forumhub.minutes.corrigenda.skeletons import WORDS, Words
from forumhub.minutes.entries import lines_of
from forumhub.minutes.renditions.walking import tree_of

_ID = re.compile(r"(?<![A-Za-z0-9/-])[CRDAS]-[0-9]+(?![0-9-])")
_OPENS = re.compile(r"^(?:[\s>#|]|[-*+]\s|\d+[.)]\s)+")

UNCLEAR_HEADING = N_(
    "The heading above holds more than words, or stands in a list or a quotation. Name the paragraph, or the ids, in a "
    "heading of words alone."
)
IMAGE = N_("The quotation holds an image, which stands in no register. Quote words alone.")
QUOTATION = N_(
    "No register follows this: directly below its label stands one quotation, of words alone or of one entry of a list."
)
ALONE = N_("No register follows this: what was is quoted first, and what shall stand next, under the same heading.")
LABELS = N_(
    "No register follows this text: one of its labels stands in code, in a list, in a quotation or within a paragraph. "
    "Write each in a paragraph of its own."
)
OTHERS = N_(
    "No register follows this: between its heading and its label other items are named. Give each item a heading of "
    "its own."
)
_BLOCKING = {UNCLEAR_HEADING, IMAGE}


@dataclass(frozen=True)
class Pair:
    """Words as they read, on one line; `was` is empty where some are added, `shall` where some are taken out."""

    heading: str
    """Under which they stand: the paragraph that is corrected."""
    was: str
    shall: str
    line: int = field(default=1, compare=False)
    """Of what was, counted from 1."""
    doubt: str = ""
    """Why nothing follows, though it looks like one."""

    @property
    def ids(self) -> frozenset[str]:
        """The items that the heading names."""
        return _ids(self.heading)


@lru_cache(maxsize=16)  # many pairs may stand under one heading
def _ids(words: str) -> frozenset[str]:
    return frozenset(_ID.findall(fold_code(words)))


def remarks_on_pairs(text: Document, language: str) -> list[Remark]:
    """On what is no pair beyond doubt."""
    return [
        Remark(pair.line, pair.doubt, blocks=pair.doubt in _BLOCKING) for pair in pairs_of(text, language) if pair.doubt
    ]


def pairs_of(text: Document, language: str) -> list[Pair]:
    """In their order: what is quoted behind 'What was:', with what is quoted next behind 'What shall stand:'.

    They are read from the page, as every reader sees it.
    """
    words = WORDS.get(language)
    if words is None:
        return []
    labels = {_folded(words.was): "was", _folded(words.shall): "shall"}
    source = lines_of(text.source)
    passages, written = list(_passages(text.html, labels)), list(_labels_in(source, labels))
    astray = [passage.label for passage in passages] != [label for label, _ in written]
    if astray and not passages:
        return [Pair("", "", "", written[0][1], LABELS)]
    lines = [_line_behind(source, line) for _, line in written] + [1] * len(passages)
    return [_pair(found, at, words, astray) for found, at in _together(passages, lines)]


@dataclass
class _Heading:
    """`others` are the items that are named below it, other than in quotations."""

    level: int
    words: str
    is_plain: bool = True
    others: set[str] = field(default_factory=set)

    def see(self, element: Element) -> None:
        """What stands below it and names other items, or looks like a heading, could be taken for the next one."""
        self.is_plain = self.is_plain and not HEADINGS & {*tags_in(element)}
        if element.tag != "blockquote":
            self.others |= _ids(seen(element))


@dataclass
class _Passage:
    """A label and what stands behind it, up to the next label or heading."""

    label: str
    under: _Heading
    heading: str
    heading_doubt: str
    behind: list[Element] = field(default_factory=list)

    @property
    def quotations(self) -> list[Element]:
        return [quotation for element in self.behind for quotation in element.iter("blockquote")]

    def words(self, nothing: str) -> str:
        """Empty for what says that there is nothing."""
        read = seen(self.quotations[0]) if self.quotations else ""
        return "" if fold_field(read) == fold_field(nothing) else read

    @property
    def doubt(self) -> str:
        if self.heading_doubt:
            return self.heading_doubt
        tags = [tag for quotation in self.quotations for tag in tags_in(quotation)]
        if "img" in tags:
            return IMAGE
        direct = bool(self.behind) and self.behind[0].tag == "blockquote" and len(self.quotations) == 1
        simple = {*tags} <= {*PLAIN, "p", "ul", "li"} and tags.count("li") <= 1
        return "" if direct and simple and seen(self.quotations[0]) else QUOTATION


def _passages(html: str, labels: Mapping[str, str]) -> Iterator[_Passage]:
    headings, passage = [_Heading(0, "")], None
    for element in tree_of(html):
        label = labels.get(_folded(seen(element))) if element.tag == "p" and {*tags_in(element)} <= EMPHASIS else None
        if passage and (label or element.tag in HEADINGS):
            yield passage
            passage = None
        if element.tag in HEADINGS:
            heading = _Heading(int(element.tag[1]), seen(element), {*tags_in(element)} <= PLAIN)
            headings = [*(each for each in headings if each.level < heading.level), heading]
        elif label:
            passage = _Passage(label, headings[-1], *_named(headings))
        else:
            if not passage or passage.behind or element.tag != "blockquote":
                headings[-1].see(element)
            if passage:
                passage.behind.append(element)
    if passage:
        yield passage


def _named(headings: Sequence[_Heading]) -> tuple[str, str]:
    """Of these, each below the other, the nearest that names items, else the nearest; and what is in doubt of it.

    The title of a text is none, where others stand below it.
    """
    above = [each for each in headings if each.level > 1] or headings[-1:]
    heading = next((each.words for each in reversed(above) if _ids(each.words)), above[-1].words)
    if not all(each.is_plain for each in above):
        return heading, UNCLEAR_HEADING
    return heading, "" if all(each.others <= _ids(heading) for each in above) else OTHERS


def _labels_in(source: Sequence[str], labels: Mapping[str, str]) -> Iterator[tuple[str, int]]:
    """Wherever a line of the text is one of them, with its number: in code, too, and in lists."""
    for number, line in enumerate(source, start=1):
        label = labels.get(_folded(re.sub(r"[*_`\\]", "", _OPENS.sub("", line, count=1))))
        if label:
            yield label, number


def _line_behind(source: Sequence[str], label: int) -> int:
    """The number of the first line with words behind the label in this one."""
    return next((number + 1 for number in range(label, len(source)) if source[number].strip()), label)


def _together(passages: Sequence[_Passage], lines: Sequence[int]) -> Iterator[tuple[list[_Passage], int]]:
    """What was with what shall stand next under its heading, and whatever has no such other alone."""
    at = 0
    while at < len(passages):
        both = passages[at : at + 2]
        one_heading = len(both) == 2 and both[0].under is both[1].under
        found = both if one_heading and [each.label for each in both] == ["was", "shall"] else both[:1]
        yield list(found), lines[at]
        at += len(found)


def _pair(found: Sequence[_Passage], line: int, words: Words, astray: bool) -> Pair:
    says = {passage.label: passage.words(words.nothing) for passage in found}
    doubts = [LABELS if astray else "", *(passage.doubt for passage in found), ALONE if len(found) < 2 else ""]
    doubt = next((each for each in doubts if each), "")
    return Pair(found[0].heading, says.get("was", ""), says.get("shall", ""), line, doubt)


def _folded(line: str) -> str:
    return fold_field(line).strip(" :").casefold()
