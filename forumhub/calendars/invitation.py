"""Invitations by mail (iMIP, RFC 6047): the calendar for one attendee, and the message that carries it."""

from email.headerregistry import Address
from email.message import EmailMessage
from urllib.parse import quote

from icalendar import Event, vCalAddress

from forumhub.calendars.mapping import CalendarEvent, component, wire_zones
from forumhub.calendars.rules import enclose, frame
from forumhub.calendars.text import plain

REQUEST = "REQUEST"
CANCEL = "CANCEL"


def invitation(
    event: CalendarEvent,
    audience: str,
    organizer: Address,
    attendee: Address,
    method: str,
    *,
    answered: bool = True,
    standing: str = "",
) -> bytes:
    """The calendar (RFC 5546, 3.2.2 and 3.2.5) that asks one person to come, tells them of a change, or calls it off.

    `organizer` is the mailbox that sends: clients answer to it. An update is a REQUEST with a greater sequence; so
    is the CANCEL of an event that goes on without this attendee, whose sequence the caller has to raise. `answered`:
    somebody reads what clients answer; else they are not asked to. `standing` is the PARTSTAT that they answered, while
    it holds: a REQUEST with the SEQUENCE that they answered keeps it, one with a greater asks anew (3.2.2.1).
    """
    vevent = component(event, audience)
    vevent.add("ORGANIZER", _calendar_address(organizer))
    vevent.add("ATTENDEE", _calendar_address(attendee, **_attendance(method, answered, standing)))
    if method == CANCEL:
        _call_off(vevent)
    return enclose(frame(method), [vevent.to_ical()], wire_zones(event))


def attach_invitation(message: EmailMessage, ics: bytes, method: str) -> None:
    """Adds the calendar twice: as the alternative that clients act on, and as a file for those that do not know it.

    `message` has its text/plain and text/html alternatives and no attachment yet; `method` is that of `ics`.
    """
    # quoted-printable: base64 would keep this message's LF where RFC 5545 asks for CRLF
    message.add_alternative(ics.decode(), subtype="calendar", params={"method": method}, cte="quoted-printable")
    message.add_attachment(ics, maintype="application", subtype="ics", filename="invite.ics")


def _attendance(method: str, answered: bool, standing: str) -> dict[str, str]:
    """RSVP also of who answered: without it Outlook keeps to itself that they think otherwise."""
    status = {"PARTSTAT": standing or "NEEDS-ACTION"} if method == REQUEST else {}
    asked = {"RSVP": "TRUE"} if method == REQUEST and answered else {}
    return {"CUTYPE": "INDIVIDUAL", "ROLE": "REQ-PARTICIPANT", **status, **asked}


def _calendar_address(mailbox: Address, **parameters: str) -> vCalAddress:
    name = plain(mailbox.display_name)
    named = {"CN": name} if name else {}
    # encoded only where RFC 6068 demands it: clients look for their own address as it is written
    return vCalAddress("mailto:" + quote(mailbox.addr_spec, safe="@+!$'*"), params={**named, **parameters})


def _call_off(vevent: Event) -> None:
    vevent.pop("STATUS", None)
    vevent.add("STATUS", "CANCELLED")
