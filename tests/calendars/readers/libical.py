"""Reads calendars as libical does: a JSON list of texts on standard input, of their components on standard output.

Run by Debian's own Python, which alone has `gi`; it imports nothing else. Zones are those of the calendars' own blocks.
"""

import json
import sys
from datetime import UTC, datetime

import gi

gi.require_version("ICalGLib", "3.0")
from gi.repository import ICalGLib  # noqa: E402

KIND = ICalGLib.PropertyKind
TEXTS = {
    "uid": KIND.UID_PROPERTY,
    "summary": KIND.SUMMARY_PROPERTY,
    "description": KIND.DESCRIPTION_PROPERTY,
    "location": KIND.LOCATION_PROPERTY,
    "status": KIND.STATUS_PROPERTY,
    "class": KIND.CLASS_PROPERTY,
    "url": KIND.URL_PROPERTY,
}
TIMES = {
    "dtstart": KIND.DTSTART_PROPERTY,
    "dtend": KIND.DTEND_PROPERTY,
    "due": KIND.DUE_PROPERTY,
    "completed": KIND.COMPLETED_PROPERTY,
    "dtstamp": KIND.DTSTAMP_PROPERTY,
}
BODIES = {
    ICalGLib.ComponentKind.VEVENT_COMPONENT: "vevent",
    ICalGLib.ComponentKind.VTODO_COMPONENT: "vtodo",
    ICalGLib.ComponentKind.VJOURNAL_COMPONENT: "vjournal",
}
UNKNOWN = {f"Parse error in property name: {name}" for name in ("LINK", "REFID", "CONCEPT")}  # RFC 9253 is younger


def text_of(body, kind):
    found = body.get_first_property(kind)
    value = found.get_value() if found else None
    if value is None:
        return None
    return value.get_text() if value.isa() == ICalGLib.ValueKind.TEXT_VALUE else value.as_ical_string()


def instant(calendar, body, kind):
    found = body.get_first_property(kind)
    if found is None:
        return None
    time = found.get_value().get_datetime() or found.get_value().get_date()
    if time.is_date():
        return f"{time.get_year():04}-{time.get_month():02}-{time.get_day():02}"
    zone = ICalGLib.Timezone.get_utc_timezone()
    if not time.is_utc():
        named = found.get_first_parameter(ICalGLib.ParameterKind.TZID_PARAMETER)
        zone = calendar.get_timezone(named.get_tzid()) if named else None
        if zone is None:
            return f"{time.as_ical_string()} without a zone"
    seconds = time.as_timet_with_zone(zone)
    return datetime.fromtimestamp(seconds, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def attendee_of(body):
    found = body.get_first_property(KIND.ATTENDEE_PROPERTY)
    if found is None:
        return None
    name = found.get_first_parameter(ICalGLib.ParameterKind.CN_PARAMETER)
    return [found.get_value().as_ical_string(), name.get_cn() if name else None]


def read(calendar, body):
    told = {"kind": BODIES[body.isa()]}
    told.update({name: text_of(body, kind) for name, kind in TEXTS.items()})
    told.update({name: instant(calendar, body, kind) for name, kind in TIMES.items()})
    sequence = body.get_first_property(KIND.SEQUENCE_PROPERTY)
    told["sequence"] = sequence.get_value().get_integer() if sequence else None
    told["attendee"] = attendee_of(body)
    return told


def read_calendar(text):
    calendar = ICalGLib.Component.new_from_string(text)
    if calendar is None:
        return "unreadable"
    found = []
    body = calendar.get_first_component(ICalGLib.ComponentKind.ANY_COMPONENT)
    while body is not None:
        if body.isa() in BODIES:
            found.append(read(calendar, body))
        body = calendar.get_next_component(ICalGLib.ComponentKind.ANY_COMPONENT)
    return errors_in(calendar) or found


def errors_in(calendar):
    lines = calendar.as_ical_string().replace("\r\n ", "").split("\r\n")
    errors = [line.partition(":")[2] for line in lines if line.startswith("X-LIC-ERROR")]
    return [error for error in errors if error not in UNKNOWN]


json.dump([read_calendar(text) for text in json.load(sys.stdin)], sys.stdout)
