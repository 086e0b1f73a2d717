"""Calendars that mean harm: refused early, by counting, and in words. Nothing here is about how long it takes."""

import tracemalloc

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from forumhub.calendars.importing import bounding, lines
from forumhub.calendars.importing.bounding import Budget
from forumhub.calendars.importing.planning import plan_import
from forumhub.errors import RuleBroken
from tests.calendars.importing.arranging import READING, calendar, planned, reasons, vevent


def test_50_megabytes_are_refused_before_they_are_taken_apart():
    data = b"BEGIN:VCALENDAR\r\n" + b"X" * (50 * 1024 * 1024)

    tracemalloc.start()
    with pytest.raises(RuleBroken, match="larger than 10 MB"):
        plan_import(data, READING)
    _now, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()

    assert most < 100_000


def test_100_000_components_are_refused_by_counting_them():
    data = calendar(*(["BEGIN:VEVENT", "END:VEVENT"] * 100_000))

    tracemalloc.start()
    with pytest.raises(RuleBroken, match="more than 20,000 components"):
        plan_import(data, READING)
    _now, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()

    assert most < 100_000


def test_a_million_short_lines_are_refused():
    with pytest.raises(RuleBroken, match="more than 400,000 lines"):
        plan_import(calendar(*["X:"] * 1_000_000), READING)


def test_components_that_stand_in_each_other_too_deeply_are_refused():
    with pytest.raises(RuleBroken, match="more than 8 deep at line 9"):
        plan_import(b"BEGIN:X-A\n" * 50, READING)


def test_a_line_that_is_too_long_is_left_out_and_said_so():
    plan = planned(*vevent(f"DESCRIPTION:{'x' * (lines.LONGEST_LINE + 1)}"))

    assert [(meeting.description, str(plan.notes[0].reason)) for meeting in plan.meetings] == [
        ("", "Lines that cannot be read are left out: 10.")
    ]


@pytest.mark.parametrize(
    ("rule", "reason"),
    [
        ("FREQ=SECONDLY", "It repeats more often than daily (SECONDLY), which is no meeting."),
        ("FREQ=MINUTELY;COUNT=9999999", "It repeats more often than daily (MINUTELY), which is no meeting."),
        (
            "FREQ=DAILY;BYHOUR=0,1,2,3,4,5;BYMINUTE=0,1,2,3,4,5",
            "It repeats more often than daily (BYHOUR), which is no meeting.",
        ),
        ("FREQ=DAILY", "It makes more than 1,200 meetings in this window: choose a shorter one."),
        ("FREQ=DAILY;COUNT=999999", "It makes more than 1,200 meetings in this window: choose a shorter one."),
        (
            "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30;COUNT=999999999",
            "Its rule 'FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30;COUNT=999999999' cannot be followed; "
            "FREQ=YEARLY;BYMONTH=11;BYDAY=-1FR would be a rule.",
        ),
        (
            "FREQ=DAILY;INTERVAL=0",
            "Its rule 'FREQ=DAILY;INTERVAL=0' cannot be followed; FREQ=YEARLY;BYMONTH=11;BYDAY=-1FR would be a rule.",
        ),
        ("W2 MO WE FR", "Its rule 'W2 MO WE FR' is one of vCalendar 1.0, which is not followed."),
    ],
)
def test_a_rule_that_no_meeting_follows_is_refused(rule, reason):
    plan = planned(*vevent(f"RRULE:{rule}"))

    assert reasons(plan) == [(4, reason)]


def test_a_rule_that_never_meets_ends_with_the_window():
    """dateutil alone would look for 30 February until the year 9999, a day at a time."""
    plan = planned(*vevent("RRULE:FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30"))

    assert [meeting.occurrence for meeting in plan.meetings] == ["20270311T060000Z"]


def test_the_rules_of_a_file_share_one_budget():
    start, ends = READING.window.begins.replace(year=1950), READING.window.ends
    days = (ends - start).days
    budget = Budget(3 * days + 1)

    for _ in range(3):
        bounding.bounded_rule("FREQ=DAILY;BYMONTHDAY=31", start, ends, budget)

    with pytest.raises(RuleBroken, match="reach back too far"):
        bounding.bounded_rule("FREQ=DAILY;BYMONTHDAY=31", start, ends, budget)
    assert budget.left == 1


