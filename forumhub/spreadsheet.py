"""Rows as CSV (RFC 4180) and XLSX that a spreadsheet opens as text. Pure."""

import csv
import io
import re
from collections.abc import Iterable
from datetime import date

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE

SIGNS = "=+-@＝＋－＠"
"""The wide ones begin a formula where a spreadsheet is set to Chinese."""
FORMULA_STARTS = (*SIGNS, "\t", "\r", "\n")
_FIRST, _NEXT = f"'*[{re.escape(SIGNS)}\t\r\n]", f"['\"]*[{re.escape(SIGNS)}]"
_BEGINNING = re.compile(rf"\A(?={_FIRST})|(?<=[;\t\r\n])(?={_NEXT})")
_MARKED = re.compile(rf"\A'(?={_FIRST})|(?<=[;\t\r\n])'(?={_NEXT})")


def as_csv(rows: Iterable[Iterable[str | date]]) -> str:
    """With a byte-order mark, by which spreadsheets know UTF-8."""
    text = io.StringIO()
    csv.writer(text).writerows([cell(str(value)) for value in row] for row in rows)
    return "\ufeff" + text.getvalue()


def cell(text: str) -> str:
    """What begins like a formula gets an apostrophe, which keeps a spreadsheet from running it, one more than it has.

    Also behind what may end a cell: a spreadsheet that is set to Russian parts cells by semicolons, and takes neither
    a quotation mark within a cell nor the line break that it quotes for more than that.
    """
    return _BEGINNING.sub("'", text)


def uncell(text: str) -> str:
    """What `cell` was given: without the apostrophes before what begins like a formula."""
    return _MARKED.sub("", text)


def as_xlsx(title: str, rows: Iterable[Iterable[str | date]]) -> bytes:
    """A workbook of one sheet. Days are days; all else is marked as text, so that nothing is taken for a formula."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet(title)
    for row in rows:
        sheet.append([_cell(sheet, value) for value in row])
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


def _cell(sheet: object, value: str | date) -> WriteOnlyCell:
    if isinstance(value, date):
        written = WriteOnlyCell(sheet, value)
        written.number_format = "yyyy-mm-dd"
        return written
    written = WriteOnlyCell(sheet, ILLEGAL_CHARACTERS_RE.sub("", value))
    written.data_type, written.quotePrefix = "s", True  # also where somebody edits the cell
    return written
