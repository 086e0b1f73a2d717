"""What an import will do, before it does it: the same for the page and for the import itself."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import NamedTuple

from forumhub.events.models import Event
from forumhub.parties.policy import Reader
from forumhub.registration.lists.choices import Choices
from forumhub.registration.lists.delegates import Delegate, Plan
from forumhub.registration.lists.parties import PartyNames
from forumhub.registration.lists.planning import plan_list
from forumhub.registration.lists.queries import known_people
from forumhub.registration.lists.reading.cells import Table
from forumhub.registration.lists.rules import DOUBTFUL, KNOWN, NEW, Index, Judged, judge, tally


class Row(NamedTuple):
    """A delegate of the list, and who that is."""

    delegate: Delegate
    judged: Judged


@dataclass(frozen=True)
class Report:
    """`rows` are all delegates, in the order of the file."""

    plan: Plan
    rows: tuple[Row, ...]
    counts: dict[str, int] = field(default_factory=dict)

    def of(self, *verdicts: str) -> list[Row]:
        return [row for row in self.rows if row.judged.verdict in verdicts]

    @property
    def to_enter(self) -> list[Row]:
        return self.of(NEW, KNOWN)

    @property
    def undecided(self) -> int:
        """How many lines wait for a choice."""
        return len(self.of(DOUBTFUL)) + sum(each.outcome == DOUBTFUL for each in self.plan.remarks)

    @property
    def addressed(self) -> int:
        """How many of those have an address to be told at."""
        return sum(bool(address_of(row)) for row in self.to_enter)


def address_of(row: Row) -> str:
    """Of somebody new, the list's; where that is somebody else's already, none."""
    if row.judged.person:
        return row.judged.person.email
    taken = any(each.person.email == row.delegate.email for each in row.judged.candidates)
    return "" if taken else row.delegate.email


def party_names(event: Event) -> PartyNames:
    return PartyNames((party.code, party.names) for party in event.parties)


def plan_of(table: Table, choices: Choices, event: Event) -> Plan:
    return plan_list(table.records, choices, party_names(event))


def report_on(plan: Plan, choices: Choices, event: Event, reader: Reader) -> Report:
    """Reckoned at each look, against who is here now."""
    rows = judge_all(plan.delegates, choices, event, reader)
    return Report(plan, rows, dict(tally(row.judged.verdict for row in rows)))


def judge_all(
    delegates: Iterable[Delegate], choices: Choices, event: Event, reader: Reader, list_id: int | None = None
) -> tuple[Row, ...]:
    """`list_id`: of a list that is being imported, whose earlier lines are not to be taken for somebody else."""
    listed = list(delegates)
    index = Index(known_people(event, reader, (each.email for each in listed), list_id))
    return tuple(Row(each, _judged(each, choices, index)) for each in listed)


def _judged(delegate: Delegate, choices: Choices, index: Index) -> Judged:
    decided = choices.decisions.get(str(delegate.number), "")
    return judge(
        delegate.name,
        delegate.own_name,
        delegate.email,
        delegate.party,
        index=index,
        decided=decided,
        doubtful=choices.doubtful,
    )
