"""When the meetings of a series are, and whose turn it is."""

from datetime import date, datetime, timedelta
from time import perf_counter

import pytest
from dateutil.rrule import rrulestr
from hypothesis import given, settings
from hypothesis import strategies as st

from forumhub.errors import RuleBroken
from forumhub.events.recurrence import MOST_OCCURRENCES, host_for, next_occurrences, numbered, occurrences
from forumhub.events.rrules import check_rrule

FOUNDING = datetime(2016, 11, 25, 9, 30)
NTH = st.sampled_from(["", "1", "2", "-1", "5", "-5"])
DAYS = st.sampled_from(["MO", "TU", "WE", "TH", "FR", "SA", "SU"])


@st.composite
def rules(draw: st.DrawFn) -> str:
    """Rules that a person could have thought of, and some that nobody should."""
    months = draw(st.lists(st.integers(1, 12), max_size=3))
    days = draw(st.lists(st.builds("{}{}".format, NTH, DAYS), max_size=4))
    parts = {
        "FREQ": draw(st.sampled_from(["YEARLY", "MONTHLY", "WEEKLY", "DAILY", "SECONDLY"])),
        "INTERVAL": draw(st.sampled_from(["", "1", "2", "3", "99", "0", "1000000000"])),
        "COUNT": draw(st.sampled_from(["", "", "1", "7", "999", "1000000000"])),
        "UNTIL": draw(st.sampled_from(["", "", "20280101", "20280229T120000", "20280101T000000Z", "20280230"])),
        "BYMONTH": ",".join(map(str, months)),
        "BYMONTHDAY": draw(st.sampled_from(["", "", "1", "31", "-1", "29,30,31", "32", "8,9,10,11", "-7,-6,-5,-4"])),
        "BYYEARDAY": draw(st.sampled_from(["", "", "", "60,61,62", "-33,-32,-31", "366", "367"])),
        "BYDAY": ",".join(days),
        "BYSETPOS": draw(st.sampled_from(["", "", "1", "-1", "5"])),
    }
    return ";".join(f"{name}={value}" for name, value in parts.items() if value)


def test_occurrences_of_a_yearly_rule_keep_the_wall_clock():
    rule = "FREQ=YEARLY;BYMONTH=9;BYDAY=2TU"

    meetings = occurrences(rule, FOUNDING, date(2026, 1, 1), date(2029, 1, 1))

    assert meetings == [datetime(2026, 9, 8, 9, 30), datetime(2027, 9, 14, 9, 30), datetime(2028, 9, 12, 9, 30)]


def test_occurrences_within_days_take_the_first_day_and_leave_the_last():
    rule = "FREQ=MONTHLY;BYMONTHDAY=1"

    meetings = occurrences(rule, FOUNDING, date(2027, 1, 1), date(2027, 3, 1))

    assert meetings == [datetime(2027, 1, 1, 9, 30), datetime(2027, 2, 1, 9, 30)]


def test_occurrences_leave_out_exceptions_that_count_has_counted():
    meetings = occurrences("FREQ=YEARLY;COUNT=3", FOUNDING, date(2016, 1, 1), date(2030, 1, 1), [date(2017, 11, 25)])

    assert meetings == [datetime(2016, 11, 25, 9, 30), datetime(2018, 11, 25, 9, 30)]


@pytest.mark.parametrize("until", ["20181125", "20181125T093000"])
def test_occurrences_until_a_day_include_it(until: str):
    meetings = occurrences(f"FREQ=YEARLY;UNTIL={until}", FOUNDING, date(2018, 1, 1), date(2030, 1, 1))

    assert meetings == [datetime(2018, 11, 25, 9, 30)]


def test_occurrences_on_the_last_working_day_of_a_quarter():
    rule = "FREQ=MONTHLY;INTERVAL=3;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1"

    meetings = occurrences(rule, datetime(2026, 3, 31, 10), date(2026, 1, 1), date(2027, 1, 1))

    assert [meeting.date() for meeting in meetings] == [
        date(2026, 3, 31),
        date(2026, 6, 30),
        date(2026, 9, 30),
        date(2026, 12, 31),
    ]


