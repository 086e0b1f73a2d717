"""When a deadline calls for what: on plain values."""

from datetime import date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from forumhub.errors import RuleBroken
from forumhub.minutes.silence import rules
from tests.world import NOW

TEN = timedelta(days=10)


def waiting(**changes: object) -> rules.Waiting:
    values = {"silence_until": NOW + TEN, "circulated_at": NOW, "deadline": NOW + TEN, "warned": False, "told": False}
    return rules.Waiting(**{**values, **changes})


@pytest.mark.parametrize(
    ("changes", "after", "step"),
    [
        ({}, timedelta(), None),
        ({}, TEN - rules.NEAR - timedelta(seconds=1), None),
        ({}, TEN - rules.NEAR, rules.WARN),
        ({"warned": True}, TEN, None),
        ({}, TEN + timedelta(seconds=1), rules.SETTLE),
        ({"silence_until": None}, TEN + timedelta(seconds=1), rules.TELL),
        ({"silence_until": NOW + 2 * TEN}, TEN + timedelta(seconds=1), rules.TELL),
        ({"silence_until": NOW + 2 * TEN, "told": True}, 2 * TEN, None),
        ({"silence_until": NOW + 2 * TEN, "told": True}, 2 * TEN + timedelta(seconds=1), rules.SETTLE),
        ({"silence_until": None, "told": True}, TEN + timedelta(days=900), None),
        ({"deadline": NOW + timedelta(days=1)}, timedelta(hours=11), None),
        ({"deadline": NOW + timedelta(days=1)}, timedelta(hours=12), rules.WARN),
    ],
)
def test_due_step(changes, after, step):
    assert rules.due_step(waiting(**changes), NOW + after) == step


@given(moments=st.lists(st.timedeltas(timedelta(), 3 * TEN), max_size=12), silence=st.booleans())
def test_each_step_is_due_once_however_often_the_worker_looks(moments, silence):
    done: list[str] = []
    for after in sorted(moments):
        seen = waiting(silence_until=NOW + TEN if silence else None, warned=rules.WARN in done, told=rules.TELL in done)
        step = None if rules.SETTLE in done else rules.due_step(seen, NOW + after)
        done += [step] if step else []

    assert len(done) == len(set(done))
    assert (rules.SETTLE in done) == (silence and max(moments, default=timedelta()) > TEN)


@given(days=st.integers(3, 90), zone=st.sampled_from(["Europe/Minsk", "Asia/Shanghai", "America/New_York"]))
def test_earliest_day_gives_every_party_its_days(days, zone):
    deadline = rules.end_of_day(rules.earliest_day(days, zone, NOW), zone)

    assert timedelta(days=days) <= deadline - NOW < timedelta(days=days + 1)
    rules.check_silence("record", deadline, days, NOW)


def test_end_of_day_is_on_the_clock_of_the_place():
    end = rules.end_of_day(date(2026, 12, 4), "Europe/Minsk")

    assert end == datetime.fromisoformat("2026-12-04T20:59:59+00:00")


@pytest.mark.parametrize(
    ("chosen", "parties", "days"),
    [({"BY": 10, "CN": 7}, ["BY", "CN"], 10), ({"BY": 10}, ["BY", "CN"], None), ({}, [], None)],
)
def test_longest(chosen, parties, days):
    assert rules.longest(chosen, parties) == days


@pytest.mark.parametrize(
    ("status", "deadline", "days", "field"),
    [
        ("binding", NOW + TEN, 10, "procedure"),
        ("record", NOW + TEN, None, "procedure"),
        ("record", None, 10, "deadline"),
        ("record", NOW + TEN - timedelta(seconds=1), 10, "deadline"),
    ],
)
def test_silence_that_settles_nothing(status, deadline, days, field):
    with pytest.raises(RuleBroken) as refused:
        rules.check_silence(status, deadline, days, NOW)

    assert refused.value.field == field


@pytest.mark.parametrize("days", [-1, 0, 2, 91])
def test_days_out_of_bounds(days):
    with pytest.raises(RuleBroken):
        rules.check_days(days)
