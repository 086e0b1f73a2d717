"""What is read of a file, whatever its kind: records of text, within bounds."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from forumhub.errors import N_, RuleBroken

MOST_BYTES = 10 * 1024 * 1024
MOST_RECORDS = 20_000
MOST_COLUMNS = 100
MOST_BLANK = 100_000
"""Records without any text, which spreadsheets keep below what was written."""
LONGEST_CELL = 5_000
"""Characters. A quote that was never closed makes one of hundreds of thousands."""


@dataclass(frozen=True)
class Record:
    """One row: `number` is the line of a text file where it begins, or the row of a sheet; both from 1."""

    number: int
    cells: tuple[str, ...]


@dataclass(frozen=True)
class Table:
    """All records with text, the headings too. `sheets` are the names that a workbook has; empty for text.

    `encoding`, `delimiter` and `sheet` are how it was read; empty where the kind of file has none. `formulas` counts
    the cells with a formula, of which the stored value was taken.
    """

    records: tuple[Record, ...]
    encoding: str = ""
    delimiter: str = ""
    sheet: str = ""
    sheets: tuple[str, ...] = field(default=())
    formulas: int = 0

    @property
    def width(self) -> int:
        return max((len(record.cells) for record in self.records), default=0)


def bounded(records: Iterable[Record]) -> tuple[Record, ...]:
    """Those with text. Raises RuleBroken for more of them, more columns or a longer cell than are taken."""
    found = tuple(kept(records))
    if not found:
        raise RuleBroken(N_("The file holds no text: a list with one person in each row would be right."), "file")
    return found


def kept(records: Iterable[Record]) -> Iterator[Record]:
    """The same, and it may be nothing."""
    filled = blank = 0
    for record in records:
        cells = _without_empty_end(record.cells)
        filled, blank = (filled + 1, 0) if cells else (filled, blank + 1)
        if filled > MOST_RECORDS or blank > MOST_BLANK:
            raise RuleBroken(
                N_("The file has more than %(most)s rows; divide it into several lists."), "file", most=MOST_RECORDS
            )
        if cells:
            yield Record(record.number, _checked(cells, record.number))


def _without_empty_end(cells: tuple[str, ...]) -> tuple[str, ...]:
    end = len(cells)
    while end and not cells[end - 1].strip():
        end -= 1
    return cells[:end]


def _checked(cells: tuple[str, ...], number: int) -> tuple[str, ...]:
    if len(cells) > MOST_COLUMNS:
        message = N_("Line %(line)s has more than %(most)s columns; choose another delimiter, or take columns out.")
        raise RuleBroken(message, "file", line=number, most=MOST_COLUMNS)
    if any(len(cell) > LONGEST_CELL for cell in cells):
        message = N_(
            "A cell in line %(line)s has more than %(most)s characters. Perhaps a quotation mark is never closed."
        )
        raise RuleBroken(message, "file", line=number, most=LONGEST_CELL)
    return cells
