"""Which bytes a text file is written in, where it does not say so itself. Pure."""

import codecs
import re

from forumhub.errors import N_, RuleBroken

UTF_8 = "utf-8"
UTF_16 = "utf-16"
CHINESE = "gb18030"
CYRILLIC = "windows-1251"
WESTERN = "windows-1252"
ENCODINGS = (UTF_8, UTF_16, CHINESE, CYRILLIC, WESTERN)
MARKS = {codecs.BOM_UTF8: UTF_8, codecs.BOM_UTF16_LE: UTF_16, codecs.BOM_UTF16_BE: UTF_16}

_SAMPLE = 200_000
_WORD = re.compile(r"[^\W\d_]+")
_CYRILLIC_WORD = re.compile(r"[А-ЯЁЎІЇЄҐ]?[а-яёўіїєґ]+|[А-ЯЁЎІЇЄҐ]+")
_MOST_ODD = 0.1
"""The share of words that may look odd in a text that is Cyrillic nonetheless."""


def decoded(data: bytes, encoding: str = "") -> tuple[str, str]:
    """The text without its byte-order mark, and the encoding, which is guessed where none is given.

    Raises RuleBroken where the bytes are not of the encoding that was chosen.
    """
    chosen = encoding or guess(data)
    mark = next((mark for mark, kind in MARKS.items() if kind == chosen and data.startswith(mark)), b"")
    try:
        return data[len(mark) :].decode(_python_name(chosen, mark, data)), chosen
    except (UnicodeDecodeError, LookupError) as error:
        message = N_("The file is not written in %(encoding)s; choose another encoding.")
        raise RuleBroken(message, "encoding", encoding=chosen[:20]) from error


def _python_name(encoding: str, mark: bytes, data: bytes) -> str:
    if encoding != UTF_16:
        return encoding
    big = mark == codecs.BOM_UTF16_BE or (not mark and _zeros(data, 0) > _zeros(data, 1))
    return "utf-16-be" if big else "utf-16-le"


def guess(data: bytes) -> str:
    """By its mark; else by its zeros UTF-16; else UTF-8 where that fits; else what its words look like."""
    for mark, encoding in MARKS.items():
        if data.startswith(mark):
            return encoding
    if _zeros(data, 0) or _zeros(data, 1):
        return UTF_16
    if _fits(data, UTF_8):
        return UTF_8
    if _looks_cyrillic(data[:_SAMPLE]):
        return CYRILLIC
    return CHINESE if _fits(data, CHINESE) else WESTERN


def _zeros(data: bytes, place: int) -> int:
    """How many zero bytes stand at even (0) or odd (1) places near the beginning."""
    return data[place:4000:2].count(0)


def _fits(data: bytes, encoding: str) -> bool:
    try:
        data.decode(encoding)
    except UnicodeDecodeError:
        return False
    return True


def _looks_cyrillic(data: bytes) -> bool:
    """Whether words beyond ASCII are Cyrillic through and through, with capitals where words have them."""
    words = [word for word in _WORD.findall(data.decode("cp1251", "replace")) if not word.isascii()]
    odd = sum(not _CYRILLIC_WORD.fullmatch(word) for word in words)
    return bool(words) and odd <= _MOST_ODD * len(words)