def test_occurrences_of_an_old_weekly_series_are_found_still():
    meetings = occurrences("FREQ=WEEKLY;BYDAY=FR", FOUNDING, date(2026, 11, 1), date(2026, 11, 14))

    assert meetings == [datetime(2026, 11, 6, 9, 30), datetime(2026, 11, 13, 9, 30)]


def test_occurrences_beyond_the_limit_are_refused():
    with pytest.raises(RuleBroken) as refused:
        occurrences("FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR", FOUNDING, date(2017, 1, 1), date(2027, 1, 1))

    assert str(refused.value) == f"This rule makes more than {MOST_OCCURRENCES} meetings: make it rarer, or end it."


@pytest.mark.parametrize(
    ("rule", "message"),
    [
        (
            "FREQ=SECONDLY;COUNT=1000",
            "A rule cannot have COUNT=1000 here; it is made of FREQ, INTERVAL, COUNT, UNTIL, BYMONTH, BYMONTHDAY, "
            "BYYEARDAY, BYDAY, BYSETPOS, WKST, as in FREQ=YEARLY;BYMONTH=9.",
        ),
        (
            "FREQ=SECONDLY",
            "A series repeats yearly, monthly or weekly: begin its rule with FREQ=YEARLY, for example.",
        ),
        ("COUNT=3", "A series repeats yearly, monthly or weekly: begin its rule with FREQ=YEARLY, for example."),
        (
            "FREQ=YEARLY;每年=1",
            "A rule cannot have 每年=1 here; it is made of FREQ, INTERVAL, COUNT, UNTIL, BYMONTH, BYMONTHDAY, "
            "BYYEARDAY, BYDAY, BYSETPOS, WKST, as in FREQ=YEARLY;BYMONTH=9.",
        ),
        ("FREQ=YEARLY;FREQ=WEEKLY", "A rule names each of its parts once, in at most 200 characters."),
        ("FREQ=YEARLY;BYMONTH=" + "1," * 100, "A rule names each of its parts once, in at most 200 characters."),
        ("FREQ=YEARLY;COUNT=2;UNTIL=20270101", "A rule ends by COUNT or by UNTIL, not by both."),
        ("FREQ=YEARLY;UNTIL=20270230", "UNTIL=20270230 is no date: write it as 20281231."),
        (
            "FREQ=WEEKLY;BYDAY=2MO",
            "A weekly rule names plain days, such as BYDAY=MO; the second Monday belongs to a monthly one.",
        ),
        (
            "FREQ=MONTHLY;BYDAY=1MO;BYMONTHDAY=31",
            "A rule names days of the month (BYMONTHDAY=25) or the nth weekday (BYDAY=2MO), not both.",
        ),
        (
            "FREQ=MONTHLY;BYMONTHDAY=1,2,3;BYDAY=MO;BYSETPOS=2",
            "Among named days, BYSETPOS picks the first one (1) or the last one (-1).",
        ),
        (
            "FREQ=MONTHLY;BYYEARDAY=100",
            "Days of the year (BYYEARDAY) belong to a yearly rule that names no months or their days.",
        ),
        (
            "FREQ=YEARLY;UNTIL=20281231T000000Z",
            "UNTIL is by the host's clock: write it as a day, 20281231, without Z.",
        ),
        (
            "FREQ=MONTHLY;BYSETPOS=5",
            "BYSETPOS picks among plain weekdays: BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1 is the last working day.",
        ),
        (
            "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30,31",
            "The months of this rule have no day 30,31: choose an earlier day.",
        ),
    ],
)
def test_check_rrule_refuses_and_says_what_would_be_right(rule: str, message: str):
    with pytest.raises(RuleBroken) as refused:
        check_rrule(rule)

    assert (str(refused.value), refused.value.field) == (message, "rrule")


