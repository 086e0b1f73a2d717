"""Passwords as people type them, sync tokens, spans of time and texts as RFC 4791 compares them."""

import base64
import binascii
import hashlib
import re
import secrets
from collections.abc import Iterable
from datetime import datetime
from functools import cache
from typing import NamedTuple

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESSIV
from icalendar import Calendar

from forumhub.calendars.rules import PRODID, body_etag, render_version
from forumhub.calendars.zones import vtimezone

MOST_PASSWORDS = 20
ALPHABET = "abcdefghjkmnpqrstuvwxyz23456789"
"""Without what is mistaken for another: i, l, o, 0 and 1."""
_GROUPS, _GROUP = 7, 4  # 28 characters of 31: 138 bits
_END = b"END:VCALENDAR\r\n"


def new_secret() -> str:
    """At least 128 random bits, in groups of four letters for who has to type them."""
    groups = ("".join(secrets.choice(ALPHABET) for _ in range(_GROUP)) for _ in range(_GROUPS))
    return "-".join(groups)


def secret_sha256(typed: str) -> str:
    """Of a password as somebody typed it: neither case nor spaces nor dashes count."""
    return hashlib.sha256(re.sub(r"[\s-]", "", typed).lower().encode()).hexdigest()


def whole(body: bytes, tzids: Iterable[str]) -> bytes:
    """The component as GET serves it (RFC 4791, 4.1): a calendar of its own with its zones, without a METHOD."""
    return b"".join([_opening(), *map(vtimezone, sorted(tzids)), body, _END])


@cache
def _opening() -> bytes:
    calendar = Calendar()
    calendar.add("PRODID", PRODID)
    calendar.add("VERSION", "2.0")
    return bytes(calendar.to_ical()).removesuffix(_END)


def whole_etag(stored_etag: str) -> str:
    """Of what `whole` gives: it follows from the component and the version of what encloses it."""
    return body_etag(f"{stored_etag}\n{render_version()}".encode())


class Token(NamedTuple):
    """A sync token (RFC 6578, 3.2): all that was published up to `seq` is told, of a calendar with this `key`.

    Where a client asked for a part only, `after` is the last UID that it was told of the changes since `since`; it is
    told the others next, and what changed meanwhile after that.
    """

    seq: int
    key: str
    since: int = 0
    after: str = ""


_TOKEN = re.compile(r"data:,([\w-]{60,800})", re.ASCII)
_DIGITS, _KEY = 18, 16


def calendar_key(collections: Iterable[str]) -> str:
    """Another one where somebody's roles show other collections: their client then reads everything anew."""
    return hashlib.sha256("\n".join(collections).encode()).hexdigest()[:_KEY]


def write_token(key: bytes, token: Token) -> str:
    """As a URI, which RFC 6578 asks for; sealed by RFC 5297, so that equal tokens are equal texts, of equal length."""
    plain = f"{token.seq:0{_DIGITS}}{token.since:0{_DIGITS}}{token.key}{token.after}"
    sealed = AESSIV(key).encrypt(plain.encode(), None)
    return "data:," + base64.urlsafe_b64encode(sealed).decode().rstrip("=")


def read_token(key: bytes, text: str) -> Token | None:
    """None where it was not sealed with this key."""
    found = _TOKEN.fullmatch(text)
    if not found:
        return None
    try:
        sealed = base64.urlsafe_b64decode(found[1] + "=" * (-len(found[1]) % 4))
        plain = AESSIV(key).decrypt(sealed, None).decode()
    except (binascii.Error, InvalidTag):
        return None
    numbers, rest = plain[: 2 * _DIGITS], plain[2 * _DIGITS :]
    return Token(int(numbers[:_DIGITS]), rest[:_KEY], int(numbers[_DIGITS:]), rest[_KEY:])


class Span(NamedTuple):
    """From `start`, included, until `end`, not included; aware, None where it is open."""

    start: datetime | None
    end: datetime | None


def overlaps(begins: datetime, ends: datetime, span: Span) -> bool:
    """RFC 4791, 9.9, for what lasts from `begins` until `ends`, or is at one moment where they are equal."""
    if span.end is not None and begins >= span.end:
        return False
    return span.start is None or ends > span.start or begins == ends == span.start


OCTET, ASCII, UNICODE = "i;octet", "i;ascii-casemap", "i;unicode-casemap"
COLLATIONS = (ASCII, OCTET, UNICODE)
_LOWER = str.maketrans("ABCDEFGHIJKLMNOPQRSTUVWXYZ", "abcdefghijklmnopqrstuvwxyz")


def holds_text(value: str, wanted: str, collation: str) -> bool:
    """Whether `wanted` is a part of the value (RFC 4790; RFC 4791, 7.5)."""
    if collation == ASCII:
        value, wanted = value.translate(_LOWER), wanted.translate(_LOWER)
    if collation == UNICODE:
        value, wanted = value.casefold(), wanted.casefold()
    return wanted in value
