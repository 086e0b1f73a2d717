"""calendar-data with `expand` (RFC 4791, 9.6.5). Pure.

Each meeting of a series is an object of its own here, so that there is nothing to unfold: what is left to do is to say
local times in UTC, without the blocks of their zones.
"""

import re
from datetime import UTC, datetime
from xml.etree.ElementTree import Element

from forumhub.calendars.dav.refusals import Unreadable
from forumhub.calendars.dav.rules import Span, whole
from forumhub.errors import N_
from forumhub.events.recurrence import instant

_LOCAL = re.compile(rb"^(DTSTART|DTEND|DUE);TZID=([^:;\r\n]+):(\d{8}T\d{6})(?=\r\n)", re.MULTILINE)
"""As `mapping` writes it: no line with a time is long enough to be folded."""


def read_span(given: Element) -> Span:
    """Of `expand` or a report's time-range. Raises Unreadable where it does not say from when until when, in UTC."""
    try:
        start, end = (_moment(given.attrib[name]) for name in ("start", "end"))
    except (KeyError, ValueError) as error:
        raise _wrong() from error
    if start >= end:
        raise _wrong()
    return Span(start, end)


def _moment(text: str) -> datetime:
    return datetime.strptime(text, "%Y%m%dT%H%M%SZ").replace(tzinfo=UTC)


def _wrong() -> Unreadable:
    return Unreadable(N_("A span takes a start and an end after it, both in UTC, such as 20261125T090000Z."))


def expanded(body: bytes) -> bytes:
    """The component as a calendar of its own, all its times in UTC."""
    return whole(_LOCAL.sub(_in_utc, body), ())


def _in_utc(found: re.Match[bytes]) -> bytes:
    local = datetime.fromisoformat(found[3].decode())
    return found[1] + f":{instant(local, found[2].decode()):%Y%m%dT%H%M%SZ}".encode()
