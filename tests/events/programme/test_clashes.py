"""Clashes: found as quickly as by comparing all pairs, whatever the programme."""

from dataclasses import replace
from datetime import datetime, timedelta
from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from forumhub.events.programme.rules import KINDS, day_of, start_on
from forumhub.events.programme.rules.clashes import (
    CLOCK,
    CLOSED,
    DAY,
    EVENT,
    HALL,
    LANGUAGES,
    LONG,
    NO_HALL,
    PERSON,
    UNSURE,
    Clash,
    Frame,
    Slot,
    clashes,
    days_of,
)

MORNING = datetime(2027, 3, 11, 9, 0)
FRAME = Frame(MORNING, datetime(2027, 3, 12, 18, 0), "Europe/Minsk", 8 * 60, 22 * 60)
PANEL = Slot("панель", MORNING, 60, hall="大礼堂", people={"部长": "部长"})

slots = st.builds(
    Slot,
    key=st.uuids().map(str),
    local_start=st.integers(0, 60).map(lambda steps: MORNING + timedelta(minutes=20 * steps)),
    minutes=st.sampled_from([5, 20, 45, 90, 300]),
    kind=st.sampled_from(KINDS),
    hall=st.sampled_from([None, "大礼堂", "Голубой зал", "Room 3"]),
    people=st.frozensets(st.sampled_from(["部长", "Министр", "Chair", "Speaker"]), max_size=3).map(
        lambda names: dict.fromkeys(names, "")
    ),
)
programmes = st.lists(slots, max_size=24, unique_by=lambda slot: slot.key)


def found(*given_slots: Slot, frame: Frame = FRAME) -> list[str]:
    return [clash.kind for clash in clashes(given_slots, frame)]


def pairs_of(programme: list[Slot]) -> set[Clash]:
    """By comparing each with each, minute for minute."""
    result = set()
    for one, other in combinations(programme, 2):
        shared = minutes_of(one) & minutes_of(other)
        keys = tuple(sorted((one.key, other.key)))
        if shared and one.hall and one.hall == other.hall:
            result.add(Clash(HALL, keys, one.hall))
        if shared:
            result |= {Clash(PERSON, keys, person) for person in one.people.keys() & other.people.keys()}
    return result


def minutes_of(slot: Slot) -> set[datetime]:
    return {slot.local_start + timedelta(minutes=minute) for minute in range(slot.minutes)}


@given(programmes)
def test_clashes_agree_with_comparing_each_with_each(programme):
    swept = [clash for clash in clashes(programme, FRAME) if clash.kind in (HALL, PERSON)]

    assert len(swept) == len(set(swept))
    assert set(swept) == pairs_of(programme)


@given(programmes, st.randoms())
def test_clashes_do_not_depend_on_the_order_of_sessions(programme, random):
    shuffled = random.sample(programme, len(programme))

    assert set(clashes(programme, FRAME)) == set(clashes(shuffled, FRAME))


@given(slots, slots)
def test_meeting_is_mutual(one, other):
    assert one.meets(other) == other.meets(one)
    assert one.meets(other) == bool(minutes_of(one) & minutes_of(other))


@given(programmes)
def test_sessions_moved_apart_do_not_clash(programme):
    apart = [
        replace(slot, local_start=MORNING + timedelta(minutes=300 * number)) for number, slot in enumerate(programme)
    ]

    assert [clash for clash in clashes(apart, FRAME) if clash.kind in (HALL, PERSON)] == []


@given(programmes)
def test_each_clash_blocks_or_warns_and_names_sessions_of_the_programme(programme):
    keys = {slot.key for slot in programme}

    assert all(set(clash.sessions) <= keys for clash in clashes(programme, FRAME))
    assert {clash.blocks for clash in clashes(programme, FRAME) if clash.kind in (LONG, UNSURE, LANGUAGES)} <= {False}


@given(st.dates(datetime(2000, 1, 1).date(), datetime(2100, 1, 1).date()), st.times(), st.integers(1, 2880))
def test_time_on_a_day_of_the_programme_belongs_to_that_day(day, clock, day_end):
    assert day_of(start_on(day, clock, day_end), day_end) == day


