"""What each component and each property may hold: RFC 5545 (3.6 to 3.8), 7986, 9073, 9074 and 9253, as tables.

A property of another standard, which stands in no table, is a fault: whoever begins to write it adds its row.
"""

from typing import NamedTuple


class Component(NamedTuple):
    """`inside` which components it stands, and names of properties: those that it has once, at most once, or often."""

    inside: frozenset[str]
    one: frozenset[str]
    maybe: frozenset[str]
    many: frozenset[str]

    @property
    def known(self) -> frozenset[str]:
        return self.one | self.maybe | self.many


class Property(NamedTuple):
    """Its value types, the default first, and the parameters that it takes besides VALUE.

    A type in `types` that stands after the default needs its VALUE=; where there is no default (RFC 7986, 9253), the
    first of them is "" and VALUE= is always needed.
    """

    types: tuple[str, ...]
    parameters: frozenset[str]


def _component(inside: str, one: str, maybe: str, many: str) -> Component:
    return Component(*(frozenset(names.split(" ")) for names in (inside, *map(str.strip, (one, maybe, many)))))


_SHARED = "CLASS CREATED LAST-MODIFIED ORGANIZER RECURRENCE-ID RRULE SEQUENCE STATUS SUMMARY URL COLOR DTSTART"
_OFTEN = (
    "ATTACH ATTENDEE CATEGORIES COMMENT CONTACT EXDATE RDATE RELATED-TO REQUEST-STATUS IMAGE CONCEPT LINK REFID"
    " STRUCTURED-DATA STYLED-DESCRIPTION"
)
_ONSET = ("VTIMEZONE", "DTSTART TZOFFSETFROM TZOFFSETTO", "RRULE", "COMMENT RDATE TZNAME")

COMPONENTS = {
    "VCALENDAR": _component(
        "",
        "PRODID VERSION",
        "CALSCALE METHOD UID LAST-MODIFIED URL REFRESH-INTERVAL SOURCE COLOR",
        "NAME DESCRIPTION CATEGORIES IMAGE",
    ),
    "VEVENT": _component(
        "VCALENDAR",
        "UID DTSTAMP",
        f"{_SHARED} DESCRIPTION GEO LOCATION PRIORITY TRANSP DTEND DURATION",
        f"{_OFTEN} RESOURCES CONFERENCE",
    ),
    "VTODO": _component(
        "VCALENDAR",
        "UID DTSTAMP",
        f"{_SHARED} DESCRIPTION GEO LOCATION PRIORITY COMPLETED PERCENT-COMPLETE DUE DURATION",
        f"{_OFTEN} RESOURCES CONFERENCE",
    ),
    "VJOURNAL": _component("VCALENDAR", "UID DTSTAMP", _SHARED, f"{_OFTEN} DESCRIPTION"),
    "VFREEBUSY": _component(
        "VCALENDAR",
        "UID DTSTAMP",
        "CONTACT DTSTART DTEND ORGANIZER URL",
        "ATTENDEE COMMENT FREEBUSY REQUEST-STATUS",
    ),
    "VTIMEZONE": _component("VCALENDAR", "TZID", "LAST-MODIFIED TZURL TZUNTIL", "TZID-ALIAS-OF"),
    "STANDARD": _component(*_ONSET),
    "DAYLIGHT": _component(*_ONSET),
    "VALARM": _component(
        "VEVENT VTODO", "ACTION TRIGGER", "DURATION REPEAT DESCRIPTION SUMMARY UID ACKNOWLEDGED", "ATTACH ATTENDEE"
    ),
}


def _properties(types: str, parameters: str, names: str) -> dict[str, Property]:
    of = Property(tuple(types.split(",")), frozenset(parameters.split()))
    return dict.fromkeys(names.split(), of)


_MAILBOX = "CN CUTYPE DELEGATED-FROM DELEGATED-TO DIR EMAIL LANGUAGE MEMBER PARTSTAT ROLE RSVP SCHEDULE-STATUS SENT-BY"