@given(
    st.text(max_size=300) | st.lists(st.sampled_from(list("FREQ=YLUNTI;0123456789BDAMO,-")), max_size=60).map("".join)
)
def test_check_rrule_of_any_text_passes_or_refuses_with_words(text: str):
    try:
        check_rrule(text)
        words = "none needed"
    except RuleBroken as refused:
        words = str(refused)

    assert words != ""


@settings(deadline=timedelta(seconds=2))
@given(rules(), st.datetimes(datetime(2000, 1, 1), datetime(2026, 12, 31)))
def test_occurrences_of_any_rule_are_quick_ordered_and_within_their_days(rule: str, first: datetime):
    after, before = date(2026, 11, 1), date(2029, 1, 1)

    try:
        meetings = occurrences(rule, first, after, before)
    except RuleBroken:
        meetings = []

    assert meetings == sorted(set(meetings))
    assert all(after <= meeting.date() < before and meeting >= first for meeting in meetings)
    assert len(meetings) <= MOST_OCCURRENCES


@settings(deadline=None, max_examples=40)
@given(rules())
def test_occurrences_of_two_spans_are_those_of_both_together(rule: str):
    first, middle, last = date(2026, 11, 1), date(2027, 6, 1), date(2027, 12, 1)

    try:
        whole = occurrences(rule, FOUNDING, first, last)
    except RuleBroken:
        return

    assert occurrences(rule, FOUNDING, first, middle) + occurrences(rule, FOUNDING, middle, last) == whole


@settings(deadline=timedelta(seconds=2))
@given(rules(), st.datetimes(datetime(2000, 1, 1), datetime(2026, 12, 31)))
def test_occurrences_are_those_of_dateutil(rule: str, first: datetime):
    first = first.replace(microsecond=0)  # dateutil drops them
    try:
        meetings = next_occurrences(rule, first, 5, timedelta(days=366 * 80))
    except RuleBroken:
        return

    last = meetings[-1] if meetings else first
    expected = rrulestr(rule, dtstart=first).between(first, last, inc=True) if meetings else []
    assert meetings == expected


@pytest.mark.parametrize(
    "rule",
    [
        "FREQ=MONTHLY;INTERVAL=12;BYMONTH=2",
        "FREQ=YEARLY;INTERVAL=2;BYMONTH=2;BYMONTHDAY=29",
        "FREQ=YEARLY;INTERVAL=99;BYMONTH=2;BYMONTHDAY=29;BYDAY=MO",
        "FREQ=MONTHLY;INTERVAL=12;BYMONTHDAY=31;BYMONTH=1",
        "FREQ=WEEKLY;INTERVAL=99;BYMONTH=2",
        "FREQ=YEARLY;BYMONTH=2;BYDAY=MO;BYSETPOS=5",
        "FREQ=YEARLY;BYYEARDAY=366;BYDAY=SU",
    ],
)
def test_a_rule_that_hardly_ever_meets_is_soon_answered(rule: str):
    begun = perf_counter()

    next_occurrences(rule, datetime(2027, 11, 25, 9), 10, timedelta(days=366 * 60))

    assert perf_counter() - begun < 1


def test_numbered_says_the_place_of_each_in_its_rule():
    meetings = numbered("FREQ=YEARLY", FOUNDING, date(2026, 1, 1), date(2028, 1, 1))

    assert meetings == [(10, datetime(2026, 11, 25, 9, 30)), (11, datetime(2027, 11, 25, 9, 30))]


def test_host_for_turns_in_order():
    hosts = [host_for(index, ["CN", "BY"]) for index in range(5)]

    assert hosts == ["CN", "BY", "CN", "BY", "CN"]


def test_host_for_an_empty_rotation_is_refused():
    with pytest.raises(RuleBroken) as refused:
        host_for(0, [])

    assert str(refused.value) == "Nobody is in the rotation of hosts: add at least one."