def test_session_that_begins_when_another_ends_does_not_clash():
    assert found(PANEL, replace(PANEL, key="b", local_start=PANEL.local_end)) == []


def test_hall_and_speaker_twice_are_two_clashes():
    assert found(PANEL, replace(PANEL, key="b", local_start=MORNING + timedelta(minutes=59))) == [HALL, PERSON]


@pytest.mark.parametrize(
    ("changes", "kinds"),
    [
        ({}, []),
        ({"hall": None}, [NO_HALL]),
        ({"hall": None, "kind": "break"}, []),
        ({"local_start": MORNING - timedelta(minutes=5)}, [EVENT]),
        ({"local_start": datetime(2027, 3, 12, 17, 30)}, [EVENT]),
        ({"local_start": datetime(2027, 3, 11, 21, 30)}, [DAY]),
        ({"local_start": datetime(2027, 3, 12, 1, 30)}, [DAY]),
        ({"kind": "break", "minutes": 181}, [LONG]),
        ({"kind": "workshop", "minutes": 480}, []),
        ({"state": "tentative"}, [UNSURE]),
    ],
)
def test_session_alone(changes, kinds):
    assert found(replace(PANEL, **changes)) == kinds


def test_session_after_midnight_belongs_to_a_long_day():
    frame = replace(FRAME, day_start=11 * 60, day_end=28 * 60)
    nightly = replace(PANEL, local_start=datetime(2027, 3, 12, 1, 30), minutes=150)

    assert found(nightly, frame=frame) == []
    assert found(replace(nightly, minutes=151), frame=frame) == [DAY]


def test_session_outside_the_hours_of_its_hall():
    frame = replace(FRAME, halls={"大礼堂": (10 * 60, 18 * 60)})

    assert found(PANEL, frame=frame) == [CLOSED]
    assert found(replace(PANEL, hall="蓝厅"), frame=frame) == []


def test_session_without_a_title_in_a_language_of_the_event():
    frame = replace(FRAME, languages=frozenset({"zh", "ru"}))

    assert found(replace(PANEL, titles={"zh": "论坛", "en": "Forum", "ru": ""}), frame=frame) == [LANGUAGES]
    assert found(replace(PANEL, titles={"zh": "论坛", "ru": "Форум"}), frame=frame) == []


@pytest.mark.parametrize(
    ("timezone", "local_start", "kinds"),
    [
        ("Europe/Warsaw", datetime(2027, 3, 28, 2, 30), [CLOCK]),
        ("Europe/Warsaw", datetime(2027, 3, 28, 1, 30), [CLOCK]),  # its end is skipped
        ("Europe/Minsk", datetime(2027, 3, 28, 2, 30), []),
        ("America/New_York", datetime(2027, 3, 14, 2, 30), [CLOCK]),
        ("Africa/Cairo", datetime(2027, 4, 30, 0, 30), [CLOCK]),
        ("Europe/Warsaw", datetime(2027, 10, 31, 2, 30), []),  # twice, so it exists
    ],
)
def test_time_that_no_clock_shows(timezone, local_start, kinds):
    frame = Frame(datetime(2027, 3, 1), datetime(2027, 12, 1), timezone, 0, 1440)

    assert found(replace(PANEL, local_start=local_start), frame=frame) == kinds


def test_many_sessions_in_one_hall_are_taken_one_by_one():
    crowd = [replace(PANEL, key=f"{number:04}") for number in range(2000)]

    first = next(clashes(crowd, FRAME))

    assert first == Clash(HALL, ("0000", "0001"), "大礼堂")


def test_days_are_those_of_the_event_and_of_sessions_outside():
    outside = replace(PANEL, local_start=datetime(2027, 3, 14, 9, 0))

    days = days_of(replace(FRAME, local_end=datetime(2027, 3, 13, 0, 0)), [outside])

    assert [day.day for day in days] == [11, 12, 14]
