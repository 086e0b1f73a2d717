"""Numbered headings and paragraphs are addresses (minutes-dialect.md, 'Numbered headings are addresses')."""

import re
from dataclasses import dataclass

from forumhub.markdown.folding import fold_field
from forumhub.markdown.references import arabic

_CHINESE = "一二三四五六七八九十"
_DOTTED = r"[0-9]{1,3}(?:\.[0-9]{1,3})*"
_NUMBER = re.compile(
    rf"(?:第\s*(?P<article>[0-9]{{1,3}}|[{_CHINESE}]{{1,3}})\s*[条章节项](?:[.:,]\s*|\s+|$)"
    rf"|议[题程]\s*(?P<topic>[0-9]{{1,3}}|[{_CHINESE}]{{1,3}})(?:[.:,]\s*|\s+|$)"
    rf"|(?P<chinese>[{_CHINESE}]{{1,3}})\s*[,.:]\s*"
    rf"|(?P<word>(?:Article|Clause|Section|Item|Статья|Пункт|Раздел)\s+{_DOTTED})(?:[.:)]\s*|\s+[-–—]?\s*|$)"
    rf"|(?P<levels>[0-9]{{1,3}}(?:\.[0-9]{{1,3}})+)(?!\.?[0-9])(?:[.:)]\s*|\s+|$)"
    rf"|(?P<single>[0-9]{{1,3}})(?:[.:,)](?![0-9])\s*|$))",
    re.IGNORECASE,
)
_PAREN = re.compile(rf"\((?P<part>[0-9]{{1,3}}|[a-z]|[{_CHINESE}]{{1,3}})\)\s*")
_LEVELS = re.compile(r"(?P<number>[0-9]{1,3}(?:\.[0-9]{1,3})+)(?:\.\s+|\s+|(?=[^\s\w.,%(/-])|(?=[\u4e00-\u9fff]))")
_CLOSING = re.compile(r"\s*[(（](?P<inside>[^()（）]*)[)）]$")
_LINK = re.compile(r"!?\[([^\[\]]*)\](?:\([^()]*\)|\[[^\[\]]*\])")


@dataclass(frozen=True)
class Heading:
    """A heading at the top level of the text. `number` is an address (`2`, `2.1`) or None; `line` counts from 1.

    `title` is plain text without number and closing parenthesis; `parenthesis` what stands in it; `anchor` its id
    in the page. Its body are the lines `line + 1` to `last_line`, headings below it included.
    """

    number: str | None
    level: int
    title: str
    line: int
    parenthesis: str | None
    anchor: str
    last_line: int

    @property
    def full_title(self) -> str:
        return f"{self.title} ({self.parenthesis})" if self.parenthesis else self.title


@dataclass(frozen=True)
class Paragraph:
    """A numbered paragraph: `5.2` as it opens, `5(2)` for one under heading 5 that opens with `(2)`."""

    address: str
    line: int
    anchor: str


def plain(text: str) -> str:
    """The words of a heading without their Markdown."""
    return re.sub(r"\\(\W)|[*`]|\b_|_\b|__", r"\1", _LINK.sub(r"\1", text)).strip()


def undressed(text: str) -> str:
    """The heading without the bold around it and the backslashes in its number, as editors like to put them."""
    return re.sub(r"^(?:\*\*|__)", "", re.sub(r"\\([.()])", r"\1", text))


def take_number(text: str, above: str | None) -> tuple[str | None, str]:
    """The number that opens a heading, and the rest; `## （一）` counts under the number `above` it."""
    folded = fold_field(text)
    if match := _NUMBER.match(folded):
        return _normal(match), text[match.end() :]
    if above and (match := _PAREN.match(folded)):
        return f"{above}({_part(match)})", text[match.end() :]
    return None, text


def _normal(match: re.Match[str]) -> str:
    if chinese := match["article"] or match["topic"] or match["chinese"]:
        return arabic(chinese)
    return match["levels"] or match["single"] or match["word"].split()[-1]


def _part(match: re.Match[str]) -> str:
    return match["part"] if match["part"].isascii() else arabic(match["part"])


def take_parenthesis(text: str) -> tuple[str, str | None]:
    """The heading without the parenthesis in which it ends, and what stands in that."""
    match = _CLOSING.search(text)
    return (text[: match.start()], match["inside"].strip()) if match else (text, None)


def paragraph_address(text: str, section: str | None) -> tuple[str, int] | None:
    """The address of a paragraph that opens with a number of its section, and how many characters the number has."""
    if section is None:
        return None
    folded = fold_field(text)
    if match := _PAREN.match(folded):
        return f"{section}({_part(match)})", len(match.group().rstrip())
    match = _LEVELS.match(folded)
    if match and match["number"].startswith(section + "."):
        return match["number"], len(match.group().rstrip())
    return None
