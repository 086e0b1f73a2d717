"""From lines to meetings: clocks, ends, recurrences, texts, and a reason for what is not taken."""

from datetime import date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from forumhub.calendars.importing.meetings import Meeting, Window
from forumhub.calendars.importing.planning import plan_import
from forumhub.calendars.mapping import FULL
from forumhub.calendars.text import clean
from tests.calendars.examples import an_event, single_event_calendar
from tests.calendars.importing.arranging import READING, TITLE, calendar, notes, planned, reasons, vevent

MORNING = datetime(2027, 3, 11, 9, 0)
OFFICE = [
    "BEGIN:VTIMEZONE", "TZID:Office", "BEGIN:STANDARD", "DTSTART:19961027T030000", "TZOFFSETFROM:+0200",
    "TZOFFSETTO:+0100", "RRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU", "END:STANDARD", "BEGIN:DAYLIGHT",
    "DTSTART:19960331T020000", "TZOFFSETFROM:+0100", "TZOFFSETTO:+0200", "RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU",
    "END:DAYLIGHT", "END:VTIMEZONE",
]  # fmt: skip


def timed(start: str, *more: str, head: tuple[str, ...] = (), zone: tuple[str, ...] = (), **reading: object):
    """The plan of one event with these lines for its times."""
    return planned(*zone, *vevent(start, *more, DTSTART=None, DTEND=None), head=head, **reading)


def clock(meeting: Meeting) -> tuple[datetime, datetime, str]:
    return meeting.local_start, meeting.local_end, meeting.timezone


@pytest.mark.parametrize(
    ("tzid", "zone"),
    [
        ("Europe/Minsk", "Europe/Minsk"),
        ("europe/minsk", "Europe/Minsk"),
        ("/mozilla.org/20050126_1/Europe/Berlin", "Europe/Berlin"),
        ("/softwarestudio.org/Tzfile/America/Argentina/Buenos_Aires", "America/Argentina/Buenos_Aires"),
        ('"China Standard Time"', "Asia/Shanghai"),
        ("W. Europe Standard Time", "Europe/Berlin"),
        ("Belarus Standard Time", "Europe/Minsk"),
        ("US-Eastern", "US/Eastern"),
        ("Europe_Moscow", "Europe/Moscow"),
    ],
)
def test_a_zone_is_known_by_any_of_its_names(tzid, zone):
    plan = timed(f"DTSTART;TZID={tzid}:20270311T090000", "DURATION:PT2H")

    assert [clock(meeting) for meeting in plan.meetings] == [(MORNING, datetime(2027, 3, 11, 11, 0), zone)]
    assert plan.notes == []


def test_a_zone_without_a_name_is_the_one_whose_clock_it_is():
    plan = timed("DTSTART;TZID=Office:20270711T090000", "DURATION:PT2H", zone=OFFICE, home="Europe/Warsaw")

    assert [meeting.timezone for meeting in plan.meetings] == ["Europe/Warsaw"]
    assert notes(plan) == [
        (19, "Its time zone 'Office' has no known name; in this window it is the clock of Europe/Warsaw.")
    ]


def test_a_zone_that_no_place_has_is_kept_in_utc():
    odd = [line.replace("+0100", "+0117") for line in OFFICE]

    plan = timed("DTSTART;TZID=Office:20270111T090000", "DURATION:PT2H", zone=odd)

    assert [clock(meeting) for meeting in plan.meetings] == [
        (datetime(2027, 1, 11, 7, 43), datetime(2027, 1, 11, 9, 43), "UTC")
    ]
    assert notes(plan) == [(19, "Only the file knows its time zone 'Office'; its times are kept in UTC.")]


def test_a_zone_that_nobody_knows_is_a_reason():
    plan = timed("DTSTART;TZID=Nowhere:20270311T090000")

    assert reasons(plan) == [
        (4, "Its time zone 'Nowhere' is not known, and the file does not describe it in a usable way.")
    ]


def test_a_floating_time_asks_for_a_zone():
    lines = ("DTSTART:20270311T090000", "DTEND:20270311T110000")

    without, named = timed(*lines), timed(*lines, head=("X-WR-TIMEZONE:China Standard Time",))
    given_one = timed(*lines, floating="Asia/Shanghai")

    assert reasons(without) == [(4, "Its time names no zone: choose one for such times.")]
    assert reasons(named) == [
        (5, "Its time names no zone: choose one for such times; the calendar itself names Asia/Shanghai.")
    ]
    assert [clock(each) for each in given_one.meetings] == [(MORNING, datetime(2027, 3, 11, 11, 0), "Asia/Shanghai")]


