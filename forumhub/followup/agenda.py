"""'Matters arising': what is open in a register, as Markdown for the next agenda. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass

from forumhub.followup.rules import BLOCKED, IN_PROGRESS, OPEN, REPORTED
from forumhub.markdown import words

STATE_WORDS = {OPEN: "in progress", IN_PROGRESS: "in progress", BLOCKED: "blocked", REPORTED: "done"}
"""What a stub proposes to say of an item in this state; the secretary says otherwise by changing the word."""


@dataclass(frozen=True)
class Arising:
    """`code` is the id inside its register; `words` are the item's, without Markdown."""

    code: str
    state: str
    words: str


def stubs(items: Iterable[Arising], language: str) -> str:
    """One STATUS entry of the dialect for each item, in this language; empty where there is none."""
    row = next((row for row in words.LANGUAGES if row.code == language), words.LANGUAGES[0])
    keyword = row.kinds[words.KINDS.index("STATUS")]
    states = dict(zip(words.STATES, row.states, strict=True))
    return "\n".join(
        f"- **{keyword} {item.code}** ({states[STATE_WORDS[item.state]]}): {one_line(item.words)}" for item in items
    )


def one_line(text: str) -> str:
    """Words that cannot open another item or leave the entry."""
    return " ".join(text.replace("*", "").split())
