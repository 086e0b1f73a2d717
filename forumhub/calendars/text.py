"""Values that survive the wire: what people typed, without what RFC 5545 forbids, and URIs in ASCII."""

import re
from urllib.parse import quote

from icalendar import vText, vUri

_BREAKS = re.compile("\r\n?|[\x85\u2028\u2029]")
_FORBIDDEN = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufeff\ufffe\uffff]")
_RESERVED = ":/?@!$&'()*+,;=%"
_STRAY = re.compile("%(?![0-9A-Fa-f]{2})")
_IPV6 = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*://\[[0-9A-Fa-f:.]+\]")


class Text(vText):
    """A TEXT value (RFC 5545, 3.3.11), without the space around it, which some readers drop and some keep.

    icalendar 7.3 takes a typed backslash and N for a line break; this does not.
    """

    def __new__(cls, value: str) -> "Text":
        return super().__new__(cls, clean(value).strip())

    def to_ical(self) -> bytes:
        escaped = self.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,").replace("\n", "\\n")
        return escaped.encode()


def clean(text: str) -> str:
    """Every line break as LF; no other control character but TAB, no byte order mark, nothing that XML cannot hold."""
    return _FORBIDDEN.sub("", _BREAKS.sub("\n", text))


def plain(text: str) -> str:
    """One line, fit for a parameter.

    A quotation mark, which parameters cannot hold, becomes a single one. So does a backslash become a slash: icalendar
    and libical take it for an escape, and a name that ended in one swallowed the parameters behind it.
    """
    return " ".join(clean(text).split()).replace('"', "'").replace("\\", "/")


def uri(address: str, **parameters: str) -> vUri:
    """RFC 3986: percent-encoded where it must be, so that no value can break out of its line. Empty parameters go."""
    named = {name: said for name, value in parameters.items() if (said := plain(value))}
    whole, mark, fragment = clean(address).partition("#")
    literal = _IPV6.match(whole)  # brackets stand around such a host only
    opening = literal[0] if literal else ""
    return vUri(opening + _encoded(whole.removeprefix(opening)) + mark + _encoded(fragment), params=named)


def _encoded(part: str) -> str:
    return _STRAY.sub("%25", quote(part, safe=_RESERVED))
