"""What a mail answers (iMIP, RFC 6047; iTIP, RFC 5546): its method and, of each meeting, who answers what. Pure."""

import codecs
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple
from urllib.parse import unquote

from forumhub.calendars.importing.encoding import known_encoding
from forumhub.calendars.importing.lines import CALENDAR, EVENT, ZONE, Component, read_file
from forumhub.calendars.importing.properties import Said
from forumhub.calendars.importing.zones import Clocks
from forumhub.calendars.replies.messages import LONGEST_ADDRESS, Arrived, CalendarPart, method_in, read_message
from forumhub.calendars.replies.proposing import Proposed, clocks_of, proposed_times
from forumhub.errors import N_, RuleBroken
from forumhub.mail.rules import on_the_wire

MOST_CALENDAR_BYTES = 256 * 1024
MOST_MEETINGS = 20
MOST_ATTENDEES = 500
LONGEST_UID = 255
LONGEST_COMMENT = 1_000

REPLY, COUNTER = "REPLY", "COUNTER"


class Attendee(NamedTuple):
    """`address` in small letters, as mails are sent to it, without mailto; `status` is PARTSTAT in capitals (RFC 5545,
    3.2.12).
    """

    address: str
    status: str


@dataclass(frozen=True)
class Answer:
    """One VEVENT. `stamp` is DTSTAMP, None where it is missing; `occurrence` its RECURRENCE-ID as it is written.

    `proposed`, of a COUNTER alone: the time, or why it cannot be told.
    """

    uid: str
    attendees: tuple[Attendee, ...]
    sequence: int
    stamp: datetime | None
    comment: str
    occurrence: str
    proposed: Proposed | RuleBroken | None = None

    def status_of(self, address: str) -> str | None:
        return next((each.status for each in self.attendees if each.address == address), None)


@dataclass(frozen=True)
class Reading:
    """What was found, as far as it could be; `broken` says in words why nothing can be done with it."""

    mail: Arrived
    method: str = ""
    answers: tuple[Answer, ...] = ()
    broken: RuleBroken | None = None


class _Answered(Said):
    wanted = frozenset(["UID", "DTSTART", "DTEND", "DURATION", "RECURRENCE-ID", "SEQUENCE", "DTSTAMP", "ATTENDEE"]) | {
        "COMMENT"
    }


def read_mail(raw: bytes) -> Reading:
    """Of any bytes; never raises."""
    mail = Arrived()
    method = ""
    try:
        mail = read_message(raw)
        part = _calendar_of(mail)
        method = part.method
        calendar = _calendar_in(part)
        method = _method(part, calendar)
        return Reading(mail, method, tuple(_answers(calendar, method)))
    except RuleBroken as error:
        return Reading(mail, method, broken=error)


def _calendar_of(mail: Arrived) -> CalendarPart:
    if mail.calendars:
        return mail.calendars[0]
    if mail.outlook_only:
        raise RuleBroken(
            N_("It holds Outlook's own format alone (winmail.dat); sent as HTML or plain text it could be read.")
        )
    raise RuleBroken(N_("It holds no calendar, so it answers no invitation that a program could read."))


def _calendar_in(part: CalendarPart) -> Component:
    """The one calendar of the part."""
    if len(part.body) > MOST_CALENDAR_BYTES:
        message = N_("Its calendar is larger than %(most)s KB, more than an answer needs.")
        raise RuleBroken(message, most=MOST_CALENDAR_BYTES // 1024)
    calendars = [root for root in read_file(_as_declared(part)).roots if root.kind == CALENDAR]
    if len(calendars) != 1:
        raise RuleBroken(
            N_("It holds %(number)s calendars in one part, where one would be right."), number=len(calendars)
        )
    if not calendars[0].ended:
        raise RuleBroken(N_("Its calendar breaks off: END:VCALENDAR is missing."))
    return calendars[0]


def _as_declared(part: CalendarPart) -> bytes:
    """UTF-8 wherever it is, whatever is declared; else what is declared, else it is left to the reader of files."""
    charset = known_encoding(part.charset)
    try:
        part.body.decode("utf-8-sig")
    except UnicodeDecodeError:
        if charset and codecs.lookup(charset).name != "utf-8":
            return part.body.decode(charset, errors="replace").encode()
    return part.body


def _method(part: CalendarPart, calendar: Component) -> str:
    """The header's and the calendar's agree (RFC 6047, 2.4); where one of them is missing, it is the other."""
    inside = method_in(calendar.first("METHOD"))
    if part.method and inside and part.method != inside:
        message = N_("Its header says %(header)s and its calendar %(calendar)s; the two have to agree.")
        raise RuleBroken(message, header=part.method, calendar=inside)
    if not (part.method or inside):
        raise RuleBroken(N_("It names no METHOD, so it does not say whether it answers anything."))
    return part.method or inside


def _answers(calendar: Component, method: str) -> list[Answer]:
    meetings = [part for part in calendar.parts if part.kind == EVENT]
    if not meetings:
        raise RuleBroken(N_("Its calendar holds no meeting (VEVENT)."))
    if len(meetings) > MOST_MEETINGS:
        message = N_("Its calendar holds more than %(most)s meetings, more than one answer is for.")
        raise RuleBroken(message, most=MOST_MEETINGS)
    clocks = clocks_of([part for part in calendar.parts if part.kind == ZONE]) if method == COUNTER else None
    return [_answer(meeting, clocks) for meeting in meetings]


def _answer(meeting: Component, clocks: Clocks | None) -> Answer:
    said = _Answered(meeting)
    uid = said.text("UID")
    if not uid or len(uid) > LONGEST_UID:
        raise RuleBroken(
            N_("A meeting in it has no UID, or one that is too long, so it cannot be told which is meant.")
        )
    return Answer(
        uid=uid,
        attendees=tuple(_attendees(said)),
        sequence=said.number("SEQUENCE"),
        stamp=said.stamp("DTSTAMP"),
        comment=said.text("COMMENT")[:LONGEST_COMMENT],
        occurrence=said.raw("RECURRENCE-ID").strip()[:60],
        proposed=_proposed(said, clocks) if clocks else None,
    )


def _proposed(said: Said, clocks: Clocks) -> Proposed | RuleBroken:
    try:
        return proposed_times(said, clocks)
    except RuleBroken as error:
        return error


def _attendees(said: Said) -> list[Attendee]:
    found = said.properties.get("ATTENDEE", [])
    if len(found) > MOST_ATTENDEES:
        raise RuleBroken(N_("It names more than %(most)s attendees, more than an answer needs."), most=MOST_ATTENDEES)
    return [
        Attendee(
            address_in(each.value) or address_in(each.parameters.get("EMAIL", "")),
            each.parameters.get("PARTSTAT", "NEEDS-ACTION").strip().upper()[:20],
        )
        for each in found
    ]


def address_in(value: str) -> str:
    """The address of a CAL-ADDRESS, however it is written: `MAILTO:`, angle brackets, percent signs, any case, a domain
    in its own script. Empty where there is none.
    """
    text = unquote(value.strip().strip("<>").strip())
    scheme, colon, rest = text.partition(":")
    if colon and scheme.strip().lower() == "mailto":
        text = rest
    address = on_the_wire(text.strip().strip("<>").strip()).lower()
    return address if "@" in address and len(address) <= LONGEST_ADDRESS else ""
