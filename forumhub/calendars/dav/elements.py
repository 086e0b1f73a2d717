"""XML elements of WebDAV (RFC 4918) and CalDAV (RFC 4791), and how they are written."""

import re
from collections.abc import Iterable
from xml.etree import ElementTree
from xml.etree.ElementTree import Element

DAV, CALDAV = "DAV:", "urn:ietf:params:xml:ns:caldav"
CALENDARSERVER, APPLE = "http://calendarserver.org/ns/", "http://apple.com/ns/ical/"
_FORBIDDEN = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")

for _prefix, _namespace in (("D", DAV), ("C", CALDAV), ("CS", CALENDARSERVER), ("A", APPLE)):
    ElementTree.register_namespace(_prefix, _namespace)


def dav(name: str) -> str:
    return f"{{{DAV}}}{name}"


def caldav(name: str) -> str:
    return f"{{{CALDAV}}}{name}"


def element(name: str, /, *content: Element | str, **attributes: str) -> Element:
    """`name` with its namespace, as {DAV:}href."""
    made = Element(name, attributes)
    for each in content:
        if isinstance(each, str):
            made.text = (made.text or "") + _FORBIDDEN.sub("\ufffd", each)
        else:
            made.append(each)
    return made


def href(path: str) -> Element:
    return element(dav("href"), path)


def status(line: str) -> Element:
    return element(dav("status"), f"HTTP/1.1 {line}")


def missing(path: str) -> Element:
    """One of several answers: there is nothing of this name, or no more."""
    return element(dav("response"), href(path), status("404 Not Found"))


def multistatus(responses: Iterable[Element], *more: Element) -> bytes:
    return written(element(dav("multistatus"), *responses, *more))


def written(root: Element) -> bytes:
    return bytes(ElementTree.tostring(root, encoding="utf-8", xml_declaration=True))
