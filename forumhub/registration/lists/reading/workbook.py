"""Workbooks (ISO/IEC 29500, .xlsx): values as text. Formulas are never evaluated, and nothing is unpacked to disk."""

import io
import zipfile
import zlib
from collections.abc import Iterator
from datetime import date, datetime, time
from typing import Any
from xml.etree.ElementTree import ParseError

import openpyxl
from defusedxml.common import DefusedXmlException

from forumhub.errors import N_, RuleBroken
from forumhub.registration.lists.reading.cells import MOST_COLUMNS, Record, Table, bounded, kept

MOST_UNPACKED = 100 * 1024 * 1024
MOST_PARTS = 2_000
_CHUNK = 1024 * 1024
_DECLARATIONS = ("<!DOCTYPE", "<!ENTITY")
_FORBIDDEN = tuple(word.encode(code) for word in _DECLARATIONS for code in ("ascii", "utf-16-le", "utf-16-be"))
_OVERLAP = max(map(len, _FORBIDDEN)) - 1
_BROKEN = (
    zipfile.BadZipFile, zlib.error, ParseError, DefusedXmlException, KeyError, ValueError, TypeError, IndexError,
    AttributeError, EOFError, OSError, NotImplementedError, RuntimeError, OverflowError,
)  # fmt: skip
"""What openpyxl and what it stands on raise for a file that is none, or was broken on purpose."""


def read_workbook(data: bytes, sheet: str = "") -> Table:
    """The sheet of this name, or the first that has text. Raises RuleBroken for what is no workbook or too large."""
    try:
        _check_archive(data)
        return _read(data, sheet)
    except _BROKEN as error:
        raise RuleBroken(
            N_("This is not a workbook that can be read; save it as XLSX or CSV again."), "file"
        ) from error


def _check_archive(data: bytes) -> None:
    """Before anything is parsed: how much it would unpack to, and that no part declares entities (XML bombs)."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        parts = archive.infolist()
        if len(parts) > MOST_PARTS or sum(part.file_size for part in parts) > MOST_UNPACKED:
            message = N_("The workbook unpacks to more than %(most)s MB; take out what is not the list.")
            raise RuleBroken(message, "file", most=MOST_UNPACKED // (1024 * 1024))
        for part in parts:
            if not part.filename.startswith("xl/media/"):  # pictures, which may be SVG, are never read
                _check_part(archive, part)


def _check_part(archive: zipfile.ZipFile, part: zipfile.ZipInfo) -> None:
    with archive.open(part) as stream:
        kept = b""
        while chunk := stream.read(_CHUNK):
            seen = kept + chunk
            if any(word in seen for word in _FORBIDDEN):
                raise RuleBroken(N_("The workbook declares XML entities, which no spreadsheet does."), "file")
            kept = seen[-_OVERLAP:]


def _read(data: bytes, sheet: str) -> Table:
    book = openpyxl.load_workbook(io.BytesIO(data), read_only=True, keep_links=False)
    try:
        names = [each.title for each in book.worksheets]
        if sheet and sheet not in names:
            raise RuleBroken(N_("The workbook has no sheet '%(sheet)s'."), "sheet", sheet=sheet[:60])
        for name in [sheet] if sheet else names:
            stored = _Stored(data, name)
            if records := tuple(kept(_texts(book[name], stored))):
                return Table(records, sheet=name, sheets=tuple(names), formulas=stored.formulas)
    finally:
        book.close()
    return Table(bounded(()))


class _Stored:
    """The values that a spreadsheet stored with its formulas; read only where there are any."""

    def __init__(self, data: bytes, sheet: str) -> None:
        self._data, self._sheet, self.formulas = data, sheet, 0
        self._values: dict[tuple[int, int], Any] | None = None

    def value(self, row: int, column: int, formula: str) -> Any:
        """The stored value; the formula's own text where none was stored."""
        self.formulas += 1
        if self._values is None:
            self._values = self._read()
        found = self._values.get((row, column))
        return formula if found is None else found

    def _read(self) -> dict[tuple[int, int], Any]:
        book = openpyxl.load_workbook(io.BytesIO(self._data), read_only=True, data_only=True, keep_links=False)
        try:
            rows = book[self._sheet].iter_rows(max_col=MOST_COLUMNS + 1)
            return {(cell.row, cell.column): cell.value for row in rows for cell in row if cell.value is not None}
        finally:
            book.close()


def _texts(sheet: Any, stored: _Stored) -> Iterator[Record]:
    """Rows as they come, however many the sheet says that it has."""
    sheet.reset_dimensions()
    for number, row in enumerate(sheet.iter_rows(max_col=MOST_COLUMNS + 1), start=1):
        yield Record(number, tuple(_text(cell, stored) for cell in row))


def _text(cell: Any, stored: _Stored) -> str:
    value = cell.value
    if value is not None and cell.data_type == "f":
        value = stored.value(cell.row, cell.column, str(getattr(value, "text", value)))
    return as_text(value)


def as_text(value: Any) -> str:
    """Whole numbers without a point, days and times as ISO 8601, what is true as TRUE."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return str(value).upper()
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == time() else value.isoformat(sep=" ")
    return value.isoformat() if isinstance(value, date | time) else str(value)
