"""Rows as CSV (RFC 4180) and XLSX that a spreadsheet opens as text. Pure."""

import csv
import io
from collections.abc import Iterable
from datetime import date

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE

FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
"""The wide ones begin a formula where a spreadsheet is set to Chinese."""


def as_csv(rows: Iterable[Iterable[str | date]]) -> str:
    """With a byte-order mark, by which spreadsheets know UTF-8."""
    text = io.StringIO()
    csv.writer(text).writerows([cell(str(value)) for value in row] for row in rows)
    return "\ufeff" + text.getvalue()


def cell(text: str) -> str:
    """What begins like a formula gets an apostrophe, which keeps a spreadsheet from running it."""
    return "'" + text if text.startswith(FORMULA_STARTS) else text


def uncell(text: str) -> str:
    """What `cell` was given: without the apostrophe before what begins like a formula."""
    return text[1:] if text.startswith("'") and text[1:].startswith(FORMULA_STARTS) else text


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