def test_utc_is_shown_on_the_clock_of_its_calendar():
    lines = ("DTSTART:20270311T060000Z", "DTEND:20270311T080000Z")

    plain, named = timed(*lines), timed(*lines, head=("X-WR-TIMEZONE:Europe/Minsk",))

    assert [clock(each) for each in plain.meetings] == [
        (datetime(2027, 3, 11, 6, 0), datetime(2027, 3, 11, 8, 0), "UTC")
    ]
    assert [clock(each) for each in named.meetings] == [(MORNING, datetime(2027, 3, 11, 11, 0), "Europe/Minsk")]


def test_the_second_of_two_equal_hours_is_kept_in_utc():
    plan = timed("DTSTART:20261101T063000Z", "DURATION:PT1H", head=("X-WR-TIMEZONE:America/New_York",))

    assert [clock(each) for each in plan.meetings] == [
        (datetime(2026, 11, 1, 6, 30), datetime(2026, 11, 1, 7, 30), "UTC")
    ]
    assert notes(plan) == [
        (5, "On 2026-11-01 its clock in America/New_York shows one hour twice; that meeting is kept in UTC.")
    ]


@pytest.mark.parametrize(
    ("first", "end", "start", "over"),
    [
        ("20270430", "20270501", "2027-04-30 01:00", "2027-05-01 00:00"),
        ("20270429", "20270430", "2027-04-29 00:00", "2027-04-29 23:59"),
    ],
)
def test_whole_days_whose_midnight_clocks_skip_are_taken(first, end, start, over):
    plan = timed(f"DTSTART;VALUE=DATE:{first}", f"DTEND;VALUE=DATE:{end}", home="Africa/Cairo")

    [meeting] = plan.meetings
    assert (str(meeting.local_start)[:16], str(meeting.local_end)[:16], meeting.all_day) == (start, over, True)


def test_whole_days_are_the_partys_days():
    plan = timed("DTSTART;VALUE=DATE:20270311", "DTEND;VALUE=DATE:20270313", home="Asia/Shanghai")

    assert [clock(each) for each in plan.meetings] == [(datetime(2027, 3, 11), datetime(2027, 3, 13), "Asia/Shanghai")]
    assert [each.all_day for each in plan.meetings] == [True]


def test_the_first_https_link_is_its_conference_and_others_are_noted():
    link, dial = "https://video.example.org/room?a=1", "CONFERENCE;VALUE=URI;FEATURE=PHONE:tel:+37517"

    both = planned(*vevent(dial, f'CONFERENCE;VALUE=URI;LABEL="Зал, 7":{link}'))
    dialled = planned(*vevent(dial))

    assert [each.conference for each in both.meetings + dialled.meetings] == [link, ""]
    assert notes(both) == []
    assert notes(dialled) == [(4, "Its CONFERENCE is no https link, so it is left out.")]


@pytest.mark.parametrize("more", [(), ("DTEND;TZID=Europe/Minsk:20270311T090000",), ("DURATION:PT0S",)])
def test_what_has_no_length_is_an_hour_long_and_said_so(more):
    plan = timed("DTSTART;TZID=Europe/Minsk:20270311T090000", *more)

    assert [each.local_end for each in plan.meetings] == [datetime(2027, 3, 11, 10, 0)]
    assert notes(plan) == [
        (4, "It has no end, or ends when it begins; it is entered as one hour long. Set its right end afterwards.")
    ]


@pytest.mark.parametrize(
    ("lines", "reason"),
    [
        (("DTSTART:20270311T090000Z", "DTEND:20270311T080000Z"), "It ends before it begins."),
        (("DTSTART:20270311T090000Z", "DURATION:-PT1H"), "It ends before it begins."),
        (
            ("DTSTART;VALUE=DATE:20270311", "DTEND:20270311T080000Z"),
            "Its start is a day and its end a time, or the other way round.",
        ),
        (
            ("DTSTART:20270311T090000Z", "DURATION:P63D"),
            "An event lasts at most 62 days; make a series of what lasts longer.",
        ),
        (
            ("DTSTART:20270230T090000Z",),
            "Its DTSTART is '20270230T090000Z', which is no date or time; 20261125T090000 would be one.",
        ),
        (
            ("DTSTART:20150311T090000Z",),
            "Nothing of it is between 2016-01-01 and 2030-12-31: choose a wider window to take it.",
        ),
        ((), "It has no DTSTART, so it has no time."),
        (("DTSTART:20270311T090000Z", "EXRULE:FREQ=DAILY"), None),
    ],
)
def test_a_time_that_cannot_be_is_a_reason(lines, reason):
    exrule = "It takes meetings out by a rule (EXRULE), which nobody follows any more: use EXDATE."

    plan = planned(*vevent(*lines, DTSTART=None, DTEND=None))

    assert (reasons(plan), plan.meetings) == ([(4, reason or exrule)], [])


