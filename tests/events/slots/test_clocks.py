"""Candidate times where clocks change: Warsaw, New York, Cairo; and Minsk, whose clocks never do."""

import itertools
from datetime import UTC, date, datetime

import pytest

from forumhub.events.slots.clocks import slot_at
from forumhub.events.slots.rules import rank
from tests.events.slots.wishes import NOW, plain_side, wish

HOUR = 60


def asked(timezone: str, day: date, **changes: object):
    return wish(**{"host": "", "minutes": 60, "timezone": timezone, "first": day, "last": day, **changes})


@pytest.mark.parametrize(
    ("timezone", "day", "start", "instant"),
    [
        ("Europe/Warsaw", date(2027, 3, 27), 2 * HOUR, datetime(2027, 3, 27, 1)),
        ("Europe/Warsaw", date(2027, 3, 28), HOUR, None),  # 01:00–02:00: at 02:00 the clock shows 03:00
        ("Europe/Warsaw", date(2027, 3, 28), 2 * HOUR, None),
        ("Europe/Warsaw", date(2027, 3, 28), 2 * HOUR + 30, None),
        ("Europe/Warsaw", date(2027, 3, 28), 3 * HOUR, datetime(2027, 3, 28, 1)),
        ("Europe/Warsaw", date(2027, 10, 31), HOUR, datetime(2027, 10, 30, 23)),
        ("Europe/Warsaw", date(2027, 10, 31), 2 * HOUR, None),  # 02:00–03:00 lasts two hours
        ("Europe/Warsaw", date(2027, 10, 31), 3 * HOUR, datetime(2027, 10, 31, 2)),
        ("America/New_York", date(2027, 3, 14), HOUR + 30, None),
        ("America/New_York", date(2027, 3, 14), 2 * HOUR, None),
        ("America/New_York", date(2027, 3, 14), 3 * HOUR, datetime(2027, 3, 14, 7)),
        ("America/New_York", date(2027, 11, 7), HOUR, None),  # 01:00–02:00 lasts two hours
        ("America/New_York", date(2027, 11, 7), 2 * HOUR, datetime(2027, 11, 7, 7)),
        ("Africa/Cairo", date(2027, 4, 29), 23 * HOUR, None),  # until midnight, which the clock skips
        ("Africa/Cairo", date(2027, 4, 30), 0, None),
        ("Africa/Cairo", date(2027, 4, 30), HOUR, datetime(2027, 4, 29, 22)),
        ("Africa/Cairo", date(2027, 10, 28), 23 * HOUR, None),  # 23:00–24:00 lasts two hours
        ("Africa/Cairo", date(2027, 10, 29), 0, datetime(2027, 10, 28, 22)),
        ("Europe/Minsk", date(2027, 3, 28), 2 * HOUR, datetime(2027, 3, 27, 23)),
        ("Europe/Minsk", date(2027, 10, 31), 2 * HOUR, datetime(2027, 10, 30, 23)),
    ],
)
def test_a_start_is_there_where_the_clocks_show_it_and_it_lasts_as_asked(timezone, day, start, instant):
    slot = slot_at(asked(timezone, day), day, start)

    assert (slot.starts_at if slot else None) == (instant.replace(tzinfo=UTC) if instant else None)


@pytest.mark.parametrize(
    ("timezone", "day"),
    [
        ("Europe/Warsaw", date(2027, 3, 27)),
        ("America/New_York", date(2027, 3, 13)),
        ("Africa/Cairo", date(2027, 4, 29)),
        ("Europe/Minsk", date(2027, 3, 27)),
    ],
)
def test_the_wall_clock_stays_over_a_change_between_days(timezone, day):
    slot = slot_at(asked(timezone, day, days=3, minutes=480), day, 9 * HOUR)

    assert slot.local_start == datetime(day.year, day.month, day.day, 9)
    assert (slot.local_end.hour, (slot.local_end.date() - day).days) == (17, 2)
    assert {ends - begins for begins, ends in slot.sessions} == {slot.sessions[0][1] - slot.sessions[0][0]}


def test_a_day_whose_hours_the_clocks_skip_says_so():
    night = asked("Europe/Warsaw", date(2027, 3, 28), opens=2 * HOUR, closes=3 * HOUR, host="BY")

    day = rank(night, [], NOW).days[0]

    assert (day.best, [(block.kind, block.who) for block in day.blocks]) == (
        None,
        [("clock_change", "Europe/Warsaw")],
    )


@pytest.mark.parametrize("days", [(date(2027, 3, 8), date(2027, 3, 19)), (date(2027, 10, 25), date(2027, 11, 12))])
def test_the_shared_hour_moves_with_new_york_and_stays_with_minsk(days):
    first, last = days
    sides = plain_side("BY"), plain_side("US")
    ranking = rank(asked("Europe/Minsk", first, last=last, sides=sides), [], NOW)

    starts = [day.best.slot.local_start.hour for day in ranking.days]

    changes = [new - old for old, new in itertools.pairwise(starts) if new != old]
    assert changes == ([-1] if first.month == 3 else [1])
    assert {day.best.cost for day in ranking.days} == {0}
