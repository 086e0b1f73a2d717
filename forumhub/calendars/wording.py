"""Markdown as the plain text of DESCRIPTION: words, lists as lines, links with their addresses, no marks. Pure."""

from collections.abc import Iterable, Iterator
from functools import lru_cache, singledispatch

from forumhub.minutes.renditions.blocks import (
    Block,
    Bullets,
    Code,
    Heading,
    Item,
    Notes,
    Paragraph,
    Quote,
    Rule,
    Run,
    Runs,
    Table,
)
from forumhub.minutes.renditions.walking import blocks_of

LONGEST = 20_000
"""Characters: an object of a calendar has to stay well below what clients take."""
_KEPT, _SHORT = 256, 10_000


def worded(html: str, source: str) -> str:
    """The words of a text that was rendered when it was saved; `source` itself where nothing could be rendered of it,
    or where it is nested beyond reason. Cut behind LONGEST characters.

    The last short ones are kept: a change of a meeting renders all of its sessions, and one of a series all meetings.
    """
    return _short(html, source) if len(html) + len(source) <= _SHORT else _read(html, source)


def _read(html: str, source: str) -> str:
    try:
        words = "\n\n".join(_told(blocks_of(html))) or source
    except RecursionError:
        words = source
    return words if len(words) <= LONGEST else words[: LONGEST - 1].rstrip() + "…"


_short = lru_cache(_KEPT)(_read)


def _told(blocks: Iterable[Block]) -> Iterator[str]:
    return filter(None, map(_lines, blocks))


@singledispatch
def _lines(block: Block) -> str:
    raise TypeError(block)


@_lines.register
def _(block: Heading) -> str:
    return _words(block.runs)


@_lines.register
def _(block: Paragraph) -> str:
    return f"{block.number} {_words(block.runs)}".strip()


@_lines.register
def _(block: Item) -> str:
    fields = f" ({'; '.join(block.fields)})" if block.fields else ""
    return f"{block.label}{fields}: " + "\n".join(_told(block.blocks))


@_lines.register
def _(block: Bullets) -> str:
    return _listed(block.entries, block.start)


@_lines.register
def _(block: Notes) -> str:
    return _listed(block.entries, 1)


@_lines.register
def _(block: Quote) -> str:
    return "\n\n".join(_told(block.blocks))


@_lines.register
def _(block: Code) -> str:
    return block.text


@_lines.register
def _(block: Table) -> str:
    return "\n".join(" | ".join(map(_words, row)) for row in block.rows)


@_lines.register
def _(_block: Rule) -> str:
    return ""


def _listed(entries: Iterable[tuple[Block, ...]], start: int | None) -> str:
    """Each entry behind its bullet or number; what it holds besides is indented below it."""
    lines = []
    for number, entry in enumerate(entries, start or 0):
        mark = "- " if start is None else f"{number}. "
        lines.append(mark + "\n".join(_told(entry)).replace("\n", "\n" + " " * len(mark)))
    return "\n".join(lines)


def _words(runs: Runs) -> str:
    return "".join(_with_addresses(runs)).strip()


def _with_addresses(runs: Runs) -> Iterator[str]:
    """'text (URL)': the address once, behind the last of the runs of a link, and not where it is the text itself."""
    linked = ""
    for run, following in zip(runs, (*runs[1:], Run("")), strict=True):
        yield f"[{run.text}]" if run.raised else run.text
        linked = linked + run.text if run.link else ""
        if run.link and following.link != run.link:
            if run.link.removeprefix("mailto:") != linked.strip():
                yield f" ({run.link})"
            linked = ""
