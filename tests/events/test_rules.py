"""The states of an event, and what may be said of one."""

import re
from datetime import UTC, datetime, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from forumhub.errors import RuleBroken
from forumhub.events import rules

states = st.sampled_from(rules.STATES)
NOW = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)
WALL = datetime(2026, 11, 25, 9, 0)


def allowed(state: str, to: str) -> bool:
    try:
        rules.check_transition(state, to)
    except RuleBroken:
        return False
    return True


TABLE = """
             tentative confirmed postponed held      cancelled
tentative    already   yes       yes       yes       yes
confirmed    stays     already   yes       yes       yes
postponed    yes       yes       already   new date  yes
held         minutes   minutes   minutes   minutes   minutes
cancelled    yes       30 days   30 days   30 days   30 days
"""


def cells() -> list[tuple[str, str, str]]:
    """(state, to, what is said) of the table above."""
    head, *lines = TABLE.strip().splitlines()
    rows = [re.split(" {2,}", line) for line in lines]
    return [(row[0], to, words) for row in rows for to, words in zip(head.split(), row[1:], strict=True)]


@pytest.mark.parametrize(("state", "to", "words"), cells())
def test_every_transition_is_allowed_or_refused_in_words(state, to, words):
    try:
        rules.check_transition(state, to)
        said = "yes"
    except RuleBroken as error:
        said = str(error)

    assert words in said


@given(st.lists(states, max_size=6))
def test_a_held_event_is_left_by_no_way_and_a_cancelled_one_only_to_be_planned_again(path):
    reached = ["tentative"]
    for state in path:
        if allowed(reached[-1], state):
            reached.append(state)

    left = pairwise(reached)
    assert "held" not in reached[:-1]
    assert {to for state, to in left if state == "cancelled"} <= {"tentative"}


@given(st.integers(0, 60 * 24), st.integers(-60 * 24, 60 * 24))
def test_a_cancelled_event_is_reinstated_within_thirty_days_and_before_it_would_begin(hours, ahead):
    now = NOW + timedelta(hours=hours)
    starts_at = now + timedelta(hours=ahead)

    steps = rules.steps_of("cancelled", NOW, starts_at, now)

    assert steps == (["reinstate"] if hours <= 30 * 24 and ahead > 0 else [])


@pytest.mark.parametrize(
    ("state", "steps"),
    [
        ("tentative", ["confirm", "hold", "postpone", "cancel"]),
        ("confirmed", ["hold", "postpone", "cancel"]),
        ("postponed", ["date", "cancel"]),
        ("held", []),
    ],
)
def test_the_steps_of_an_event_that_has_begun(state, steps):
    assert rules.steps_of(state, NOW, NOW, NOW) == steps


@given(states)
def test_a_new_date_leaves_no_event_postponed(state):
    after = rules.state_after_move(state)

    assert (after == state) == (state != rules.POSTPONED)
    assert after != rules.POSTPONED


FACTS = {
    "local_start": datetime(2027, 3, 11, 9), "local_end": datetime(2027, 3, 11, 17), "timezone": "Europe/Minsk",
    "all_day": False, "city": {"zh": "明斯克"}, "venue": "Зал 2", "state": "tentative", "sequence": 3,
    "titles": {"zh": "论坛"}, "conference": "https://video.example.org/1",
}  # fmt: skip
CHANGED = {
    "local_start": datetime(2027, 3, 11, 10), "local_end": datetime(2027, 3, 11, 18), "timezone": "Asia/Shanghai",
    "all_day": True, "city": {"ru": "Минск"}, "venue": "会堂", "state": "confirmed", "titles": {"ru": "Форум"},
    "conference": "https://video.example.org/2",
}  # fmt: skip


@pytest.mark.parametrize("name", CHANGED)
def test_sequence_grows_with_time_place_and_state(name):
    grows = rules.sequence_grows(FACTS, {**FACTS, name: CHANGED[name]})

    assert grows == (name in rules.MOVING)
    assert grows == (name not in ("titles", "conference"))


