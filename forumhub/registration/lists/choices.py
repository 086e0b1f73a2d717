"""How somebody wants a list imported: plain values, as forms and a stored list carry them. Pure."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, replace
from typing import Any

GUEST = "-"
"""Comes for no party."""
SKIP = "skip"
ASK = "ask"
SAME = "same"
ANOTHER = "another"
OTHERS = (ASK, GUEST, SKIP)
"""What becomes of parties that do not take part, where nothing else is chosen: nothing yet, guests, or left out."""
DOUBTFUL = (ASK, SAME, ANOTHER)
"""Somebody who may be known, or stand in the list already: a person decides, or all are the same, or all another."""


@dataclass(frozen=True)
class Choices:
    """`columns` holds the meaning of each column; `heading` which record has the headings, from 1, or 0.

    `party` is for rows without one: a code, or GUEST. `parties` says for a text of the column which code it means,
    GUEST or SKIP. `decisions` says for a line whom it means: SAME with a person's ULID behind a colon, ANOTHER, or
    SKIP; for a line that repeats a name of the list SAME alone. `twice` is what becomes of all other such lines.
    """

    columns: tuple[str, ...]
    heading: int = 0
    party: str = GUEST
    others: str = ASK
    parties: dict[str, str] = field(default_factory=dict)
    doubtful: str = ASK
    twice: str = ASK
    decisions: dict[str, str] = field(default_factory=dict)
    empty_words: bool = True
    """Whether NA stands for nothing."""
    confirmed: bool = True
    """Whether places are confirmed at once."""
    tell: bool = False
    """Whether those who have an address are told by mail."""

    def as_json(self) -> dict[str, Any]:
        return {**asdict(self), "columns": list(self.columns)}

    def tidied(self) -> "Choices":
        """Without decisions that say nothing of their own."""
        parties = {text: chosen for text, chosen in self.parties.items() if chosen}
        decisions = {line: chosen for line, chosen in self.decisions.items() if chosen}
        return replace(self, parties=parties, decisions=decisions)

    @classmethod
    def from_json(cls, said: Mapping[str, Any]) -> "Choices":
        return cls(**{**said, "columns": tuple(said["columns"])})
