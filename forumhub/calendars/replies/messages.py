"""A mail as it arrived (RFC 5322, MIME): who it is from, what marks it as automatic, its calendars. Pure, and bounded.

It may be hostile: what is too large, too long or too deep is refused by counting, before anything is made of it.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from email.message import Message
from email.parser import BytesParser
from email.policy import compat32
from email.utils import getaddresses

from forumhub.errors import N_, RuleBroken
from forumhub.mail.receiving import LARGEST

MOST_LINES = 30_000
MOST_NESTED = 24
"""Parts that hold parts, or whole messages: as often as a mail names such a kind anywhere."""
MOST_PARTS = 200
LONGEST_HEADER = 8_000
LONGEST_KIND = 4_000
LONGEST_ADDRESS = 254
MOST_COMMENTS = 20
"""In a header of addresses: Python reads comments within comments by recursion."""
LONGEST_ID = 300
LONGEST_METHOD = 40

_NESTING = re.compile(rb"multipart/|message/", re.IGNORECASE)
_KIND = re.compile(rb"^content-[^\r\n]*(?:(?:\r\n|\r|\n)[ \t][^\r\n]*)*", re.IGNORECASE | re.MULTILINE)
_BARE = re.compile(rb"(?:\xef\xbb\xbf)?\s*BEGIN:VCALENDAR", re.IGNORECASE)
_CALENDAR_KINDS = ("text/calendar", "application/ics", "text/x-vcalendar")
_OUTLOOK_ONLY = ("application/ms-tnef", "application/vnd.ms-tnef")
GENERATED = "generated"
REPLIED = "replied"
"""RFC 3834 §5.1: sent by a program on its own, or by one that answers whatever comes."""


@dataclass(frozen=True)
class CalendarPart:
    """`method` is that of its header, in capitals; `charset` the one that it declares. Both empty where it has none."""

    method: str
    charset: str
    body: bytes


@dataclass(frozen=True)
class Arrived:
    """`sender` is the one address of From, in small letters, empty where there is not exactly one.

    `attested` are the Authentication-Results of the message itself, topmost first, and `attested_here` how
    many of them stand above all Received; `sent_to` the addresses that it names as its recipients, the most telling
    first; `outlook_only` whether it holds a winmail.dat; `answerable` whether it does not say that nobody is to be
    answered: by an empty Return-Path, or as what goes to many (RFC 3834, 2).
    """

    sender: str = ""
    message_id: str = ""
    date: str = ""
    automatic: str = ""
    bounced: bool = False
    answerable: bool = False
    attested: list[str] = field(default_factory=list)
    attested_here: int = 0
    sent_to: list[str] = field(default_factory=list)
    calendars: list[CalendarPart] = field(default_factory=list)
    outlook_only: bool = False


def read_message(raw: bytes) -> Arrived:
    """Raises RuleBroken for what is too large, or no mail. A calendar without a mail around it is taken as one."""
    _check_bounds(raw)
    if _BARE.match(raw):
        return Arrived(calendars=[CalendarPart("", "", raw)])
    try:
        return _read(BytesParser(policy=compat32).parsebytes(raw))
    except (ValueError, LookupError, TypeError, AttributeError, AssertionError, RecursionError) as error:
        # Python's parser raises these for boundaries and charsets that nobody meant
        raise RuleBroken(N_("Its structure (MIME) cannot be read.")) from error


def _check_bounds(raw: bytes) -> None:
    if len(raw) > LARGEST:
        message = N_("It is larger than %(most)s MB, more than an answer needs.")
        raise RuleBroken(message, most=LARGEST // (1024 * 1024))
    if b"\0" in raw:
        raise RuleBroken(N_("It holds NUL bytes, which no mail may hold."))
    if max(raw.count(b"\n"), raw.count(b"\r")) > MOST_LINES:
        raise RuleBroken(N_("It has more than %(most)s lines, more than an answer needs."), most=f"{MOST_LINES:,}")
    if sum(1 for _ in _NESTING.finditer(raw)) > MOST_NESTED:
        raise RuleBroken(N_("Its parts stand in each other too deeply to be read."))
    if any(len(found[0]) > LONGEST_KIND for found in _KIND.finditer(raw.replace(b"\r\n", b"\n"))):
        raise RuleBroken(N_("A header that says what a part is (Content-Type) is too long to be read."))


def _read(message: Message) -> Arrived:
    if not message.keys():
        raise RuleBroken(N_("It is no mail: it does not begin with headers."))
    parts = list(_leaves(message))
    kinds = {part.get_content_type() for part in parts}
    return Arrived(
        sender=_sender(message),
        message_id=_header(message, "Message-ID").strip()[:LONGEST_ID],
        date=_header(message, "Date")[:100],
        automatic=_automatic(message),
        bounced=_bounced(message, kinds),
        answerable=not _is_mass(message) and _header(message, "Return-Path").strip() != "<>",
        attested=[_text(value) for value in message.get_all("Authentication-Results", [])],
        attested_here=_above_received(message),
        sent_to=[
            address[:LONGEST_ADDRESS]
            for name in ("Delivered-To", "X-Original-To", "To", "Cc")
            for address in _addresses(message, name)
        ],
        calendars=[_calendar(part) for part in _calendars(parts)],
        outlook_only=bool(kinds & set(_OUTLOOK_ONLY)) or any(_name(part) == "winmail.dat" for part in parts),
    )


def _leaves(message: Message) -> Iterator[Message]:
    """Its parts in order, but for those of another message that it holds: what that says, this one does not say."""
    waiting, count = [message], 0
    while waiting:
        part = waiting.pop()
        count += 1
        if count > MOST_PARTS:
            raise RuleBroken(N_("It has more than %(most)s parts, more than an answer needs."), most=MOST_PARTS)
        below = part.get_payload()
        if isinstance(below, list) and part.get_content_maintype() == "multipart":
            waiting.extend(each for each in reversed(below) if isinstance(each, Message))
        else:
            yield part


def _calendars(parts: list[Message]) -> list[Message]:
    """Those that mail programs act on; else files that are calendars by their name."""
    found = [part for kind in _CALENDAR_KINDS for part in parts if part.get_content_type() == kind]
    named = [part for part in parts if _name(part).endswith(".ics") and part.get_content_maintype() != "message"]
    return found or named


def _calendar(part: Message) -> CalendarPart:
    body = part.get_payload(decode=True)
    method, charset = _parameter(part, "method"), _parameter(part, "charset")
    return CalendarPart(method_in(method), charset, body if isinstance(body, bytes) else b"")


def method_in(text: str) -> str:
    """In capitals, of the signs that a METHOD may have alone (RFC 5545, 3.7.2)."""
    return re.sub("[^A-Z0-9-]", "", text.upper())[:LONGEST_METHOD]


def _parameter(part: Message, name: str) -> str:
    value = part.get_param(name, "") or ""
    return str(value[2] if isinstance(value, tuple) else value)[:40]


def _name(part: Message) -> str:
    return (part.get_filename("") or "").strip().lower()


def _sender(message: Message) -> str:
    addresses = _addresses(message, "From")
    return addresses[0].lower() if len(addresses) == 1 and len(message.get_all("From", [])) == 1 else ""


def _addresses(message: Message, name: str) -> list[str]:
    values = [text for value in message.get_all(name, []) if _is_readable(text := _text(value))]
    return [address for _name, address in getaddresses(values[:20]) if "@" in address]


def _is_readable(addresses: str) -> bool:
    return len(addresses) <= LONGEST_HEADER and addresses.count("(") <= MOST_COMMENTS


def _above_received(message: Message) -> int:
    names = [name.lower() for name in message.keys()]  # noqa: SIM118
    return names[: names.index("received")].count("authentication-results") if "received" in names else 0


def _header(message: Message, name: str) -> str:
    return _text(message.get(name, ""))


def _text(value: object) -> str:
    """Also of what is not ASCII, which the parser keeps as halves of surrogate pairs or as a Header."""
    return str(value).encode("utf-8", "replace").decode()[: LONGEST_HEADER + 1]


def _automatic(message: Message) -> str:
    said = _header(message, "Auto-Submitted").partition(";")[0].strip().lower()
    if said not in ("", "no"):
        return GENERATED if said == "auto-generated" else REPLIED
    return REPLIED if _is_mass(message) else ""


def _is_mass(message: Message) -> bool:
    precedence = _header(message, "Precedence").strip().lower()
    listed = precedence in ("bulk", "junk", "list", "auto_reply") or "List-Id" in message
    return listed or "X-Autoreply" in message or "X-Autorespond" in message


def _bounced(message: Message, kinds: set[str]) -> bool:
    """A report of the mail system (RFC 3464), or what it sends without one; from nobody, so that nothing answers it."""
    reports = message.get_content_type() == "multipart/report" or "message/delivery-status" in kinds
    return reports or _sender(message).startswith(("mailer-daemon@", "postmaster@"))