HOURS = st.datetimes(datetime(2027, 3, 11), datetime(2027, 3, 12, 23, 59))


@given(HOURS, HOURS)
def test_of_whole_days_another_day_makes_sequence_grow_and_another_hour_does_not(start, end):
    start, end = min(start, end), max(start, end) + timedelta(minutes=1)
    before = {**FACTS, "all_day": True, "local_end": datetime(2027, 3, 12)}

    grows = rules.sequence_grows(before, {**before, "local_start": start, "local_end": end})

    assert grows == (start.day != 11 or end > datetime(2027, 3, 12))


@given(st.integers(-10_000, 10_000))
def test_an_event_is_held_from_its_start_on(minutes):
    starts_at = NOW - timedelta(minutes=minutes)

    try:
        rules.check_begun(starts_at, NOW)
        begun = True
    except RuleBroken:
        begun = False

    assert begun == (minutes >= 0)


@pytest.mark.parametrize("code", ["HLM", "FT", "ABCDEFGH"])
def test_a_register_code_of_two_to_eight_capitals_is_taken(code):
    assert rules.check_register_code(code) is None


@pytest.mark.parametrize("code", ["", "H", "hlm", "HLM1", "ABCDEFGHI", "НLМ", "高级", "HLM\n", "A/B"])
def test_another_register_code_is_refused(code):
    with pytest.raises(RuleBroken, match="two to eight Latin capitals") as refused:
        rules.check_register_code(code)

    assert refused.value.field == "register_code"


@pytest.mark.parametrize(
    ("start", "end", "field"),
    [
        (WALL, WALL, "local_end"),
        (WALL, WALL - timedelta(hours=1), "local_end"),
        (WALL, WALL + timedelta(days=63), "local_end"),
        (WALL.replace(year=1), WALL, "local_start"),
        (WALL, WALL.replace(year=9999), "local_end"),
    ],
)
def test_a_period_that_cannot_be_is_refused(start, end, field):
    with pytest.raises(RuleBroken) as refused:
        rules.check_period(start, end)

    assert refused.value.field == field


@pytest.mark.parametrize(
    ("titles", "words"), [({}, "at least one"), ({"zh": " "}, "at least one"), ({"ru": "Ф" * 301}, "300")]
)
def test_a_title_that_cannot_be_is_refused(titles, words):
    with pytest.raises(RuleBroken, match=words):
        rules.check_titles(titles)


@given(st.one_of(st.none(), st.integers(-5, 50)), st.integers(0, 20))
def test_capacity_never_falls_below_what_is_taken(capacity, taken):
    try:
        rules.check_capacity(capacity, taken)
        fits = True
    except RuleBroken:
        fits = False

    assert fits == (capacity is None or capacity >= max(taken, 1))


@pytest.mark.parametrize(("reason", "words"), [("  ", "participants will read it"), ("长" * 2001, "2,000 characters")])
def test_a_reason_that_cannot_be_is_refused(reason, words):
    with pytest.raises(RuleBroken, match=words):
        rules.check_reason(reason)


@pytest.mark.parametrize(("party_ids", "host_id"), [(set(), None), ({1, 2}, 3)])
def test_a_host_who_does_not_meet_is_refused(party_ids, host_id):
    with pytest.raises(RuleBroken):
        rules.check_parties(party_ids, host_id)


@pytest.mark.parametrize(
    ("state", "ends_at", "shown"),
    [
        ("confirmed", NOW, "confirmed"),
        ("confirmed", NOW - timedelta(seconds=1), "ended"),
        ("tentative", NOW - timedelta(days=9), "tentative"),
        ("held", NOW - timedelta(days=9), "held"),
    ],
)
def test_a_confirmed_event_that_is_over_reads_ended(state, ends_at, shown):
    assert rules.shown_state(state, ends_at, NOW) == shown