def test_what_is_no_event_is_named_with_its_line():
    kinds = ("VTODO", "VJOURNAL", "VFREEBUSY", "X-VENUE")
    lines = [line for kind in kinds for line in (f"BEGIN:{kind}", f"END:{kind}")]

    plan = planned(*lines, *vevent("BEGIN:VALARM", "TRIGGER:-PT5M", "END:VALARM"))

    assert reasons(plan) == [
        (4, "It is a task (VTODO); only events are imported."),
        (6, "It is a journal entry (VJOURNAL); only events are imported."),
        (8, "It says when somebody is busy (VFREEBUSY); only events are imported."),
        (10, "It is none of the components that are read; only events are."),
        (18, "It is a reminder (VALARM), which stays with the calendar that it is from."),
    ]
    assert (plan.taken, plan.components) == ([12], 7)


def test_a_rule_makes_its_meetings_in_the_window_by_the_clock_of_their_place():
    rule, without = "RRULE:FREQ=MONTHLY;COUNT=6", "EXDATE;TZID=Europe/Warsaw:20270411T090000"
    more = ("DTEND;TZID=Europe/Warsaw:20270211T100000", rule, without, "RDATE;TZID=Europe/Warsaw:20270312T140000")

    plan = timed("DTSTART;TZID=Europe/Warsaw:20270211T090000", *more, window=Window(date(2027, 3, 1), date(2027, 6, 1)))

    assert [(meeting.local_start, meeting.occurrence) for meeting in plan.meetings] == [
        (datetime(2027, 3, 11, 9, 0), "20270311T080000Z"),
        (datetime(2027, 3, 12, 14, 0), "20270312T130000Z"),
        (datetime(2027, 5, 11, 9, 0), "20270511T070000Z"),
    ]


def test_a_rule_until_a_day_holds_that_day():
    plan = planned(*vevent("RRULE:FREQ=DAILY;UNTIL=20270313"))

    assert [meeting.local_start.day for meeting in plan.meetings] == [11, 12, 13]


def test_an_override_replaces_one_meeting_and_keeps_its_name():
    moved = vevent(
        "RECURRENCE-ID;TZID=Europe/Minsk:20270318T090000",
        **{"DTSTART": "20270319T100000Z", "DTEND": "20270319T110000Z", "SUMMARY": TITLE["ru"]},
    )

    plan = planned(*vevent("RRULE:FREQ=WEEKLY;COUNT=3"), *moved)

    assert [(each.number, each.occurrence, each.timezone) for each in plan.meetings] == [
        (4, "20270311T060000Z", "Europe/Minsk"),
        (12, "20270318T060000Z", "UTC"),
        (4, "20270325T060000Z", "Europe/Minsk"),
    ]
    assert plan.taken == [4, 12]


def test_a_change_of_all_that_follow_changes_one_and_says_so():
    later = vevent("RECURRENCE-ID;RANGE=THISANDFUTURE;TZID=Europe/Minsk:20270318T090000", SUMMARY="Later")

    plan = planned(*vevent("RRULE:FREQ=WEEKLY;COUNT=3"), *later)

    assert [str(remark.reason) for remark in plan.notes] == [
        "It changes the following meetings, too (THISANDFUTURE); only this one follows it: look at them."
    ]
    assert [each.titles["en"] == "Later" for each in plan.meetings].count(True) == 1


def test_of_two_with_one_uid_the_later_revision_is_taken():
    plan = planned(*vevent("SEQUENCE:2", SUMMARY="New"), *vevent("SEQUENCE:1", SUMMARY="Old"))

    assert [meeting.titles for meeting in plan.meetings] == [{"en": "New"}]
    assert reasons(plan) == [(12, "Line 4 has the same UID and is newer, or stands after it.")]


def test_an_event_without_a_uid_is_known_by_start_and_title():
    first, second = planned(*vevent(UID=None)), planned(*vevent("DESCRIPTION:more", UID=None))

    assert [meeting.uid for meeting in first.meetings] == [meeting.uid for meeting in second.meetings]
    assert [str(remark.reason) for remark in first.notes] == [
        "Events without a UID: 1, the first one here. They are known again by start and title."
    ]


@pytest.mark.parametrize("method", ["REPLY", "COUNTER", "REFRESH"])
def test_an_answer_to_an_invitation_is_no_event(method):
    plan = planned(*vevent(), head=(f"METHOD:{method}",))

    assert reasons(plan) == [(5, f"It answers an invitation (METHOD:{method}); it is no event itself.")]