PROPERTIES = {
    **_properties("TEXT", "", "PRODID VERSION METHOD CALSCALE UID CLASS STATUS TRANSP ACTION TZID TZID-ALIAS-OF COLOR"),
    **_properties("TEXT", "ALTREP LANGUAGE DERIVED", "SUMMARY DESCRIPTION LOCATION COMMENT CONTACT"),
    **_properties("TEXT", "LANGUAGE", "NAME X-WR-CALNAME X-WR-CALDESC TZNAME"),
    **_properties("TEXT", "", "REFID"),
    **_properties("TEXTS", "LANGUAGE", "CATEGORIES"),
    **_properties("TEXTS", "ALTREP LANGUAGE", "RESOURCES"),
    **_properties("TEXT,UID,URI", "RELTYPE GAP", "RELATED-TO"),
    **_properties("ANY", "LANGUAGE", "REQUEST-STATUS"),
    **_properties("URI", "", "URL TZURL CONCEPT"),
    **_properties(",URI", "", "SOURCE"),
    **_properties(",URI", "FEATURE LABEL LANGUAGE", "CONFERENCE"),
    **_properties(",URI,BINARY", "ALTREP DISPLAY FMTTYPE ENCODING", "IMAGE"),
    **_properties(",URI,UID,XML-REFERENCE", "FMTTYPE LABEL LANGUAGE LINKREL", "LINK"),
    **_properties(",URI,BINARY,TEXT", "FMTTYPE SCHEMA ENCODING", "STRUCTURED-DATA"),
    **_properties(",URI,TEXT", "ALTREP LANGUAGE FMTTYPE DERIVED", "STYLED-DESCRIPTION"),
    **_properties("URI,BINARY", "FMTTYPE ENCODING", "ATTACH"),
    **_properties("CAL-ADDRESS", _MAILBOX, "ATTENDEE ORGANIZER"),
    **_properties("DATE-TIME", "", "DTSTAMP LAST-MODIFIED CREATED COMPLETED TZUNTIL ACKNOWLEDGED"),
    **_properties("DATE-TIME,DATE", "TZID", "DTSTART DTEND DUE EXDATE"),
    **_properties("DATE-TIME,DATE", "TZID RANGE", "RECURRENCE-ID"),
    **_properties("DATE-TIME,DATE,PERIOD", "TZID", "RDATE"),
    **_properties("PERIOD", "FBTYPE", "FREEBUSY"),
    **_properties("DURATION,DATE-TIME", "RELATED", "TRIGGER"),
    **_properties("DURATION", "", "DURATION X-PUBLISHED-TTL"),
    **_properties(",DURATION", "", "REFRESH-INTERVAL"),
    **_properties("INTEGER", "", "SEQUENCE PRIORITY PERCENT-COMPLETE REPEAT"),
    **_properties("UTC-OFFSET", "", "TZOFFSETFROM TZOFFSETTO"),
    **_properties("RECUR", "", "RRULE"),
    **_properties("GEO", "", "GEO"),
}

ALWAYS_UTC = {"DTSTAMP", "LAST-MODIFIED", "CREATED", "COMPLETED", "TZUNTIL", "ACKNOWLEDGED"}
LISTS = {"EXDATE", "RDATE", "FREEBUSY"}  # several values, separated by commas
QUOTED = {"ALTREP", "DELEGATED-FROM", "DELEGATED-TO", "DIR", "MEMBER", "SENT-BY", "SCHEMA"}  # URIs
ONE_OF = {
    "METHOD": {"PUBLISH", "REQUEST", "REPLY", "ADD", "CANCEL", "REFRESH", "COUNTER", "DECLINECOUNTER"},
    "VERSION": {"2.0"},
    "CALSCALE": {"GREGORIAN"},
    "CLASS": {"PUBLIC", "PRIVATE", "CONFIDENTIAL"},
    "TRANSP": {"OPAQUE", "TRANSPARENT"},
    "ACTION": {"AUDIO", "DISPLAY", "EMAIL"},
}
RANGES = {
    "SEQUENCE": range(2**31),
    "PRIORITY": range(10),
    "PERCENT-COMPLETE": range(101),
    "REPEAT": range(2**31),
}
STATUSES = {
    "VEVENT": {"TENTATIVE", "CONFIRMED", "CANCELLED"},
    "VTODO": {"NEEDS-ACTION", "COMPLETED", "IN-PROCESS", "CANCELLED"},
    "VJOURNAL": {"DRAFT", "FINAL", "CANCELLED"},
}
PARAMETERS = {
    "CUTYPE": {"INDIVIDUAL", "GROUP", "RESOURCE", "ROOM", "UNKNOWN"},
    "ROLE": {"CHAIR", "REQ-PARTICIPANT", "OPT-PARTICIPANT", "NON-PARTICIPANT"},
    "RSVP": {"TRUE", "FALSE"},
    "RELTYPE": {
        *("PARENT", "CHILD", "SIBLING", "FINISHTOSTART", "FINISHTOFINISH", "STARTTOFINISH", "STARTTOSTART"),
        *("FIRST", "NEXT", "DEPENDS-ON", "REFID", "CONCEPT", "SNOOZE"),
    },
    "FEATURE": {"AUDIO", "CHAT", "FEED", "MODERATOR", "PHONE", "SCREEN", "VIDEO"},
    "RELATED": {"START", "END"},
    "RANGE": {"THISANDFUTURE"},
    "FBTYPE": {"FREE", "BUSY", "BUSY-UNAVAILABLE", "BUSY-TENTATIVE"},
    "ENCODING": {"8BIT", "BASE64"},
}
PARTSTATS = {
    "VEVENT": {"NEEDS-ACTION", "ACCEPTED", "DECLINED", "TENTATIVE", "DELEGATED"},
    "VTODO": {"NEEDS-ACTION", "ACCEPTED", "DECLINED", "TENTATIVE", "DELEGATED", "COMPLETED", "IN-PROCESS"},
    "VJOURNAL": {"NEEDS-ACTION", "ACCEPTED", "DECLINED"},
}
MANY_PARAMETERS = {"DELEGATED-FROM", "DELEGATED-TO", "MEMBER", "FEATURE"}  # several values, separated by commas
