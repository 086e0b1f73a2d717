"""Passwords as people type them, sync tokens, spans of time and texts as RFC 4791 compares them."""

import hashlib
import re
import secrets
from collections.abc import Iterable
from datetime import datetime
from functools import cache
from typing import NamedTuple
from urllib.parse import quote, unquote

from icalendar import Calendar

from forumhub.calendars.rules import PRODID, body_etag, render_version
from forumhub.calendars.zones import vtimezone

MOST_PASSWORDS = 20
LONGEST_LABEL = 120
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


_TOKEN = re.compile(r"data:,(\d{1,18})/([0-9a-f]{16})(?:/(\d{1,18})/([\w.~%-]{1,400}))?", re.ASCII)


def calendar_key(collections: Iterable[str]) -> str:
    """Another one where somebody's roles show other collections: their client then reads everything anew."""
    return hashlib.sha256("\n".join(collections).encode()).hexdigest()[:16]


def write_token(token: Token) -> str:
    """As a URI, which RFC 6578 asks for."""
    part = f"/{token.since}/{quote(token.after, safe='')}" if token.after else ""
    return f"data:,{token.seq}/{token.key}{part}"


def read_token(text: str) -> Token | None:
    found = _TOKEN.fullmatch(text)
    if not found:
        return None
    seq, key, since, after = found.groups()
    return Token(int(seq), key, int(since or 0), unquote(after or ""))


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
