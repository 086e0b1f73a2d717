"""A list's file, by what is inside it and not by its name."""

from forumhub.errors import N_, RuleBroken
from forumhub.registration.lists.reading.cells import MOST_BYTES, Table
from forumhub.registration.lists.reading.delimited import read_text
from forumhub.registration.lists.reading.workbook import read_workbook

_ARCHIVE = b"PK\x03\x04"
_OLD_OFFICE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_OTHERS = (b"%PDF-", b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"{\\rtf", b"7z\xbc\xaf", b"Rar!")


def check_size(size: int) -> None:
    """Raises RuleBroken for more bytes than are taken."""
    if size > MOST_BYTES:
        message = N_("The file is larger than %(most)s MB; a list of that many people is better divided.")
        raise RuleBroken(message, "file", most=MOST_BYTES // (1024 * 1024))


def read_list(data: bytes, *, encoding: str = "", delimiter: str = "", sheet: str = "") -> Table:
    """Raises RuleBroken for what is no CSV or XLSX, or too large."""
    check_size(len(data))
    if not data.strip():
        raise RuleBroken(N_("The file is empty; choose it again."), "file")
    if data.startswith(_ARCHIVE):
        return read_workbook(data, sheet)
    if data.startswith(_OLD_OFFICE):
        raise RuleBroken(
            N_("This is a workbook of an older kind, or one with a password; save it as XLSX without a password."),
            "file",
        )
    if data.startswith(_OTHERS):
        raise RuleBroken(N_("This is no list: a file of the kind CSV or XLSX would be right."), "file")
    return read_text(data, encoding, delimiter)
