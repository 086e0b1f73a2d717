"""What is said about a line of a text, and the two ways in which a text is refused as a whole."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from forumhub.errors import N_, RuleBroken


@dataclass(frozen=True)
class Remark:
    """A sentence about one line.

    `line` counts from 1; `msgid` is a marked English sentence with %(name)s places, `values` fill them.
    `blocks` says that the text cannot be circulated while this holds.
    `suggestion` replaces the line; it may hold line ends of its own (a blank line before a list).
    """

    line: int
    msgid: str
    values: Mapping[str, str] = field(default_factory=dict, hash=False)
    blocks: bool = True
    suggestion: str | None = None

    def __str__(self) -> str:
        return self.msgid % self.values if self.values else self.msgid


class TooMuch(RuleBroken, ValueError):
    """The text is larger or more entangled than a document that people sign; the message names the limit."""


class TooSlow(RuleBroken):
    """The text could not be read within its time, and the reading was ended."""

    def __init__(self, seconds: float) -> None:
        super().__init__(
            N_("The text could not be read within %(seconds)s seconds; shorter paragraphs would be."),
            seconds=f"{seconds:g}",
        )
