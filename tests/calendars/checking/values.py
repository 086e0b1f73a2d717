"""Value types (RFC 5545, 3.3; RFC 9253, 3): whether a text is one of each type."""

import re
from collections.abc import Callable
from datetime import date, datetime

_TEXT = re.compile(r"(?:[^\\;,]|\\[\\;,nN])*")
_TEXTS = re.compile(r"(?:[^\\;]|\\[\\;,nN])*")
_DURATION = re.compile(r"[+-]?P(?:\d+W|\d+D(?:T(?=\d)(?:\d+H)?(?:\d+M)?(?:\d+S)?)?|T(?=\d)(?:\d+H)?(?:\d+M)?(?:\d+S)?)")
_OFFSET = re.compile(r"[+-](?:[01]\d|2[0-3])[0-5]\d(?:[0-5]\d)?")
# RFC 3986, 2: a scheme, then reserved, unreserved and percent-encoded characters; brackets in a host only
_URI = re.compile(
    r"[A-Za-z][A-Za-z0-9+.-]*:(?://[^/?#\[\]]*(?:\[[0-9A-Fa-f:.]+\](?::\d+)?)?(?=[/?#]|$))?"
    r"(?:[A-Za-z0-9._~:/?@!$&'()*+,;=-]|%[0-9A-Fa-f]{2})*(?:#(?:[A-Za-z0-9._~:/?@!$&'()*+,;=-]|%[0-9A-Fa-f]{2})*)?"
)
_ASCII = re.compile(r"[!-~]+")
_MAILTO = re.compile(r"mailto:[^@\s]+@[A-Za-z0-9.-]+", re.IGNORECASE)
_PARTS = {
    "FREQ": r"SECONDLY|MINUTELY|HOURLY|DAILY|WEEKLY|MONTHLY|YEARLY",
    "UNTIL": r"\d{8}(?:T\d{6}Z?)?",
    "COUNT": r"[1-9]\d*",
    "INTERVAL": r"[1-9]\d*",
    "BYDAY": r"(?:[+-]?\d{1,2})?(?:SU|MO|TU|WE|TH|FR|SA)(?:,(?:[+-]?\d{1,2})?(?:SU|MO|TU|WE|TH|FR|SA))*",
    "WKST": r"SU|MO|TU|WE|TH|FR|SA",
}
_NUMBERS = r"[+-]?\d+(?:,[+-]?\d+)*"


def is_text(value: str) -> bool:
    return bool(_TEXT.fullmatch(value))


def are_texts(value: str) -> bool:
    """Several, separated by commas."""
    return bool(_TEXTS.fullmatch(value))


def is_uri(value: str) -> bool:
    return bool(_ASCII.fullmatch(value) and _URI.fullmatch(value))


def is_address(value: str) -> bool:
    """CAL-ADDRESS; that of a mailbox is whole."""
    return is_uri(value) and (not value.lower().startswith("mailto:") or bool(_MAILTO.fullmatch(value)))


def is_date(value: str) -> bool:
    return bool(re.fullmatch(r"\d{8}", value)) and _is_day(value)


def is_date_time(value: str) -> bool:
    found = re.fullmatch(r"(\d{8})T([01]\d|2[0-3])[0-5]\d(?:[0-5]\d|60)Z?", value)
    return bool(found and _is_day(found[1]))


def _is_day(value: str) -> bool:
    try:
        date(int(value[:4]), int(value[4:6]), int(value[6:]))
    except ValueError:
        return False
    return True


def is_period(value: str) -> bool:
    start, _, end = value.partition("/")
    return is_date_time(start) and (is_date_time(end) or is_duration(end))


def is_duration(value: str) -> bool:
    return bool(_DURATION.fullmatch(value))


def is_offset(value: str) -> bool:
    return bool(_OFFSET.fullmatch(value)) and value not in ("-0000", "-000000")


def is_integer(value: str) -> bool:
    return bool(re.fullmatch(r"[+-]?\d+", value)) and abs(int(value)) <= 2**31


def is_rule(value: str) -> bool:
    parts = [part.partition("=") for part in value.split(";")]
    names = [name for name, _, _ in parts]
    return (
        names.count("FREQ") == 1
        and len(set(names)) == len(names)
        and not {"UNTIL", "COUNT"} <= set(names)
        and all(re.fullmatch(_PARTS.get(name, _NUMBERS), text) for name, _, text in parts)
    )


def is_geo(value: str) -> bool:
    found = re.fullmatch(r"([+-]?\d+(?:\.\d+)?);([+-]?\d+(?:\.\d+)?)", value)
    return bool(found) and abs(float(found[1])) <= 90 and abs(float(found[2])) <= 180


def moment(value: str) -> datetime:
    """Naive, of a DATE (its midnight) or a DATE-TIME; to compare two of one kind."""
    return datetime.strptime(value.removesuffix("Z"), "%Y%m%dT%H%M%S" if "T" in value else "%Y%m%d")  # noqa: DTZ007


TYPES: dict[str, Callable[[str], bool]] = {
    "TEXT": is_text,
    "TEXTS": are_texts,
    "URI": is_uri,
    "UID": is_text,
    "XML-REFERENCE": is_uri,
    "CAL-ADDRESS": is_address,
    "DATE": is_date,
    "DATE-TIME": is_date_time,
    "PERIOD": is_period,
    "DURATION": is_duration,
    "UTC-OFFSET": is_offset,
    "INTEGER": is_integer,
    "RECUR": is_rule,
    "GEO": is_geo,
    "BINARY": lambda value: bool(re.fullmatch(r"[A-Za-z0-9+/]*={0,2}", value)) and len(value) % 4 == 0,
}
