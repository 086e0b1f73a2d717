"""Which days a changed rule gives to planned meetings, and how meetings are numbered."""

from datetime import UTC, date

from hypothesis import given
from hypothesis import strategies as st

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
