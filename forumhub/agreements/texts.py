"""A language version as it was written: read before the transaction begins, since reading Markdown takes time."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from forumhub import markdown
from forumhub.agreements.rules import LONGEST_NUMBER
from forumhub.errors import N_, RuleBroken
from forumhub.ledger import sha256
from forumhub.markdown import Document


@dataclass(frozen=True)
class WrittenClause:
    """`title` is empty for a numbered paragraph under a heading."""

    number: str
    title: str


@dataclass(frozen=True)
class WrittenText:
    """One language of a version. `clauses` are in the order of the text; `refusals` are [line, msgid, values]."""

    language: str
    title: str
    source: str
    html: str
    clauses: tuple[WrittenClause, ...]
    refusals: tuple[tuple[int, str, dict[str, Any]], ...] = ()

    @property
    def sha256(self) -> str:
        """Of the source as UTF-8."""
        return sha256(self.source.encode())


def read_text(
    language: str, title: str, source: str, *, reader: Callable[[str], Document] = markdown.read
) -> WrittenText:
    """Parses one language. Give `markdown.read_bounded` as the reader for what comes from outside.

    Raises RuleBroken (TooMuch, TooSlow) for a text beyond the limits, and for a clause number that is too long.
    """
    source = source.replace("\r\n", "\n").strip() + "\n"
    document = reader(source)
    return WrittenText(
        language=language,
        title=" ".join(title.split()),
        source=source,
        html=document.html,
        clauses=_clauses(document),
        refusals=tuple((remark.line, remark.msgid, dict(remark.values)) for remark in document.refusals),
    )


def _clauses(document: Document) -> tuple[WrittenClause, ...]:
    titles = {heading.number: heading.full_title for heading in document.headings if heading.number}
    numbers = markdown.addresses(document)
    if too_long := next((number for number in numbers if len(number) > LONGEST_NUMBER), None):
        raise RuleBroken(
            N_("The clause number '%(number)s' is longer than %(limit)s characters; fewer levels would be right."),
            number=too_long,
            limit=LONGEST_NUMBER,
        )
    return tuple(WrittenClause(number, titles.get(number, "")) for number in numbers)
