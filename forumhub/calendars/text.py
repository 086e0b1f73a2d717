"""Values that survive the wire: what people typed, without what RFC 5545 forbids, and URIs in ASCII."""

import re
from urllib.parse import quote

from icalendar import vText, vUri

_BREAKS = re.compile("\r\n?|[\x85\u2028\u2029]")
_FORBIDDEN = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff]")
_RESERVED = ":/?#[]@!$&'()*+,;=%~"


class Text(vText):
    """A TEXT value (RFC 5545, 3.3.11). icalendar 7.3 takes a typed backslash and N for a line break; this does not."""

    def __new__(cls, value: str) -> "Text":
        return super().__new__(cls, clean(value))

    def to_ical(self) -> bytes:
        escaped = self.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,").replace("\n", "\\n")
        return escaped.encode()


def clean(text: str) -> str:
    """Every line break as LF, no other control character but TAB, no half of a surrogate pair."""
    return _FORBIDDEN.sub("", _BREAKS.sub("\n", text))


def plain(text: str) -> str:
    """One line, fit for a parameter; a quotation mark, which parameters cannot hold, becomes a single one."""
    return " ".join(clean(text).split()).replace('"', "'")


def uri(address: str, **parameters: str) -> vUri:
    """RFC 3986: percent-encoded where it is not ASCII, so that no value can break out of its line."""
    named = {name: plain(value) for name, value in parameters.items() if value}
    return vUri(quote(clean(address), safe=_RESERVED), params=named)
