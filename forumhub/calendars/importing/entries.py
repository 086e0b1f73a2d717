"""A VEVENT as plain values (RFC 5545, 3.6.1): its texts, its moments as they are written, and its rules."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from hashlib import sha256

from forumhub.calendars.importing.lines import Component
from forumhub.calendars.importing.properties import Moment, Period, Property, Said
from forumhub.calendars.text import clean
from forumhub.errors import N_, RuleBroken
from forumhub.events.rules import is_conference

LONGEST_UID = 400
_OLDEST = datetime(1, 1, 1, tzinfo=UTC)


@dataclass
class Entry:
    """What one VEVENT says. `end` is a moment, a length, or None; `stamp`, aware, is its last change."""

    number: int
    uid: str
    start: Moment
    end: Moment | timedelta | None
    recurrence: Moment | None
    following: bool
    """Its RECURRENCE-ID asks to change the following meetings, too (RANGE=THISANDFUTURE)."""
    title: str
    language: str
    description: str
    place: str
    url: str
    conference: str
    """An https link; empty where it has none."""
    status: str
    secrecy: str
    sequence: int
    stamp: datetime
    rules: list[str]
    rdates: list[Moment | Period]
    exdates: list[Moment]
    derived: bool
    """The UID was made from its start and title, since it has none."""
    invited: bool
    """It names an organizer or attendees."""
    dialled: bool
    """It names ways into a conference, and none of them is an https link."""
    unread: list[int] = field(default_factory=list)

    @property
    def version(self) -> tuple[int, datetime]:
        """What grows with each revision (RFC 5546, 2.1.5)."""
        return self.sequence, self.stamp


def read_entry(component: Component) -> Entry:
    """Raises RuleBroken for what no event can be made of."""
    if not component.ended:
        raise RuleBroken(N_("It does not end: there is no END:VEVENT before the next component. The file may be cut."))
    said = Said(component)
    start = said.moment("DTSTART")
    if start is None:
        raise RuleBroken(N_("It has no DTSTART, so it has no time."))
    title, uid = said.text("SUMMARY"), clean(said.raw("UID")).strip()
    first = next(iter(said.properties.get("SUMMARY", [])), Property({}, ""))
    derived = "" if uid else sha256(f"{start.value.isoformat()}\n{title}".encode()).hexdigest()
    changed = [said.stamp("LAST-MODIFIED"), said.stamp("DTSTAMP"), said.stamp("CREATED")]
    conferences = said.all_of("CONFERENCE")
    conference = next(filter(is_conference, conferences), "")
    return Entry(
        number=component.number,
        uid=uid if 0 < len(uid) <= LONGEST_UID else f"sha256:{derived or sha256(uid.encode()).hexdigest()}",
        start=start,
        end=said.end(),
        recurrence=said.moment("RECURRENCE-ID"),
        following="THISANDFUTURE" in said.parameter("RECURRENCE-ID", "RANGE").upper(),
        title=" ".join(title.split()),
        language=first.parameters.get("LANGUAGE", "")[:2].lower(),
        description=said.text("DESCRIPTION"),
        place=" ".join(said.text("LOCATION").split()),
        url=" ".join(said.raw("URL").split()),
        conference=conference,
        status=said.raw("STATUS").strip().upper(),
        secrecy=said.raw("CLASS").strip().upper(),
        sequence=said.number("SEQUENCE"),
        stamp=max([*filter(None, changed[:2])], default=changed[2] or _OLDEST),
        rules=said.rules(),
        rdates=said.moments("RDATE"),
        exdates=[each for each in said.moments("EXDATE") if isinstance(each, Moment)],
        derived=not uid,
        dialled=bool(conferences) and not conference,
        invited="ORGANIZER" in said.names or "ATTENDEE" in said.names,
        unread=[*component.unread, *said.unread],
    )


def newest(entries: Iterable[Entry]) -> Entry:
    """Of several that mean the same meeting: the latest revision, and of equal ones the last in the file."""
    return max(entries, key=lambda entry: (*entry.version, entry.number))
