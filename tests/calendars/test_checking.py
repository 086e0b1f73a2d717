"""The checker itself: it passes the standards' own examples, and finds each thing that it is there to find."""

import pytest

from tests.calendars.checking import faults_of, resource_faults_of
from tests.calendars.checking.standards import EXAMPLES, wire

FEED = r"""
BEGIN:VCALENDAR
PRODID:-//forumhub//forumhub//EN
VERSION:2.0
METHOD:PUBLISH
NAME:Форум\; 论坛
REFRESH-INTERVAL;VALUE=DURATION:PT1H
SOURCE;VALUE=URI:https://forumhub.example/feeds/a.ics
BEGIN:VTIMEZONE
TZID:Europe/Berlin
BEGIN:STANDARD
DTSTART:19701025T030000
RRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=10
TZOFFSETFROM:+0200
TZOFFSETTO:+0100
END:STANDARD
BEGIN:DAYLIGHT
DTSTART:19700329T020000
RRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=3
TZOFFSETFROM:+0100
TZOFFSETTO:+0200
END:DAYLIGHT
END:VTIMEZONE
BEGIN:VEVENT
UID:e@a
DTSTAMP:20261120T081530Z
LAST-MODIFIED:20261120T081530Z
SEQUENCE:3
DTSTART;TZID=Europe/Berlin:20270914T093000
DTEND;TZID=Europe/Berlin:20270914T170000
SUMMARY:Forum\, first day
GEO:53.9;27.57
CATEGORIES:forum,clause 2
STATUS:CONFIRMED
CLASS:PUBLIC
TRANSP:OPAQUE
URL:https://forumhub.example/events/e
LINK;VALUE=URI;LINKREL=related;LABEL="Agenda: 1":https://forumhub.example/d
END:VEVENT
END:VCALENDAR
"""
TASK = r"""
BEGIN:VCALENDAR
PRODID:-//forumhub//forumhub//EN
VERSION:2.0
BEGIN:VTODO
UID:t@a
DTSTAMP:20261120T081530Z
LAST-MODIFIED:20261120T081530Z
SEQUENCE:0
SUMMARY:Отчёт
DTSTART;VALUE=DATE:20261120
DUE;VALUE=DATE:20261201
STATUS:COMPLETED
COMPLETED:20261121T000000Z
PERCENT-COMPLETE:100
PRIORITY:5
URL:https://forumhub.example/actions/t
END:VTODO
END:VCALENDAR
"""
JOURNAL = r"""
BEGIN:VCALENDAR
PRODID:-//forumhub//forumhub//EN
VERSION:2.0
BEGIN:VJOURNAL
UID:j@a
DTSTAMP:20261120T081530Z
LAST-MODIFIED:20261120T081530Z
SEQUENCE:0
DTSTART;VALUE=DATE:20261120
SUMMARY:纪要
STATUS:FINAL
URL:https://forumhub.example/minutes/j
END:VJOURNAL
END:VCALENDAR
"""
REQUEST = r"""
BEGIN:VCALENDAR
PRODID:-//forumhub//forumhub//EN
VERSION:2.0
METHOD:REQUEST
BEGIN:VEVENT
UID:e@a
DTSTAMP:20261120T081530Z
LAST-MODIFIED:20261120T081530Z
SEQUENCE:3
DTSTART:20270914T063000Z
DTEND:20270914T140000Z
SUMMARY:Forum
STATUS:CONFIRMED
CLASS:PUBLIC
TRANSP:OPAQUE
URL:https://forumhub.example/events/e
ORGANIZER;CN="Secretariat, Minsk":mailto:rsvp@forumhub.example
ATTENDEE;CUTYPE=INDIVIDUAL;PARTSTAT=NEEDS-ACTION:mailto:wang@mps.example
END:VEVENT
END:VCALENDAR
"""
CANCEL = REQUEST.replace("REQUEST", "CANCEL").replace("CONFIRMED", "CANCELLED")
OURS = {"feed": FEED, "task": TASK, "journal": JOURNAL, "request": REQUEST, "cancellation": CANCEL}
ALARM = "BEGIN:VALARM\nACTION:DISPLAY\nTRIGGER:-PT5M\nEND:VALARM\n"


@pytest.mark.parametrize("text", [*EXAMPLES.values(), *OURS.values()], ids=[*EXAMPLES, *OURS])
def test_faults_of_what_is_right_are_none(text: str):
    data = wire(text)

    found = faults_of(data)

    assert found == []


