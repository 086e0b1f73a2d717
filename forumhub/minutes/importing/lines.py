"""A line of old minutes taken apart: its indentation, marker, box and words; where headings and labels stand."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from forumhub.markdown.folding import squeeze

MOST = 2_000
"""Characters of a line that are looked at; the line is kept whole."""

_LEAD = re.compile(
    r"(?P<indent>[ \t]*)(?P<quote>(?:> ?)*)(?P<hashes>#{1,6}(?=[ \t]|[^\s#]))?[ \t]*"
    r"(?P<marker>(?:[-*+•·][ \t]+|[0-9]{1,3}(?:\\?[.)]|、)[ \t]*)+)?(?P<box>\[[ xX✓]?\][ \t]+)?"
)
_LINK = re.compile(r"!?\[([^\[\]]*)\](?:\([^()]*\)|\[[^\[\]]*\])")
_DRESS = re.compile(r"[*_`~]+|<[^<>]{1,80}>|\\(?=\W)")
_RULE = re.compile(r"[-*_=|: \t]{3,}")
_OF_HEAD = re.compile(r"\s*$|\s*#|\s+\S|- |[^\s:]+:(\s|$)")
"""A line of YAML."""
_EMOJI = re.compile("[\U0001f000-\U0001faff\u2600-\u27bf\ufe0f\u200d]+")


@dataclass(frozen=True)
class Line:
    """`text` is behind marker and box, as written; `words` the same without Markdown; `number` counts from 1."""

    number: int
    indent: int
    heading: int
    listed: bool
    box: str
    text: str

    @property
    def words(self) -> str:
        return plain(self.text)

    @property
    def row(self) -> list[str]:
        """The cells of a table's row; empty for any other line."""
        if "|" not in self.text:
            return []
        return [plain(cell) for cell in self.text.strip().strip("|").split("|")]


def plain(text: str) -> str:
    """The words, without Markdown, addresses of links and pictures of feelings."""
    return squeeze(_EMOJI.sub(" ", _DRESS.sub("", _LINK.sub(r"\1", text[:MOST]))))


def head_lines(text: str) -> int:
    """How many lines a page's head takes, what it says of itself between `---` and `---`; 0 without one."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    if lines[0] != "---":
        return 0
    ends = (number for number, line in enumerate(lines[1:], start=2) if line.strip() == "---")
    end = next(ends, 0)
    return end if all(_OF_HEAD.match(line) for line in lines[1 : end - 1]) else 0


def lines_of(text: str) -> Iterator[Line]:
    """The lines that hold words; code, what a page's head says of itself and drawn lines are left out."""
    fenced, head = "", head_lines(text)
    for number, line in enumerate(text.split("\n"), start=1):
        opening = line.strip()[:3]
        if number <= head:
            continue
        if fenced:
            fenced = "" if opening == fenced else fenced
        elif opening in ("```", "~~~"):
            fenced = opening
        elif line.strip() and not _RULE.fullmatch(line[:MOST]):
            yield _line(number, line[:MOST])


def _line(number: int, line: str) -> Line:
    match = _LEAD.match(line)
    assert match, "every part of the pattern may be missing"
    return Line(
        number,
        len(match["indent"].expandtabs(4)),
        len(match["hashes"] or ""),
        bool(match["marker"]),
        (match["box"] or "").strip(),
        line[match.end() :].strip(),
    )


def parts(text: str) -> list[str]:
    """A list in one line, cut at commas and their like that stand in no parenthesis."""
    found, depth, start = [], 0, 0
    for place, sign in enumerate(text):
        depth += (sign in "(（[") - (sign in ")）]")
        if depth <= 0 and sign in ",;，、；":
            found.append(text[start:place])
            start = place + 1
    return [part.strip() for part in [*found, text[start:]] if part.strip()]
