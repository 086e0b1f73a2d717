"""Calendars as they are served: components joined without being serialised again, and the tags that name them."""

import gzip
import hashlib
import hmac
import re
from collections.abc import Iterable
from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from importlib import metadata
from typing import NamedTuple
from zoneinfo import ZoneInfo

from icalendar import Calendar, vDuration, vText
from icalendar import __version__ as icalendar_version
from icalendar.parser import Contentline

from forumhub.calendars.text import Text, uri
from forumhub.calendars.zones import vtimezone
from forumhub.errors import N_, RuleBroken
from forumhub.mail.rules import one_line
from forumhub.parties.rules import in_force

LONGEST_LABEL = 120
PRODID = "-//forumhub//forumhub//EN"
TEMPLATE = 8  # grows when the mapping, what shows it or a feed's frame changes: all is then rendered and placed again
POLL = timedelta(hours=1)
COLOR = "steelblue"  # CSS3, RFC 7986, 5.9
IDENTITY, GZIP = "identity", "gzip"
_ZONE_OF_NOTHING = "Etc/GMT"
_END = b"END:VCALENDAR\r\n"


@cache
def render_version() -> str:
    """Names everything that a stored component depends on besides its event."""
    return f"{TEMPLATE}/{icalendar_version}/{metadata.version('tzdata')}"


def assemble_feed(
    name: str,
    uid: str,
    source_url: str,
    color: str,
    last_modified: datetime,
    bodies: Iterable[bytes],
    tzids: Iterable[str],
) -> bytes:
    """A feed (RFC 7986) of rendered components and the blocks of the zones that they name.

    `color` is a CSS3 colour name (RFC 7986, 5.9); `last_modified` is aware. The same arguments give the same bytes.
    """
    return _around(_feed_opening(name, uid, source_url, color, last_modified), bodies, tzids)


def check_label(label: str, missing: str) -> str:
    """The name of a link or device, on one line. Raises RuleBroken, with `missing` where there is none."""
    label = one_line(label)
    if not label:
        raise RuleBroken(missing, "label")
    if len(label) > LONGEST_LABEL:
        raise RuleBroken(
            N_("The name is longer than %(most)s characters; make it shorter."), "label", most=LONGEST_LABEL
        )
    return label


def frame(method: str) -> Calendar:
    """An empty calendar with what RFC 5545 asks of each, and its METHOD (RFC 5546)."""
    calendar = Calendar()
    calendar.add("PRODID", PRODID)
    calendar.add("VERSION", "2.0")
    calendar.add("METHOD", method)
    return calendar


def enclose(calendar: Calendar, bodies: Iterable[bytes], tzids: Iterable[str]) -> bytes:
    """The calendar with the blocks of `tzids`, each once, and the components, in the order given.

    One that shows nothing yet has a block nevertheless: RFC 5545, 3.6, asks for a component at least.
    """
    return _around(bytes(calendar.to_ical()).removesuffix(_END), bodies, tzids)


def _around(opening: bytes, bodies: Iterable[bytes], tzids: Iterable[str]) -> bytes:
    shown = list(bodies)
    zones = sorted(set(tzids)) if shown else [_ZONE_OF_NOTHING]
    return b"".join([opening, *map(vtimezone, zones), *shown, _END])


def body_etag(body: bytes) -> str:
    """Of one component or file; without quotation marks, as werkzeug's `set_etag` takes it."""
    return hashlib.sha256(body).hexdigest()[:32]


def feed_etag(key: bytes, collection: str, seq: int, coding: str) -> str:
    """Known before a component is read: it depends on the collection's counter. `coding` is identity, gzip, …

    Counters number what the whole house publishes, so nobody without the `key` tells one from its tag.
    """
    state = f"{collection}\n{seq}\n{render_version()}"
    return f"{hmac.digest(key, state.encode(), 'sha256').hex()[:32]}-{coding}"


_MICROSOFT = re.compile("microsoft|outlook|exchange", re.IGNORECASE)


def coding_for(takes_gzip: bool, agent: str) -> str:
    """Microsoft's agents ask for gzip, but their subscriptions fail on it."""
    return GZIP if takes_gzip and not _MICROSOFT.search(agent) else IDENTITY


def encoded(body: bytes, coding: str) -> bytes:
    """The same bytes for the same body, whenever it is done."""
    return gzip.compress(body, mtime=0) if coding == GZIP else body


class Term(NamedTuple):
    """A role's: granted and ended at instants, its days by the calendar of its party's zone, both included."""

    granted_at: datetime
    from_date: date
    until_date: date | None
    ended_at: datetime | None
    timezone: str


def holds(term: Term, now: datetime) -> bool:
    """Whether the role counts now."""
    today = now.astimezone(ZoneInfo(term.timezone)).date()
    return term.ended_at is None and in_force(term.from_date, term.until_date, today)


def turns_of(term: Term, now: datetime) -> list[datetime]:
    """When the role began and ended to count, as far as that has come: what a feed shows changed with it."""
    zone = ZoneInfo(term.timezone)
    ends = [term.ended_at] if term.ended_at else []
    if term.until_date:
        ends.append(datetime.combine(term.until_date + timedelta(days=1), time(), zone))
    begins = max(term.granted_at, datetime.combine(term.from_date, time(), zone))
    return [turn for turn in (begins, *sorted(ends)[:1]) if turn <= now]


def _feed_opening(name: str, uid: str, source_url: str, color: str, last_modified: datetime) -> bytes:
    """The frame's lines, as icalendar writes them. Those that are every feed's are written once.

    To render all of them takes longer than to join two hundred components.
    """
    said, instant = Text(name).to_ical().decode(), f"{last_modified.astimezone(UTC):%Y%m%dT%H%M%SZ}"
    own = {
        b"UID": f"UID:{vText(uid).to_ical().decode()}",
        b"NAME": f"NAME:{said}",
        b"X-WR-CALNAME": f"X-WR-CALNAME:{said}",
        b"SOURCE": f"SOURCE;VALUE=URI:{uri(source_url)}",
        b"LAST-MODIFIED": f"LAST-MODIFIED:{instant}",
    }
    lines = (Contentline(own[key]).to_ical() if key in own else line for key, line in _lines_of_every_feed(color))  # type: ignore[no-untyped-call]
    return b"".join(line + b"\r\n" for line in lines)


@cache
def _lines_of_every_feed(color: str) -> list[tuple[bytes, bytes]]:
    """Names and lines in their order, none of them folded; of some the name alone counts."""
    feed = feed_frame("-", "-", "-:", color, datetime.fromtimestamp(0, UTC)).to_ical()
    return [(re.split(b"[:;]", line)[0], line) for line in feed.removesuffix(_END).splitlines()]


def feed_frame(name: str, uid: str, source_url: str, color: str, last_modified: datetime) -> Calendar:
    calendar = frame("PUBLISH")
    calendar.add("UID", uid)
    calendar.add("NAME", Text(name))
    calendar.add("X-WR-CALNAME", Text(name))
    # icalendar 7.3 leaves out VALUE=, which RFC 7986 demands of these two
    calendar.add("REFRESH-INTERVAL", vDuration(POLL), parameters={"VALUE": "DURATION"})
    calendar.add("X-PUBLISHED-TTL", vDuration(POLL))
    calendar.add("SOURCE", uri(source_url, VALUE="URI"))
    calendar.add("COLOR", color)
    calendar.add("LAST-MODIFIED", last_modified.astimezone(UTC))
    return calendar
