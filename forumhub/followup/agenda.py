"""'Matters arising': what is open in a register, as Markdown for the next agenda. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass

from forumhub.markdown import words


@dataclass(frozen=True)
class Arising:
    """`code` is the id inside its register; `words` are the item's, without Markdown."""

    code: str
    words: str


def stubs(items: Iterable[Arising], language: str) -> str:
    """One STATUS entry of the dialect for each item, in this language; empty where there is none.

    It names no state: what nobody wrote would else be agreed. Minutes are circulated once somebody chose one.
    """
    row = words.language_of(language)
    opening, colon = f"- **{row.kinds[words.KINDS.index('STATUS')]}", row.marks[2]
    return "\n".join(f"{opening} {item.code}**{colon}{one_line(item.words)}" for item in items)


def one_line(text: str) -> str:
    """Words that cannot open another item or leave the entry."""
    return " ".join(text.replace("*", "").split())
