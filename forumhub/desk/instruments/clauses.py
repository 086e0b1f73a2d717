"""The clauses of an agreement as its page lists them: those of the text in force, then those of earlier versions."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from forumhub.agreements.models import AgreementVersion
from forumhub.desk.instruments.rules import Change, Edition, Figures
from forumhub.followup.models import Item


@dataclass(frozen=True)
class ClauseRow:
    """`version` is the number of the version whose text holds it; None where none that the reader may see does."""

    number: str
    titles: Mapping[str, str]
    version: int | None
    figures: Figures
    changes: Sequence[Change]
    recent: Sequence[Item]


def rows_of(
    version: AgreementVersion | None,
    editions: Sequence[Edition],
    figures: Mapping[str, Figures],
    changes: Mapping[str, Sequence[Change]],
    recent: Mapping[str, Sequence[Item]],
) -> tuple[list[ClauseRow], list[ClauseRow]]:
    """The clauses in force in the order of the text, its paragraphs only where something stands under them; and
    those that left the text, by number.
    """

    def row(number: str, titles: Mapping[str, str], of: int | None) -> ClauseRow:
        its = figures.get(number, Figures())
        return ClauseRow(number, titles, of, its, changes.get(number, ()), recent.get(number, ()))

    in_force = version.clauses if version else []
    now = [
        row(clause.number, clause.titles, version.number if version else None)
        for clause in in_force
        if clause.titles or clause.number in figures
    ]
    there = {clause.number for clause in in_force}
    gone = [number for number in dict.fromkeys([*changes, *figures]) if number not in there]
    return now, [row(number, *_last_text(number, editions)) for number in sorted(gone)]


def _last_text(number: str, editions: Sequence[Edition]) -> tuple[Mapping[str, str], int | None]:
    for edition in reversed(editions):
        if number in edition.titles:
            return edition.titles[number], edition.number
    return {}, None
