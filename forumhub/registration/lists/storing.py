"""A list's file and records as they are kept: compressed. Pure."""

import json
import zlib

from forumhub.registration.lists.reading.cells import Record, Table


def packed(data: bytes) -> bytes:
    return zlib.compress(data)


def unpacked(body: bytes) -> bytes:
    return zlib.decompress(body)


def packed_table(table: Table) -> bytes:
    """Read once, so that a page and each batch of an import need not read a workbook again."""
    records = [[record.number, *record.cells] for record in table.records]
    how = {"encoding": table.encoding, "delimiter": table.delimiter, "sheet": table.sheet}
    said = {**how, "sheets": table.sheets, "formulas": table.formulas, "records": records}
    return zlib.compress(json.dumps(said, ensure_ascii=False).encode(), 1)


def unpacked_table(cells: bytes) -> Table:
    said = json.loads(zlib.decompress(cells))
    records = tuple(Record(row[0], tuple(row[1:])) for row in said.pop("records"))
    return Table(records, **{**said, "sheets": tuple(said["sheets"])})
