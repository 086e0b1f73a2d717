"""What the answers add up to, and which slot suits best: pure, on plain values."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from forumhub.events.polls.rules import IF_NEED_BE, NO, YES


@dataclass(frozen=True)
class Tally:
    """How many parties said what of one slot; `missing` ones did not answer, or are not seen to have."""

    yes: int
    if_need_be: int
    no: int
    missing: int

    @property
    def can(self) -> int:
        return self.yes + self.if_need_be


def tally(words: Iterable[str | None]) -> Tally:
    """One word for each party, None where it has not answered."""
    counts = Counter(words)
    return Tally(counts[YES], counts[IF_NEED_BE], counts[NO], counts[None])


ALL_YES = "all_yes"
ALL_CAN = "all_can"
NOBODY_NO = "nobody_no"
FEWEST_NO = "fewest_no"


@dataclass(frozen=True)
class Best:
    """The slot that suits best, why, and how many suit equally well: it is the earliest of them."""

    number: int
    why: str
    equal: int


def best_of(tallies: Mapping[int, Tally]) -> Best | None:
    """By slot number, in the order of time: fewest refuse, then most have answered, then most say yes, then earliest.

    None where nobody can come to any.
    """
    ranks = {number: (each.no, each.missing, -each.yes) for number, each in tallies.items() if each.can}
    if not ranks:
        return None
    number = min(ranks, key=lambda each: (ranks[each], each))
    return Best(number, _why(tallies[number]), sum(rank == ranks[number] for rank in ranks.values()))


def _why(each: Tally) -> str:
    if each.no:
        return FEWEST_NO
    if each.missing:
        return NOBODY_NO
    return ALL_CAN if each.if_need_be else ALL_YES
