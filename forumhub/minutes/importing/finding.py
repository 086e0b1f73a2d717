"""What is found in old minutes, and what is passed over."""

from dataclasses import dataclass

from forumhub.minutes.importing.words import ATTENDANCE

SURE, LIKELY, PERHAPS = "sure", "likely", "perhaps"
MOST_TEXT = 1_000
"""Characters of a proposed line."""


@dataclass(frozen=True)
class Found:
    """What a line likely holds: `text` its words, `last` the line that they end in.

    `why` is a marked sentence; `asked` holds two ISO dates where the text names a due date that can be read twice.
    `whole` says that nothing else stands in the lines, so that the proposed line can take their place, and that of
    `head`, the line of a heading that only says which action it is; 0 for none.
    """

    line: int
    last: int
    kind: str
    text: str
    why: str
    confidence: str
    whole: bool = True
    head: int = 0
    owners: tuple[str, ...] = ()
    due: str | None = None
    asked: tuple[str, ...] = ()

    @property
    def lines(self) -> list[int]:
        """All that it was found in."""
        return [*([self.head] if self.head else []), *range(self.line, self.last + 1)]

    @property
    def proposed(self) -> str:
        """The line of the dialect, without id."""
        if self.kind == ATTENDANCE:
            return f"- {self.text}"
        fields = [", ".join(self.owners)] if self.owners else []
        fields += [f"due {self.due}"] if self.due else []
        parenthesis = f" ({'; '.join(fields)})" if fields else ""
        return f"- **{self.kind}**{parenthesis}: {self.text}"[:MOST_TEXT]


@dataclass(frozen=True)
class Passed:
    """A line that could be taken for something of the kind and is not offered; `why` is a marked sentence."""

    line: int
    kind: str
    text: str
    why: str


@dataclass(frozen=True)
class Report:
    """In the order of the lines."""

    found: tuple[Found, ...]
    passed: tuple[Passed, ...]
