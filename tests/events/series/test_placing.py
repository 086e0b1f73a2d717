"""Places of a series, and how they go over to the days of another rule."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from forumhub.events.recurrence import occurrences
from forumhub.events.series.placing import Place, carried, governing, next_place, places, reach_of, rest_of

days = st.sets(st.dates(date(2026, 1, 1), date(2028, 12, 31)), max_size=12).map(sorted)


@dataclass(frozen=True)
class Rule:
    from_day: date
    rrule: str
    first_local_start: datetime


def rule(day: date, text: str = "FREQ=YEARLY", hour: int = 9) -> Rule:
    return Rule(day, text, datetime(day.year, day.month, day.day, hour))


@given(days, days, st.integers(1, 400))
def test_carried_places_keep_their_order_and_share_no_day(old, new, reach):
    going = carried(old, new, reach)

    assert set(going) <= set(old)
    assert set(going.values()) <= set(new)
    assert list(going.values()) == sorted(set(going.values()))
    assert list(going) == sorted(going)


@given(days, days, st.integers(1, 400))
def test_a_place_that_is_left_out_keeps_a_day_that_nobody_else_gets(old, new, reach):
    going = carried(old, new, reach)

    left = set(old) - set(going)
    assert left.isdisjoint(going.values())
    assert left.isdisjoint(new)


@given(days, st.integers(1, 400))
def test_places_whose_days_stay_stay(old, reach):
    assert carried(old, old, reach) == {day: day for day in old}


@given(days, st.integers(1, 400), st.data())
def test_more_frequent_days_drag_nobody_along(old, reach, data):
    between = data.draw(days)

    assert carried(old, sorted({*old, *between}), reach) == {day: day for day in old}


@given(days, days, st.integers(1, 60))
def test_no_place_is_carried_farther_than_it_may(old, new, reach):
    going = carried(old, new, reach)

    assert all(abs((to - day).days) <= 2 * reach for day, to in going.items())


def test_a_shifted_weekday_carries_each_meeting_to_its_own_week():
    mondays = [date(2027, 1, 4) + timedelta(weeks=week) for week in range(10)]
    tuesdays = [day + timedelta(days=1) for day in mondays]

    assert carried(mondays, tuesdays, reach_of(mondays)) == dict(zip(mondays, tuesdays, strict=True))


def test_another_half_of_the_year_carries_all_of_them():
    old = [date(year, 11, 25) for year in (2026, 2027, 2028)]
    new = [date(year, 5, 25) for year in (2027, 2028, 2029)]

    assert carried(old, new, reach_of(old)) == dict(zip(old, new, strict=True))


def test_a_rarer_rule_leaves_out_those_between():
    old = [date(2026, 12, 1), date(2027, 6, 1), date(2027, 12, 1)]
    new = [date(2026, 12, 1), date(2027, 12, 1), date(2028, 12, 1)]

    assert carried(old, new, reach_of(old)) == {day: day for day in (old[0], old[2])}


def test_places_follow_one_rule_until_the_next_begins_and_count_turns_anew():
    rules = [rule(date(2024, 11, 25)), rule(date(2026, 5, 1), "FREQ=MONTHLY;INTERVAL=6")]

    found = places(rules, date(2025, 1, 1), date(2027, 12, 31))

    assert found == [
        Place(datetime(2025, 11, 25, 9), 1),
        Place(datetime(2026, 5, 1, 9), 0),
        Place(datetime(2026, 11, 1, 9), 1),
        Place(datetime(2027, 5, 1, 9), 2),
        Place(datetime(2027, 11, 1, 9), 3),
    ]


@given(st.sampled_from(["FREQ=YEARLY", "FREQ=MONTHLY;INTERVAL=4;BYDAY=2TU", "FREQ=YEARLY;BYMONTH=11;BYDAY=-1FR"]))
def test_places_of_one_rule_are_its_occurrences(text):
    first, after, before = datetime(2024, 1, 31, 9), date(2025, 6, 1), date(2030, 1, 1)

    found = places([Rule(first.date(), text, first)], after, before)

    assert [place.start for place in found] == occurrences(text, first, after, before)


def test_dates_by_hand_have_one_place():
    assert places([rule(date(2026, 11, 25), "")], date(2020, 1, 1), date(2040, 1, 1)) == [
        Place(datetime(2026, 11, 25, 9), 0)
    ]


def test_the_rule_of_a_day_is_the_last_that_has_begun():
    rules = [rule(date(2024, 11, 25)), rule(date(2026, 5, 1))]

    governed = [governing(rules, day) for day in (date(2020, 1, 1), date(2026, 4, 30), date(2026, 5, 1))]

    assert governed == [rules[0], rules[0], rules[1]]


def test_the_next_place_of_a_rare_rule_is_found():
    rare = rule(date(2026, 11, 25), "FREQ=YEARLY;INTERVAL=5")

    assert next_place([rare], date(2027, 1, 1)) == Place(datetime(2031, 11, 25, 9), 1)


@pytest.mark.parametrize(
    ("text", "rest"),
    [
        ("FREQ=YEARLY;COUNT=5", "FREQ=YEARLY;COUNT=3"),
        ("FREQ=YEARLY;COUNT=1", "FREQ=YEARLY;COUNT=1"),
        ("FREQ=YEARLY;UNTIL=20301231", "FREQ=YEARLY;UNTIL=20301231"),
        ("", ""),
    ],
)
def test_what_is_left_of_a_rule_ends_when_it_would_have(text, rest):
    assert rest_of(rule(date(2024, 11, 25), text), date(2026, 11, 25)) == rest
