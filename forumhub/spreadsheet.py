"""Rows as CSV (RFC 4180) that a spreadsheet opens as text. Pure."""

import csv
import io
from collections.abc import Iterable

FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
"""The wide ones begin a formula where a spreadsheet is set to Chinese."""


def as_csv(rows: Iterable[Iterable[str]]) -> str:
    """With a byte-order mark, by which spreadsheets know UTF-8."""
    text = io.StringIO()
    csv.writer(text).writerows([cell(value) for value in row] for row in rows)
    return "\ufeff" + text.getvalue()


def cell(text: str) -> str:
    """What begins like a formula gets an apostrophe, which keeps a spreadsheet from running it."""
    return "'" + text if text.startswith(FORMULA_STARTS) else text
