"""The blocks of a text, as its page shows them, for every way to print it. Plain values."""

from dataclasses import dataclass
from typing import TypeAlias


@dataclass(frozen=True)
class Run:
    """Words that look alike. A line break inside a paragraph is a run of its own, `"\\n"`, and so is an image.

    Of an image, `image` is the file that holds it, `width` and `height` are its pixels, `text` are its words.
    """

    text: str
    bold: bool = False
    italic: bool = False
    code: bool = False
    raised: bool = False
    link: str | None = None
    image: str = ""
    width: int = 0
    height: int = 0


Runs: TypeAlias = tuple[Run, ...]


@dataclass(frozen=True)
class Heading:
    level: int
    runs: Runs


@dataclass(frozen=True)
class Paragraph:
    """`number` is the address with which it opens, such as '2.1'; it is no part of `runs`."""

    runs: Runs
    number: str = ""


@dataclass(frozen=True)
class Item:
    """An item of the dialect: `label` 'ACTION A-14', `fields` as the page words them, then its own text."""

    label: str
    fields: tuple[str, ...]
    blocks: "Blocks"


@dataclass(frozen=True)
class Bullets:
    """A list; `start` is the number of its first entry, None where it bears bullets."""

    start: int | None
    entries: tuple["Blocks", ...]


@dataclass(frozen=True)
class Quote:
    blocks: "Blocks"


@dataclass(frozen=True)
class Code:
    text: str


@dataclass(frozen=True)
class Table:
    """Rows of cells, the first `heads` of them headings; each row as long as `aligns` (left, center, right)."""

    heads: int
    aligns: tuple[str, ...]
    rows: tuple[tuple[Runs, ...], ...]


@dataclass(frozen=True)
class Rule:
    """A line across the page."""


@dataclass(frozen=True)
class Notes:
    """Footnotes, numbered from 1, at the end of the text."""

    entries: tuple["Blocks", ...]


Block: TypeAlias = Heading | Paragraph | Item | Bullets | Quote | Code | Table | Rule | Notes
Blocks: TypeAlias = tuple[Block, ...]
