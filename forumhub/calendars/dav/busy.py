"""free-busy-query (RFC 4791, 7.10): when a calendar's owner is busy, and nothing of what with. Pure."""

import re
from collections.abc import Iterable, Iterator
from datetime import datetime

from icalendar import FreeBusy, vPeriod

from forumhub.calendars.dav.rules import Span, whole

BUSY, TENTATIVE = "BUSY", "BUSY-TENTATIVE"
Period = tuple[datetime, datetime]
_SAID = re.compile(rb"^(STATUS|TRANSP):([A-Z-]{1,20})\r$", re.MULTILINE)
"""As we render them: short, so never folded, without parameters, in a component that encloses none. A parser takes
some fifty times as long, and a span may hold years."""


def busy_in(span: Span, meetings: Iterable[tuple[Period, bytes]], uid: str, now: datetime) -> bytes:
    """A calendar with one VFREEBUSY from `span.start` until `span.end`, both there. `meetings` are each one's begin,
    end and rendered VEVENT, in the order of time; those that are cancelled or transparent keep nobody busy, nor does
    what lasts no time within the span."""
    assert span.start
    assert span.end
    told = FreeBusy()
    for name, value in (("UID", uid), ("DTSTAMP", now), ("DTSTART", span.start), ("DTEND", span.end)):
        told.add(name, value)
    periods: dict[str, list[Period]] = {}
    for (begins, ends), body in meetings:
        period = max(begins, span.start), min(ends, span.end)
        if period[0] < period[1] and (kind := _kind(body)):
            periods.setdefault(kind, []).append(period)
    for kind in sorted(periods):
        for period in _joined(periods[kind]):
            told.add("FREEBUSY", vPeriod(period), parameters={"FBTYPE": kind})
    return whole(told.to_ical(), ())


def _kind(body: bytes) -> str:
    """FBTYPE (RFC 5545, 3.2.9); empty where nobody is busy."""
    said = dict(_SAID.findall(body))
    if said.get(b"TRANSP") == b"TRANSPARENT" or said.get(b"STATUS") == b"CANCELLED":
        return ""
    return TENTATIVE if said.get(b"STATUS") == b"TENTATIVE" else BUSY


def _joined(periods: list[Period]) -> Iterator[Period]:
    """Those that touch, as one. There is one at least."""
    begins, ends = periods[0]
    for each in periods[1:]:
        if each[0] <= ends:
            ends = max(ends, each[1])
        else:
            yield begins, ends
            begins, ends = each
    yield begins, ends
