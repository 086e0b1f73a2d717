"""What a program asks in the body of PROPFIND and REPORT, read within bounds whatever was sent. Pure."""

from typing import NamedTuple
from xml.etree.ElementTree import Element, ParseError, TreeBuilder

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import XMLParser

from forumhub.calendars.dav.elements import caldav, dav
from forumhub.calendars.dav.expanding import read_span
from forumhub.calendars.dav.refusals import TooMuch, Unmet, Unreadable
from forumhub.calendars.dav.rules import Span
from forumhub.errors import N_

MOST_BYTES = 2 * 1024 * 1024
MOST_ELEMENTS = 25_000
"""Of both as many as a multiget of a great calendar takes: vdirsyncer names all that it misses at once."""
DEEPEST = 20
MOST_NAMES, LONGEST_NAME = 100, 250
"""Of properties, which are answered for every resource; Apple's programs ask for 40."""
CALENDAR_DATA = caldav("calendar-data")


class BoundedTree(TreeBuilder):
    """Counts as it grows, so that neither depth nor number costs more than its bound."""

    def __init__(self) -> None:
        super().__init__()
        self._depth = self._count = 0

    def start(self, tag: str, attrs: dict[str, str], /) -> Element:  # type: ignore[override]
        self._depth, self._count = self._depth + 1, self._count + 1
        if self._depth > DEEPEST:
            raise Unreadable(N_("The XML is nested deeper than %(most)s elements."), most=DEEPEST)
        if self._count > MOST_ELEMENTS:
            raise TooMuch(N_("The XML has more than %(most)s elements; ask for less at once."), most=MOST_ELEMENTS)
        return super().start(tag, attrs)

    def end(self, tag: str, /) -> Element:
        self._depth -= 1
        return super().end(tag)


def read_xml(body: bytes) -> Element:
    """The root element. Raises Unreadable or TooMuch; a document type, and so every entity, is refused unread."""
    parser = XMLParser(target=BoundedTree(), forbid_dtd=True)
    try:
        parser.feed(body)
        root: Element = parser.close()
    except (ParseError, DefusedXmlException, ValueError, LookupError) as error:
        raise Unreadable(N_("The request is not well-formed XML, or has a document type.")) from error
    return root


ALL, NAMES, SOME = "allprop", "propname", "prop"


class Asked(NamedTuple):
    """Which properties: ALL that are usual and `names` besides, the NAMES of those that there are, or SOME.

    `expand`: calendar-data in UTC, without time zones (RFC 4791, 9.6.5).
    """

    kind: str
    names: tuple[str, ...] = ()
    expand: bool = False

    @property
    def needs_body(self) -> bool:
        return self.kind == ALL or CALENDAR_DATA in self.names or dav("getcontentlength") in self.names


def asked_by_propfind(body: bytes) -> Asked:
    """RFC 4918, 9.1: an empty body asks for all."""
    if not body.strip():
        return Asked(ALL)
    root = read_xml(body)
    if root.tag != dav("propfind"):
        raise Unreadable(N_("PROPFIND takes a DAV:propfind element."))
    return asked_in(root)


def asked_in(root: Element) -> Asked:
    """In a propfind, or in a report, which may name nothing."""
    kinds = [each for each in root if each.tag in (dav(ALL), dav(NAMES), dav(SOME))]
    if len(kinds) > 1 or (root.tag == dav("propfind") and not kinds):
        raise Unreadable(N_("One of prop, allprop and propname would be right."))
    if not kinds:
        return Asked(SOME)
    kind = kinds[0].tag.partition("}")[2]
    named = kinds[0] if kind == SOME else root.find(dav("include"))
    properties = [] if named is None or kind == NAMES else list(named)
    if len(properties) > MOST_NAMES or any(len(each.tag) > LONGEST_NAME for each in properties):
        raise TooMuch(
            N_("Ask for at most %(most)s properties, with names of at most %(longest)s characters."),
            most=MOST_NAMES,
            longest=LONGEST_NAME,
        )
    expand = [_expands(each) for each in properties if each.tag == CALENDAR_DATA]
    return Asked(kind, tuple(dict.fromkeys(each.tag for each in properties)), any(expand))


def _expands(wanted: Element) -> bool:
    """Whether calendar-data asks so. The span says which meetings of a series are meant; here each is an object."""
    media = wanted.get("content-type", "text/calendar"), wanted.get("version", "2.0")
    if media != ("text/calendar", "2.0"):
        raise Unmet(caldav("supported-calendar-data"), N_("Calendars are served as text/calendar, version 2.0."))
    expand = wanted.find(caldav("expand"))
    if expand is None:
        return False
    read_span(expand)
    return True


class SyncAsked(NamedTuple):
    """`token` is empty at the first sync; `limit` is None where there is none."""

    token: str
    limit: int | None
    asked: Asked


def read_sync(root: Element) -> SyncAsked:
    """RFC 6578, 6.1."""
    token, level = root.find(dav("sync-token")), (root.findtext(dav("sync-level")) or "1").strip()
    if token is None or level not in ("1", "infinite"):
        raise Unreadable(N_("sync-collection takes a sync-token, empty at first, and a sync-level of 1."))
    limit = root.findtext(f"{dav('limit')}/{dav('nresults')}")
    return SyncAsked((token.text or "").strip(), None if limit is None else _number(limit), asked_in(root))


def _number(text: str) -> int:
    text = text.strip()
    if not (text.isascii() and text.isdigit() and len(text) < 10 and int(text) > 0):
        raise Unreadable(N_("nresults takes a number of 1 or more."))
    return int(text)


def read_hrefs(root: Element) -> list[str]:
    """RFC 4791, 7.9: of calendar-multiget, each once, in the order given."""
    hrefs = [(each.text or "").strip() for each in root.findall(dav("href"))]
    if not hrefs:
        raise Unreadable(N_("calendar-multiget takes at least one href."))
    return list(dict.fromkeys(hrefs))


def read_busy(root: Element) -> Span:
    """RFC 4791, 7.10: from when until when."""
    spans = root.findall(caldav("time-range"))
    if len(spans) != 1:
        raise Unreadable(N_("free-busy-query takes one time-range."))
    return read_span(spans[0])
