from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from forumhub.followup.reminding.rules import CHOICES_BEFORE, Wish, digest_day, is_to_tell, newest_step, their_day

DUE = date(2027, 3, 1)
LONG_AGO = date(2026, 1, 1)


USUAL = Wish()


def walked(days: range, wish: Wish = USUAL, awake=lambda day: True) -> list[tuple[int, int]]:
    """(days from the due date, days of the step told) of each reminder, day after day, while the worker is awake."""
    told: list[date] = []
    found = []
    for offset in days:
        today = DUE + timedelta(days=offset)
        step = newest_step(DUE, today, today, wish)
        if awake(offset) and is_to_tell(step, told, LONG_AGO, today):
            told.append(step)
            found.append((offset, (step - DUE).days))
    return found


def test_steps_come_before_on_the_day_and_each_week_after():
    assert walked(range(-40, 20)) == [(-14, -14), (-3, -3), (0, 0), (1, 1), (8, 8), (15, 15)]


def test_steps_missed_in_a_week_of_sleep_come_once():
    asleep = range(-5, 3)

    assert walked(range(-40, 12), awake=lambda day: day not in asleep) == [(-14, -14), (3, 1), (8, 8)]


@given(
    wish=st.builds(Wish, st.sets(st.sampled_from(CHOICES_BEFORE)).map(tuple), st.booleans()),
    sleep=st.sets(st.integers(-35, 25)),
)
def test_no_step_comes_twice_or_early_or_more_often_than_the_wish_has_it(wish, sleep):
    told = walked(range(-35, 25), wish, awake=lambda day: day not in sleep)

    steps = [step for _day, step in told]
    assert steps == sorted(set(steps))
    assert all(step <= day for day, step in told)
    assert {-step for step in steps if step <= 0} <= set(wish.days_before)
    assert all(step % 7 == 1 for step in steps if step > 0) if wish.overdue else max(steps, default=0) <= 0


def test_a_step_of_a_clock_that_was_wrong_silences_nothing_before_it():
    ahead = DUE + timedelta(days=365)
    told = [newest_step(DUE, ahead, ahead, Wish())]
    today = DUE - timedelta(days=3)

    assert is_to_tell(newest_step(DUE, today, today, Wish()), told, LONG_AGO, today)
    assert not is_to_tell(told[0], told, LONG_AGO, ahead)


def test_a_step_before_the_action_was_agreed_is_not_told():
    assert not is_to_tell(date(2027, 2, 15), [], date(2027, 2, 20), date(2027, 2, 21))


def test_overdue_waits_until_the_day_is_over_in_utc():
    tomorrow = DUE + timedelta(days=1)

    assert newest_step(DUE, tomorrow, DUE, Wish()) == DUE
    assert newest_step(DUE, tomorrow, tomorrow, Wish()) == tomorrow


@pytest.mark.parametrize(
    ("hour", "timezone", "day"),
    [
        (23, "Asia/Shanghai", date(2026, 11, 23)),
        (22, "Asia/Shanghai", None),
        (4, "Europe/Minsk", date(2026, 11, 22)),
        (3, "Europe/Minsk", None),
        (17, "Europe/Minsk", None),
        (18, "Pacific/Auckland", date(2026, 11, 23)),
    ],
)
def test_their_day_begins_at_seven_and_ends_at_twenty(hour, timezone, day):
    assert their_day(datetime(2026, 11, 22, hour, 15, tzinfo=UTC), timezone) == day


MONDAY = date(2026, 11, 23)


@pytest.mark.parametrize(
    ("days_after", "weekday", "sent", "due"),
    [
        (0, 0, [], MONDAY),
        (0, 0, [MONDAY - timedelta(days=7)], MONDAY),
        (1, 0, [MONDAY], None),
        (3, 0, [MONDAY - timedelta(days=7)], MONDAY),
        (4, 0, [MONDAY - timedelta(days=7)], None),
        (2, 2, [MONDAY], None),
        (4, 4, [MONDAY], MONDAY + timedelta(days=4)),
        (0, 0, [MONDAY + timedelta(days=700)], MONDAY),
        (0, None, [], None),
    ],
)
def test_digest_day_is_once_a_week_and_at_most_three_days_late(days_after, weekday, sent, due):
    assert digest_day(MONDAY + timedelta(days=days_after), weekday, sent) == due