def test_an_event_of_this_installation_is_not_imported_into_itself():
    own = single_event_calendar(an_event(), FULL)

    plan = plan_import(own, READING)

    assert [reason for _line, reason in reasons(plan)] == [
        "Its UID is of this installation: the event is here, and is not imported into itself."
    ]


@pytest.mark.parametrize(
    ("more", "status", "access"),
    [
        ((), "tentative", "parties"),
        (("STATUS:CONFIRMED", "CLASS:PUBLIC"), "confirmed", "parties"),
        (("STATUS:TENTATIVE", "CLASS:PRIVATE"), "tentative", "parties"),
        (("STATUS:CANCELLED", "CLASS:CONFIDENTIAL"), "cancelled", "delegates"),
    ],
)
def test_state_and_access_are_those_of_the_calendar(more, status, access):
    plan = planned(*vevent(*more))

    assert [(meeting.status, meeting.access) for meeting in plan.meetings] == [(status, access)]


def test_a_title_of_any_length_fits_and_what_was_cut_is_said():
    plan = planned(*vevent(SUMMARY="议" * 400, LOCATION="x" * 301))

    assert [(len(each.titles["zh"]), len(each.venue)) for each in plan.meetings] == [(300, 300)]
    assert notes(plan) == [
        (4, "Its SUMMARY is longer than 300 characters; the rest of it is left out."),
        (4, "Its LOCATION is longer than 300 characters; the rest of it is left out."),
    ]


def test_people_named_in_it_are_mentioned_once():
    invited = [
        vevent("ORGANIZER:mailto:a@example.org", "ATTENDEE:mailto:b@example.org", UID=str(each)) for each in "12"
    ]

    plan = planned(*invited[0], *invited[1])

    assert [str(remark.reason) for remark in plan.notes] == [
        "Events that name an organizer or guests: 2. Nobody is registered, and nobody is told."
    ]


def test_a_vcalendar_of_1996_is_read():
    data = b"BEGIN:VCALENDAR\nVERSION:1.0\nBEGIN:VEVENT\nUID:1\nDTSTART:20270311T060000Z\nDTEND:20270311T080000Z\n"
    data += b"SUMMARY;CHARSET=UTF-8;ENCODING=QUOTED-PRINTABLE:=D0=A1=D0=BE=\n=D0=B2=D0=B5=D1=82\nEND:VEVENT\n"

    plan = plan_import(data, READING)

    assert [meeting.titles for meeting in plan.meetings] == [{"ru": "Совет"}]


@pytest.mark.parametrize(
    ("encoding", "said"),
    [
        ("utf-8", []),
        ("utf-8-sig", []),
        ("utf-16", ["The file is not in UTF-8; it was read as utf-16."]),
        ("cp1252", ["The file is not in UTF-8; it was read as windows-1252."]),
    ],
)
@pytest.mark.parametrize("end", ["\r\n", "\n", "\r"])
def test_any_usual_encoding_and_line_end_is_read(encoding, said, end):
    text = calendar(*vevent(SUMMARY="Réunion à Genève")).decode().replace("\r\n", end)

    plan = plan_import(text.encode(encoding), READING)

    assert [meeting.titles for meeting in plan.meetings] == [{"en": "Réunion à Genève"}]
    assert [str(remark.reason) for remark in plan.notes] == said


def test_a_declared_encoding_is_used():
    text = calendar(*vevent(SUMMARY=None)).decode().replace("UID", "SUMMARY;CHARSET=windows-1251:Совет\r\nUID")

    plan = plan_import(text.encode("cp1251"), READING)

    assert [meeting.titles for meeting in plan.meetings] == [{"ru": "Совет"}]


def test_a_fold_within_a_character_is_mended():
    folded = calendar(*vevent(SUMMARY="海关工作组")).replace(
        "关".encode(), "关".encode()[:1] + b"\r\n " + "关".encode()[1:]
    )

    plan = plan_import(folded, READING)

    assert [meeting.titles for meeting in plan.meetings] == [{"zh": "海关工作组"}]


LETTERS = st.text(
    alphabet="跨境反恐会议Совет безопасности йمؤتمر الأمن 👩‍⚖️🇨🇳🇧🇾é,;:\\\"'^=%&<>*_#[]()", min_size=1, max_size=80
)


@given(LETTERS.filter(str.strip), LETTERS)
def test_titles_and_places_of_any_script_arrive_as_they_were(title, place):
    event = an_event(uid="one@example.org", summary=title, location=place, description="", conference=None)

    plan = plan_import(single_event_calendar(event, FULL), READING)

    (meeting,) = plan.meetings
    assert list(meeting.titles.values()) == [" ".join(clean(title).split())]
    assert meeting.venue == " ".join(clean(place).split())