def test_a_rule_from_another_age_is_refused():
    plan = planned(*vevent("RRULE:FREQ=DAILY", **{"DTSTART": "00010101T000000Z", "DTEND": "00010101T010000Z"}))

    assert reasons(plan) == [(4, "It begins in the year 1; recurrences are followed from 1900 on.")]


def test_a_zone_whose_rule_is_hostile_is_not_followed():
    zone = ["BEGIN:VTIMEZONE", "TZID:Evil", "BEGIN:STANDARD", "DTSTART:19700101T000000", "TZOFFSETFROM:+0100"]
    zone += ["TZOFFSETTO:+0200", "RRULE:FREQ=SECONDLY", "END:STANDARD", "END:VTIMEZONE"]
    event = vevent(**{"DTSTART": None, "DTEND": None})
    event.insert(-1, "DTSTART;TZID=Evil:20270311T090000")

    plan = planned(*zone, *event)

    assert [reason for _line, reason in reasons(plan)] == [
        "Its time zone 'Evil' is not known, and the file does not describe it in a usable way."
    ]


@given(st.binary(max_size=2_000))
def test_any_bytes_end_in_a_plan_or_in_a_reason(data):
    try:
        plan = plan_import(data, READING)
    except RuleBroken as refused:
        plan = refused

    assert isinstance(plan, RuleBroken) or plan.components >= 1


_PIECES = st.sampled_from(
    [
        "BEGIN:VEVENT",
        "END:VEVENT",
        "BEGIN:VCALENDAR",
        "END:VCALENDAR",
        "BEGIN:VTIMEZONE",
        "END:VTIMEZONE",
        "BEGIN:VALARM",
        "UID:1",
        "UID:2",
        "DTSTART:20270311T090000Z",
        "DTSTART;VALUE=DATE:20270311",
        "DTSTART;TZID=Europe/Minsk:20270311T090000",
        "DTEND:20270311",
        "DTSTART:99991231T235959",
        "DTSTART;TZID=Asia/Shanghai:00010101T000000",
        "DURATION:PT1H",
        "DURATION:-P1D",
        "DURATION:P9999999D",
        "RRULE:FREQ=DAILY;COUNT=3",
        "RRULE:FREQ=YEARLY;BYWEEKNO=53",
        "RRULE:FREQ=WEEKLY;UNTIL=99991231T235959",
        "RRULE:",
        "RRULE:FREQ",
        "RDATE:20270312T090000Z,20270313",
        "RDATE;VALUE=PERIOD:20270312T090000Z/PT1H",
        "RDATE;VALUE=PERIOD:2027/2028",
        "EXDATE:1",
        "EXDATE:20270312T090000Z",
        "RECURRENCE-ID:20270311T090000Z",
        "RECURRENCE-ID;RANGE=THISANDFUTURE:20270312",
        "SUMMARY:会议",
        "STATUS:CANCELLED",
        "SEQUENCE:-1",
        "SEQUENCE:9999999999999",
        "LAST-MODIFIED:x",
        "METHOD:CANCEL",
        "X-WR-TIMEZONE:Europe/Moscow",
        "TZID:Evil",
        "TZOFFSETFROM:+9999",
        "TZOFFSETTO:x",
        "DTSTART;TZID=Evil:20270311T090000",
        ";:=",
        '"',
    ]
)


@settings(suppress_health_check=[HealthCheck.too_slow], max_examples=300)
@given(st.lists(_PIECES, max_size=40), st.sampled_from(["\r\n", "\n", "\r"]))
def test_any_lines_end_in_a_plan_or_in_a_reason(pieces, end):
    data = ("BEGIN:VCALENDAR" + end + end.join(pieces)).encode()

    plan = plan_import(data, READING)

    assert plan.components == 1 + sum(piece.startswith("BEGIN") for piece in pieces)


@settings(suppress_health_check=[HealthCheck.too_slow])
@given(st.data())
def test_real_calendars_with_bytes_changed_end_in_a_plan_or_in_a_reason(shared_data, data):
    path = data.draw(st.sampled_from(sorted((shared_data / "ics").iterdir())))
    content = bytearray(path.read_bytes()[:6_000])
    for _ in range(data.draw(st.integers(1, 20))):
        at = data.draw(st.integers(0, max(len(content) - 1, 0)))
        content[at : at + data.draw(st.integers(0, 12))] = data.draw(st.binary(max_size=6))

    try:
        plan = plan_import(bytes(content), READING)
    except RuleBroken as refused:
        plan = refused

    assert isinstance(plan, RuleBroken) or plan.components >= 1
