"""Rules composed from plain fields, and read back."""

from datetime import date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from forumhub.errors import RuleBroken
from forumhub.events.recurrence import next_occurrences, occurrences
from forumhub.events.rrules import WEEKDAYS, check_rrule
from forumhub.events.series.composing import (
    AFTER,
    DATE,
    NTH,
    NTHS,
    PATTERNS,
    WEEK,
    WORKING,
    Choice,
    compose,
    decompose,
)

FIRST = datetime(2026, 11, 25, 9, 0)
DECADE = timedelta(days=3660)


@st.composite
def choices(draw: st.DrawFn) -> Choice:
    """What a form can ask for."""
    often, pattern = draw(st.sampled_from(["YEARLY", "MONTHLY", "WEEKLY"])), draw(st.sampled_from(PATTERNS))
    ends = draw(st.sampled_from([{}, {"count": 7}, {"until": date(2035, 12, 31)}]))
    interval = draw(st.integers(1, 99))
    if often == "WEEKLY":
        return Choice(often, interval, weekdays=tuple(draw(st.sets(st.sampled_from(WEEKDAYS)))), **ends)
    month = draw(st.integers(0, 12))
    if pattern == AFTER:
        return Choice(often, interval, AFTER, after=draw(st.integers(0, 31)), month=month, **ends)
    nth, weekday = draw(st.sampled_from([0, *NTHS])), draw(st.sampled_from(["", *WEEKDAYS, WORKING]))
    return Choice(often, interval, pattern, nth=nth, weekday=weekday, month=month, **ends)


starts = st.datetimes(datetime(2000, 1, 1), datetime(2100, 1, 1))


@given(choices(), starts)
def test_what_is_composed_is_a_rule_that_reads_back_as_it_was(choice, first):
    try:
        rule = compose(choice, first)
    except RuleBroken:
        assert choice.pattern == AFTER
        return

    read = decompose(rule)

    check_rrule(rule)
    assert read is not None
    assert compose(read, datetime(2001, 1, 1)) == rule


@given(st.text(max_size=60) | st.sampled_from(["FREQ=YEARLY;BYMONTH=3,9;BYDAY=MO", "FREQ=MONTHLY;BYMONTHDAY=-1"]))
def test_what_no_fields_compose_is_not_read_as_fields(text):
    try:
        check_rrule(text)
    except RuleBroken:
        return

    read = decompose(text)

    assert read is None or compose(read, FIRST) == text


@given(st.integers(1, 12), st.integers(1, 28), st.integers(2000, 2090))
def test_the_first_working_day_after_a_date_is_found_in_every_year(month, day, year):
    rule = compose(Choice("YEARLY", pattern=AFTER, month=month, after=day), datetime(year, 1, 1, 9))

    (found,) = occurrences(rule, datetime(year, 1, 1, 9), date(year, 1, 1), date(year + 1, 1, 1))

    following = [date(year, month, day) + timedelta(days=each) for each in range(1, 5)]
    assert found.date() == next(each for each in following if each.weekday() < 5)


@given(st.integers(1, 12), st.sampled_from(WEEKDAYS), st.integers(2000, 2090))
def test_a_weekday_in_the_last_week_is_within_the_last_seven_days(month, weekday, year):
    rule = compose(Choice("YEARLY", pattern=WEEK, nth=-1, weekday=weekday, month=month), FIRST)

    (found,) = occurrences(rule, datetime(year, 1, 1, 9), date(year, 1, 1), date(year + 1, 1, 1))

    assert (found.month, WEEKDAYS[found.weekday()]) == (month, weekday)
    assert (found + timedelta(days=7)).month != month


@given(st.dates(date(2000, 1, 1), date(2100, 1, 1)))
def test_the_same_weekday_of_the_month_begins_on_its_own_day(first):
    start = datetime.combine(first, datetime.min.time())

    rule = compose(Choice("YEARLY", pattern=NTH), start)

    assert next_occurrences(rule, start, 1, DECADE) == [start]


@pytest.mark.parametrize(
    ("choice", "rule"),
    [
        (Choice("YEARLY", pattern=DATE), "FREQ=YEARLY"),
        (Choice("YEARLY", pattern=NTH), "FREQ=YEARLY;BYMONTH=11;BYDAY=4WE"),
        (Choice("MONTHLY", 6, NTH, nth=2, weekday="TU"), "FREQ=MONTHLY;INTERVAL=6;BYDAY=2TU"),
        (Choice("MONTHLY", pattern=NTH, nth=-1, weekday="FR"), "FREQ=MONTHLY;BYDAY=-1FR"),
        (
            Choice("YEARLY", pattern=WEEK, nth=-1, weekday="WE"),
            "FREQ=YEARLY;BYMONTH=11;BYMONTHDAY=-7,-6,-5,-4,-3,-2,-1;BYDAY=WE",
        ),
        (
            Choice("YEARLY", pattern=WEEK, nth=-1, weekday=WORKING),
            "FREQ=YEARLY;BYMONTH=11;BYMONTHDAY=-7,-6,-5,-4,-3,-2,-1;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=1",
        ),
        (
            Choice("YEARLY", pattern=AFTER, month=11, after=20),
            "FREQ=YEARLY;BYMONTH=11;BYMONTHDAY=21,22,23;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=1",
        ),
        (
            Choice("YEARLY", pattern=AFTER, month=11, after=30),
            "FREQ=YEARLY;BYYEARDAY=-31,-30,-29;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=1",
        ),
        (Choice("WEEKLY", 2, weekdays=("TH", "MO"), count=4), "FREQ=WEEKLY;INTERVAL=2;BYDAY=MO,TH;COUNT=4"),
        (Choice("YEARLY", until=date(2030, 1, 2)), "FREQ=YEARLY;UNTIL=20300102"),
    ],
)
def test_a_choice_is_a_plain_rule(choice, rule):
    assert compose(choice, FIRST) == rule


@pytest.mark.parametrize(
    ("choice", "said"),
    [
        (Choice("MONTHLY", pattern=AFTER, after=26), "choose a day until 25"),
        (Choice("YEARLY", pattern=AFTER, month=2, after=30), "no day 30 in every year"),
        (Choice("YEARLY", pattern=AFTER, month=12, after=29), "until 28 December"),
    ],
)
def test_a_day_after_which_there_is_none_is_refused(choice, said):
    with pytest.raises(RuleBroken, match=said) as refused:
        compose(choice, FIRST)

    assert refused.value.field == "after"
