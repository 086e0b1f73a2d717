"""Which days a changed rule gives to planned meetings, and how meetings are numbered."""

from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from forumhub.events.recurrence import occurrences
from forumhub.events.series import rules

days = st.sets(st.dates(date(2026, 1, 1), date(2027, 12, 31)), max_size=8)
meetings = st.lists(
    st.tuples(
        st.uuids().map(str), st.sampled_from(["held", "confirmed", "cancelled"]), st.datetimes(timezones=st.just(UTC))
    ),
    unique_by=lambda meeting: meeting[0],
)


@given(days, days, days)
def test_reassign_gives_each_meeting_a_day_of_its_own(planned, dates, others):
    taken = planned | others

    given_days = rules.reassign(planned, dates, taken)

    assert set(given_days) == planned
    assert len(set(given_days.values())) == len(planned)
    assert all(new == old for old, new in given_days.items() if old in dates)
    assert all(new in dates - taken for old, new in given_days.items() if new != old)


@given(meetings)
def test_numbers_count_up_in_the_order_of_time_without_the_cancelled(listed):
    numbers = rules.numbers(listed)

    counted = {ulid for ulid, state, _ in listed if state != "cancelled"}
    starts = {ulid: start for ulid, _, start in listed}
    assert sorted(numbers.values()) == list(range(1, len(counted) + 1))
    assert set(numbers) == counted
    in_order = [starts[ulid] for ulid in sorted(numbers, key=numbers.get)]
    assert in_order == sorted(in_order)


@given(st.dates(date(2000, 1, 1), date(2100, 1, 1)))
def test_the_rule_of_a_weekday_begins_on_its_own_day_or_a_later_one(first):
    rule = rules.same_weekday(first)

    found = occurrences(
        rule, datetime.combine(first, datetime.min.time()), first, first.replace(year=first.year + 2, day=1)
    )

    assert found[0].date().weekday() == first.weekday()
    assert found[0].date() == first


@pytest.mark.parametrize(
    ("first", "rule"),
    [
        (date(2026, 11, 25), "FREQ=YEARLY;BYMONTH=11;BYDAY=4WE"),
        (date(2026, 9, 30), "FREQ=YEARLY;BYMONTH=9;BYDAY=-1WE"),
        (date(2027, 3, 1), "FREQ=YEARLY;BYMONTH=3;BYDAY=1MO"),
    ],
)
def test_the_rule_of_a_weekday_is_plain(first, rule):
    assert rules.same_weekday(first) == rule
