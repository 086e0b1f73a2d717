"""Text with delimiters (RFC 4180, and what spreadsheets make of it): quoted cells may hold line ends. Pure."""

import csv
import io
from collections import Counter
from collections.abc import Iterator

from forumhub.errors import N_, RuleBroken
from forumhub.registration.lists.reading.cells import LONGEST_CELL, Record, Table, bounded
from forumhub.registration.lists.reading.encoding import decoded
from forumhub.spreadsheet import uncell

DELIMITERS = (",", ";", "\t", "|")
_SAMPLE = 64 * 1024
_UNCLOSED = "unexpected end of data"


def read_text(data: bytes, encoding: str = "", delimiter: str = "") -> Table:
    """`encoding` and `delimiter` are guessed where they are empty. Raises RuleBroken for what is no such text."""
    text, encoding = decoded(data, encoding)
    if "\0" in text:
        raise RuleBroken(N_("The file holds zero bytes, so it is no text; save it as CSV or XLSX."), "file")
    delimiter = delimiter or guess_delimiter(text)
    return Table(bounded(_records(text, delimiter)), encoding=encoding, delimiter=delimiter)


def _records(text: str, delimiter: str) -> Iterator[Record]:
    """Strictly first; where quotation marks stand within words, as the csv module takes them otherwise."""
    try:
        yield from list(_parsed(text, delimiter, strict=True))
    except csv.Error as error:
        if _UNCLOSED in str(error):
            raise RuleBroken(
                N_("A quotation mark is opened and never closed; look for it near the end of the file."), "file"
            ) from error
        yield from _parsed(text, delimiter, strict=False)


def _parsed(text: str, delimiter: str, *, strict: bool) -> Iterator[Record]:
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=strict)
    while True:
        number = reader.line_num + 1
        try:
            cells = next(reader, None)
        except csv.Error as error:
            if "field larger" not in str(error):
                raise
            message = N_(
                "A cell in line %(line)s has more than %(most)s characters. Perhaps a quotation mark is never closed."
            )
            raise RuleBroken(message, "file", line=number, most=LONGEST_CELL) from error
        if cells is None:
            return
        yield Record(number, tuple(map(uncell, cells)))


def guess_delimiter(text: str) -> str:
    """The one that makes the same number of columns, more than one, in most of the first rows; else a comma."""
    return max(DELIMITERS, key=lambda delimiter: _evenness(text[:_SAMPLE], delimiter))


def _evenness(sample: str, delimiter: str) -> tuple[float, int]:
    """The share of rows with the commonest number of columns, where that is more than one, and that number."""
    try:
        widths = Counter(len(row) for row in csv.reader(io.StringIO(sample, newline=""), delimiter=delimiter) if row)
    except csv.Error:
        return 0, 0
    if not widths:
        return 0, 0
    width, times = widths.most_common(1)[0]
    return (times / widths.total(), width) if width > 1 else (0, 0)