@pytest.mark.parametrize(
    ("old", "new", "fault"),
    [
        (b"END:VCALENDAR\r\n", b"END:VCALENDAR", "the last line has no CRLF"),
        (b"VERSION:2.0\r\n", b"VERSION:2.0\n", "line 3 has the control character U+000A"),
        (b"SUMMARY:F", b"SUMMARY:\x0bF", "line 30 has the control character U+000B"),
        (b"SUMMARY:", b"SUMMARY:" + b"x" * 75, "line 30 has 100 octets"),
        (b"SUMMARY:F", b"\r\nSUMMARY:F", "line 30 is empty"),
        (b"BEGIN:VCALENDAR", b" BEGIN:VCALENDAR", "the first line continues none"),
        ("论".encode(), "论".encode()[:1] + b"\r\n " + "论".encode()[1:], "line 5 tears a character or is no UTF-8"),
        (b"SUMMARY:F", b"SUMMARY:\xff", "line 30 tears a character or is no UTF-8"),
    ],
)
def test_faults_of_broken_lines_are_found(old: bytes, new: bytes, fault: str):
    broken = wire(FEED).replace(old, new, 1)

    found = faults_of(broken)

    assert found[0].partition(": b")[0] == fault


E, T, J = "VEVENT e@a", "VTODO t@a", "VJOURNAL j@a"
ZONE = "VTIMEZONE Europe/Berlin"


