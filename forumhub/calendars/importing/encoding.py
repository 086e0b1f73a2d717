"""Which bytes a calendar is written in: UTF-8 as RFC 5545 (3.1.4) says, or what older programs wrote."""

import codecs
import re

_DECLARED = re.compile(rb";CHARSET=\"?([A-Za-z0-9_-]{1,40})", re.IGNORECASE)
_WESTERN = "windows-1252"
_TEXT_ENCODINGS = frozenset(
    [
        "ascii",
        "cp1250",
        "cp1251",
        "cp1252",
        "cp866",
        "koi8-r",
        "koi8-u",
        "iso8859-1",
        "iso8859-2",
        "iso8859-5",
        "iso8859-15",
        "gb2312",
        "gbk",
        "gb18030",
        "big5",
        "big5hkscs",
        "shift_jis",
        "euc_jp",
        "iso2022_jp",
        "euc_kr",
        "utf-8",
    ]
)


def as_utf8(data: bytes) -> tuple[bytes, str]:
    """The file in UTF-8 without a byte-order mark, and the name of the encoding where it was another, else ''."""
    for mark, encoding in ((codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16")):
        if data.startswith(mark):
            return data.decode(encoding, errors="replace").encode(), encoding
    data = data.removeprefix(codecs.BOM_UTF8)
    try:
        data.decode()
    except UnicodeDecodeError:
        encoding = _declared(data) or _WESTERN
        if _torn_by_folding(data):
            return data, ""
        return data.decode(encoding, errors="replace").encode(), encoding
    return data, ""


def _declared(data: bytes) -> str:
    """The first CHARSET that the file names (vCalendar 1.0), where it is one of text."""
    found = _DECLARED.search(data)
    return known_encoding(found.group(1).decode()) if found else ""


def known_encoding(name: str) -> str:
    """Python's name of an encoding of text; empty for any other word."""
    try:
        canonical = codecs.lookup(name).name
    except LookupError:
        return ""
    return canonical if canonical in _TEXT_ENCODINGS else ""


def _torn_by_folding(data: bytes) -> bool:
    """Whether it is UTF-8 once its lines are unfolded: some programs fold within a character."""
    try:
        re.sub(rb"(?:\r\n|\n|\r)[ \t]", b"", data).decode()
    except UnicodeDecodeError:
        return False
    return True