@pytest.mark.parametrize(
    ("text", "old", "new", "faults"),
    [
        # content lines and components
        (FEED, "GEO:", "GEO ", ["no content line: 'GEO 53.9;27.57'"]),
        (FEED, "LABEL=", "X;L=", ["a parameter without a value in 'LINK;VALUE=URI;LINKREL=related;X;L="]),
        (FEED, "LINKREL=related", "VALUE=URI", ["VALUE is given twice in 'LINK;VALUE=URI;VALUE=URI"]),
        (FEED, 'LABEL="', "LABEL=", [f"LINK of {E}: ' 1\":https://forumhub.example/d' is no URI"]),
        (FEED, "END:VEVENT\n", "", ["VEVENT ends as VCALENDAR"]),
        (FEED, "END:VEVENT\nEND:VCALENDAR\n", "", ["VCALENDAR does not end", "VEVENT does not end"]),
        (FEED, "BEGIN:VCALENDAR", "X-A:1\nBEGIN:VCALENDAR", ["X-A stands outside of all components"]),
        (TASK, "BEGIN:VCALENDAR", "BEGIN:VCARD\nEND:VCARD\nBEGIN:VCALENDAR", ["not one", "a component VCARD"]),
        (TASK, "BEGIN:VTODO", f"{ALARM}BEGIN:VTODO", ["VALARM stands in VCALENDAR"]),
        # how often
        (FEED, "PRODID:", "X-PRODID:", ["VCALENDAR has 0 PRODID"]),
        (FEED, "VERSION:2.0\n", "", ["VCALENDAR has 0 VERSION"]),
        (TASK, TASK[TASK.index("BEGIN:VTODO") : TASK.index("END:VCAL")], "", ["VCALENDAR holds no component"]),
        (FEED, "UID:e@a\n", "", ["VEVENT has 0 UID"]),
        (TASK, "UID:t@a\n", "UID:\n", ["UID of VTODO: empty"]),
        (JOURNAL, "DTSTAMP:", "X-DTSTAMP:", [f"{J} has 0 DTSTAMP", f"{J}: DTSTAMP is not LAST-MODIFIED"]),
        (FEED, "SEQUENCE:3", "SEQUENCE:3\nSEQUENCE:3", [f"{E} has 2 SEQUENCE"]),
        (JOURNAL, "SUMMARY", "LOCATION:Минск\nSUMMARY", [f"{J} may have no LOCATION"]),
        (FEED, "TZID:Europe/Berlin\n", "", ["VTIMEZONE has 0 TZID", "TZID Europe/Berlin has no block"]),
        (FEED, "DTSTART:19701025T030000\n", "", ["STANDARD has 0 DTSTART"]),
        (FEED, "GEO:", "GE:", [f"{E} may have no GE", f"GE of {E}: no such property"]),
        # exclusive, and in order
        (FEED, "SUMMARY", "DURATION:PT1H\nSUMMARY", [f"{E} has both DTEND and DURATION"]),
        (TASK, "SUMMARY", "DURATION:P1D\nSUMMARY", [f"{T} has both DUE and DURATION"]),
        (TASK, "DUE;VALUE=DATE:20261201", "DURATION:PT1H", [f"{T} begins on a day and lasts PT1H"]),
        (
            TASK,
            "DTSTART;VALUE=DATE:20261120\nDUE;VALUE=DATE:20261201",
            "DURATION:P1D",
            [f"{T} has DURATION without DTSTART"],
        ),
        (FEED, "20270914T170000", "20270914T093000", ["DTEND 20270914T093000 is not after DTSTART 20270914T093000"]),
        (REQUEST, "20270914T140000Z", "20270913T140000Z", ["DTEND 20270913T140000Z is not after DTSTART"]),
        (TASK, "DUE;VALUE=DATE:20261201", "DUE;VALUE=DATE:20261120", ["DUE 20261120 is not after DTSTART 20261120"]),
        (TASK, "DUE;VALUE=DATE:20261201", "DUE:20261201T000000Z", ["DTSTART 20261120 and DUE 20261201T000000Z are of"]),
        (
            FEED,
            "DTEND;TZID=Europe/Berlin",
            "DTEND",
            [f"{E}: one of DTSTART and DTEND has no zone", f"DTEND of {E} floats"],
        ),
        # values and their types
        (FEED, "REFRESH-INTERVAL;VALUE=DURATION", "REFRESH-INTERVAL", ["VALUE is missing, not DURATION"]),
        (FEED, "SOURCE;VALUE=URI", "SOURCE", ["SOURCE of VCALENDAR: VALUE is missing, not URI"]),
        (FEED, "LINK;VALUE=URI", "LINK", [f"LINK of {E}: VALUE is missing, not URI or UID or XML-REFERENCE"]),
        (FEED, "GEO:53.9;27.57", "CONFERENCE:https://a.example", [f"CONFERENCE of {E}: VALUE is missing, not URI"]),
        (TASK, "DUE;VALUE=DATE", "DUE", [f"DUE of {T}: '20261201' is no DATE-TIME"]),
        (TASK, "20261201", "20261131", [f"DUE of {T}: '20261131' is no DATE"]),
        (
            FEED,
            "DTSTART;TZID",
            "DTSTART;VALUE=PERIOD;TZID",
            [f"DTSTART of {E}: VALUE is PERIOD, not DATE-TIME or DATE"],
        ),
        (FEED, "GEO:53.9", "GEO:9e-05", [f"GEO of {E}: '9e-05;27.57' is no GEO"]),
        (FEED, "GEO:53.9", "GEO:153.9", [f"GEO of {E}: '153.9;27.57' is no GEO"]),
        (FEED, "SUMMARY:", "SUMMARY:;", [f"SUMMARY of {E}: ';Forum\\\\, first day' is no TEXT"]),
        (FEED, "SUMMARY:", "SUMMARY:\\x", [f"SUMMARY of {E}: '\\\\xForum\\\\, first day' is no TEXT"]),
        (FEED, "Forum\\,", "Forum,", [f"SUMMARY of {E}: 'Forum, first day' is no TEXT"]),
        (FEED, "forum,clause", "forum;clause", [f"CATEGORIES of {E}: 'forum;clause 2' is no TEXTS"]),
        (FEED, "events/e", "события/e", [f"URL of {E}: 'https://forumhub.example/события/e' is no URI"]),
        (FEED, "events/e", "100%", [f"URL of {E}: 'https://forumhub.example/100%' is no URI"]),
        (FEED, "events/e", "[e]", [f"URL of {E}: 'https://forumhub.example/[e]' is no URI"]),
        (FEED, "https://forumhub.example/d", "d", [f"LINK of {E}: 'd' is no URI"]),
        (FEED, "PT1H", "P1H", ["REFRESH-INTERVAL of VCALENDAR: 'P1H' is no DURATION"]),
        (FEED, "TZOFFSETTO:+0100", "TZOFFSETTO:+1", ["TZOFFSETTO of STANDARD: '+1' is no UTC-OFFSET"]),
        (FEED, "BYDAY=-1SU", "BYDAY=-1SO", ["is not met by", "is no RECUR"]),
        (FEED, "SEQUENCE:3", "SEQUENCE:-1", [f"SEQUENCE of {E}: -1 is not from 0 to 2147483647"]),
        (FEED, "SEQUENCE:3", "SEQUENCE:3.0", [f"SEQUENCE of {E}: '3.0' is no INTEGER"]),
        (TASK, "PRIORITY:5", "PRIORITY:10", [f"PRIORITY of {T}: 10 is not from 0 to 9"]),
        (TASK, "COMPLETE:100", "COMPLETE:101", [f"PERCENT-COMPLETE of {T}: 101 is not from 0 to 100"]),
        (FEED, "STATUS:CONFIRMED", "STATUS:FINAL", ["'FINAL' is not one of CANCELLED, CONFIRMED, TENTATIVE"]),
        (
            TASK,
            "STATUS:COMPLETED",
            "STATUS:CONFIRMED",
            ["'CONFIRMED' is not one of CANCELLED, COMPLETED", "STATUS CONF"],
        ),
        (JOURNAL, "FINAL", "TENTATIVE", [f"STATUS of {J}: 'TENTATIVE' is not one of CANCELLED, DRAFT, FINAL"]),
        (FEED, "CLASS:PUBLIC", "CLASS:RESTRICTED", [f"CLASS of {E}: 'RESTRICTED' is not one of"]),
        (FEED, "2.0", "1.0", ["VERSION of VCALENDAR: '1.0' is not one of 2.0"]),
        (REQUEST, "mailto:wang@mps.example", "wang@mps.example", ["'wang@mps.example' is no CAL-ADDRESS"]),
        (
            REQUEST,
            "wang@mps.example",
            "王@mps.example",
            [f"ATTENDEE of {E}: 'mailto:王@mps.example' is no CAL-ADDRESS"],
        ),
        # parameters
        (FEED, "URL:", "URL;LABEL=x:", [f"URL of {E}: takes no LABEL"]),
        (FEED, "LINKREL=related", "LINKREL=", [f"LINK of {E}: LINKREL is empty"]),
        (FEED, 'LABEL="Agenda: 1"', "LABEL=a,b", [f"LINK of {E}: LABEL has 2 values"]),
        (FEED, "LINKREL=related", 'LINKREL="a:б"', [f"LINK of {E}: LINKREL is neither a relation nor a URI"]),
        (REQUEST, "CUTYPE=INDIVIDUAL", "CUTYPE=PERSON", [f"ATTENDEE of {E}: CUTYPE is PERSON"]),
        (REQUEST, "PARTSTAT=NEEDS-ACTION", "PARTSTAT=COMPLETED", [f"ATTENDEE of {E}: PARTSTAT is COMPLETED"]),
        (REQUEST, "CUTYPE=INDIVIDUAL", "SENT-BY=x", [f"ATTENDEE of {E}: SENT-BY is no URI in quotation marks"]),
        # times and zones
        (
            FEED,
            "DTSTAMP:20261120T081530Z",
            "DTSTAMP:20261120T081530",
            ["is not in UTC", f"{E}: DTSTAMP is not LAST-MOD"],
        ),
        (FEED, "MODIFIED:20261120T081530Z", "MODIFIED:20261120T081530", ["is not in UTC", "DTSTAMP is not LAST-MOD"]),
        (TASK, "20261121T000000Z", "20261121T000000", [f"COMPLETED of {T}: '20261121T000000' is not in UTC"]),
        (
            FEED,
            "DTSTART;TZID=Europe/Berlin:20270914T093000",
            "DTSTART;TZID=Europe/Berlin:20270914T093000Z",
            [f"DTSTART of {E}: in UTC and with a TZID"],
        ),
        (TASK, "DUE;VALUE=DATE", "DUE;TZID=Z;VALUE=DATE", [f"DUE of {T}: a DATE has no TZID", "TZID Z has no block"]),
        (FEED, "TZID=Europe/Berlin:20270914T09", "TZID=B:20270914T09", ["TZID B has no block"]),
        (
            FEED.replace("TZID=Europe/Berlin", "VALUE=DATE").replace("14T093000", "14").replace("14T170000", "15"),
            "x",
            "x",
            ["the block of Europe/Berlin is not used"],
        ),
        (
            FEED,
            "BEGIN:VEVENT",
            FEED[FEED.index("BEGIN:VTIMEZONE") : FEED.index("BEGIN:VEVENT")] + "BEGIN:VEVENT",
            ["the block of Europe/Berlin is there 2 times"],
        ),
        (
            TASK,
            "BEGIN:VTODO",
            "BEGIN:VTIMEZONE\nTZID:A\nEND:VTIMEZONE\nBEGIN:VTODO",
            ["has neither STANDARD", "is not us"],
        ),
        (FEED, "19701025T030000", "19701025T030000Z", ["STANDARD: DTSTART 19701025T030000Z is no local time"]),
        (FEED, "19701025T030000", "19701018T030000", ["STANDARD: DTSTART 19701018T030000 is not met by FREQ=YEARLY;"]),
        (FEED, "BYMONTH=10", "BYMONTH=10;UNTIL=20301027", ["STANDARD: UNTIL is not in UTC"]),
        # METHOD
        (FEED, "METHOD:PUBLISH", "METHOD:ASK", ["METHOD of VCALENDAR: 'ASK' is not one of", "METHOD is ASK"]),
        (FEED, "SUMMARY:", "COMMENT:", [f"{E}: PUBLISH without SUMMARY"]),
        (FEED, "SUMMARY:", "ATTENDEE:mailto:a@b\nSUMMARY:", [f"{E}: PUBLISH with ATTENDEE", "of a feed names an ATTE"]),
        (FEED, "END:VEVENT", f"{ALARM}END:VEVENT", [f"{E} has a VALARM"]),
        (REQUEST, "ORGANIZER;", "X-ORGANIZER;", [f"{E}: REQUEST without ORGANIZER"]),
        (REQUEST, "ATTENDEE;", "X-ATTENDEE;", [f"{E}: REQUEST without ATTENDEE", f"{E}: REQUEST to 0 ATTENDEE"]),
        (REQUEST, "ATTENDEE;", "ATTENDEE:mailto:a@b\nATTENDEE;", [f"{E}: REQUEST to 2 ATTENDEE"]),
        (REQUEST, "CONFIRMED", "CANCELLED", [f"{E}: REQUEST with STATUS CANCELLED"]),
        (REQUEST, "DTSTART:20270914T063000Z\n", "", [f"{E} has no DTSTART", f"{E} has no DTSTART"]),
        (CANCEL, "CANCELLED", "CONFIRMED", [f"{E}: CANCEL with STATUS CONFIRMED"]),
        (CANCEL, "SEQUENCE:3\n", "", [f"{E}: CANCEL without SEQUENCE", f"{E} has no SEQUENCE"]),
        (CANCEL, "END:VEVENT", f"{ALARM}END:VEVENT", [f"{E}: CANCEL with VALARM", f"{E} has a VALARM"]),
        (EXAMPLES["a reply"], "ATTENDEE", "ATTENDEE:mailto:c@example.com\nATTENDEE", ["REPLY with 2 ATTENDEE"]),
        # the house's own
        (FEED, "TRANSP:OPAQUE\n", "", [f"{E} has no TRANSP"]),
        (FEED, "SUMMARY", "RRULE:FREQ=DAILY\nSUMMARY", [f"{E} has RRULE"]),
        (FEED, "SUMMARY:F", "SUMMARY:\x85F", [f"SUMMARY of {E} has the character U+0085"]),
        (FEED, "SUMMARY:F", "SUMMARY:\uffffF", [f"SUMMARY of {E} has the character U+FFFF"]),
        (REQUEST, "Secretariat,", "Secretariat\\", [f"ORGANIZER of {E} has a backslash in a parameter"]),
        (TASK, "COMPLETED:20261121T000000Z\n", "", [f"{T}: STATUS COMPLETED and 0 COMPLETED"]),
        (JOURNAL, "FINAL", "DRAFT", [f"{J} is a draft"]),
        (
            TASK,
            "END:VCALENDAR",
            TASK[TASK.index("BEGIN:VTODO") :],
            ["2 components have the UID t@a"],
        ),
        (
            FEED,
            "RRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=10",
            "RDATE:19711025T030000",
            [f"{ZONE} has RDATE", f"{ZONE} changes once only"],
        ),
        (FEED, "DAYLIGHT", "STANDARD", [f"{ZONE} has 2 STANDARD and 0 DAYLIGHT"]),
    ],
)
def test_faults_of_a_broken_calendar_are_found_and_nothing_else(text: str, old: str, new: str, faults: list[str]):
    broken = wire(text.replace(old, new) if old == "DAYLIGHT" else text.replace(old, new, 1))

    found = faults_of(broken)

    assert [expected for expected, said in zip(faults, found, strict=False) if expected in said] == faults, found
    assert len(found) == len(faults), found


@pytest.mark.parametrize(
    ("old", "new", "fault"),
    [
        ("VERSION:2.0", "VERSION:2.0\nMETHOD:PUBLISH", "a resource has a METHOD"),
        (
            "END:VCALENDAR",
            TASK[TASK.index("BEGIN:VTODO") :].replace("t@a", "u@a"),
            "a resource holds ['VTODO t@a', 'VTODO u@a']",
        ),
    ],
)
def test_resource_faults_of_more_than_one_resource_are_found(old: str, new: str, fault: str):
    broken = wire(TASK.replace(old, new, 1))

    found = resource_faults_of(broken)

    assert found == [fault]


@pytest.mark.parametrize("text", [TASK, JOURNAL, EXAMPLES["a group meeting in its zone"]])
def test_resource_faults_of_one_resource_are_none(text: str):
    assert resource_faults_of(wire(text)) == []
