"""How an item stood on a day of the past, against what it went through."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from forumhub.desk.implementation.rules import (
    LATER,
    Entry,
    Filed,
    Findings,
    Period,
    Standing,
    Told,
    is_explained,
    require_period,
    standing_at,
)
from forumhub.errors import RuleBroken
from forumhub.followup.rules import OPEN, SAID_OF, STATE_BY_MINUTES, TRANSITIONS

OPENED = datetime(2025, 1, 1, 12, tzinfo=UTC)
STEPS = st.lists(st.tuples(st.sampled_from(sorted(STATE_BY_MINUTES | TRANSITIONS)), st.booleans()), max_size=12)


def on(days: int) -> datetime:
    return OPENED + timedelta(days=days)


@settings(max_examples=60)
@given(STEPS)
def test_the_standing_on_each_day_is_what_the_item_went_through(steps):
    state, told, went = OPEN, [], [OPEN]
    for act, by_minutes in steps:
        if by_minutes and act in SAID_OF:  # agreed minutes are entered whatever became of the item meanwhile
            told.append(Told(act, on(len(told) + 1), by_minutes=True))
            state = STATE_BY_MINUTES[act] if state in SAID_OF[act] else state
            went.append(state)
        elif not by_minutes and state in TRANSITIONS.get(act, {}):  # a party's report is entered where it may be made
            told.append(Told(act, on(len(told) + 1)))
            state = TRANSITIONS[act][state]
            went.append(state)
    filed = Filed("ACTION", state, OPENED, told=tuple(told))

    assert [standing_at(filed, on(day)).state for day in range(len(went))] == went
    assert standing_at(filed, OPENED - timedelta(seconds=1)) is None
    assert is_explained(filed)


def test_a_cancelled_action_was_open_until_the_last_party_wished_it():
    filed = Filed("ACTION", "cancelled", OPENED, told=(Told("cancelled", on(1)), Told("cancelled", on(5))))

    states = [standing_at(filed, on(day)).state for day in (1, 4, 5)]

    assert states == ["open", "open", "cancelled"]


def test_a_day_is_known_as_it_was_set_and_not_where_only_the_last_one_is_kept():
    told = (
        Told("in_progress", on(1), by_minutes=True, due="2025-06-30"),
        Told("due_proposed", on(2), due="2025-07-31"),
        Told("due_agreed", on(3), due="2025-08-31"),
        Told("in_progress", on(4), by_minutes=True, due="next meeting"),
        Told("blocked", on(5), by_minutes=True, due="ongoing"),
    )
    filed = Filed("ACTION", "blocked", OPENED, None, date(2025, 3, 1), told)

    days = [(it.due_on, it.due_known) for it in (standing_at(filed, on(day)) for day in range(6))]

    assert days == [
        (date(2025, 3, 1), True),
        (date(2025, 6, 30), True),
        (date(2025, 6, 30), True),
        (date(2025, 8, 31), True),
        (None, False),
        (None, True),
    ]
    last = Filed("ACTION", "in_progress", OPENED, date(2025, 11, 25), None, told[:1] + told[3:4])
    assert standing_at(last, LATER).due_on == date(2025, 11, 25)


@pytest.mark.parametrize(
    ("state", "opened", "told", "explained"),
    [
        ("closed", OPENED, (), False),
        ("open", None, (), False),
        ("provisional", None, (), True),
        ("withdrawn", None, (Told("withdrawn", OPENED, by_minutes=True),), True),
        ("open", OPENED, (Told("accepted", on(1)),), True),
    ],
)
def test_a_state_is_explained_only_by_what_was_told(state, opened, told, explained):
    assert is_explained(Filed("ACTION", state, opened, told=told)) == explained


def test_findings_sort_actions_by_how_they_stood_at_the_end():
    period = Period(date(2025, 1, 1), date(2025, 12, 31))
    closed = (Told("reported", on(9)), Told("closed", on(10)))
    histories = {
        "open": Filed("ACTION", "open", OPENED),
        "late": Filed("ACTION", "open", OPENED, date(2025, 12, 30), date(2025, 12, 30)),
        "due that day": Filed("ACTION", "open", OPENED, date(2025, 12, 31), date(2025, 12, 31)),
        "closed": Filed("ACTION", "closed", OPENED, told=closed),
        "closed later": Filed("ACTION", "closed", OPENED, told=(Told("reported", on(9)), Told("closed", on(400)))),
        "of another year": Filed("ACTION", "closed", on(-900), told=(Told("closed", on(-600), by_minutes=True),)),
        "withdrawn": Filed("ACTION", "withdrawn", on(-9), told=(Told("withdrawn", on(3), by_minutes=True),)),
        "lost": Filed("ACTION", "closed", OPENED),
        "decided": Filed("DECISION", "open", OPENED),
        "to come": Filed("DECISION", "open", on(366)),
    }
    findings = Findings()

    for name, filed in histories.items():
        entry = Entry(name, {}, (), filed, standing_at(filed, period.ends), is_explained(filed))
        findings.add(entry, period)

    found = {kind: [entry.reference for entry in entries] for kind, entries in vars(findings).items()}
    assert found == {
        "decisions": ["decided"],
        "recommendations": [],
        "opened": ["open", "late", "due that day", "closed", "closed later"],
        "closed": ["closed"],
        "ended": ["withdrawn"],
        "unfinished": ["open", "late", "due that day", "closed later"],
        "overdue": ["late"],
        "unknown": ["lost"],
    }


def test_a_period_ends_today_at_the_latest_and_after_it_begins():
    today = date(2026, 11, 22)

    refused = []
    for first, last in ((today, today + timedelta(days=1)), (today, today - timedelta(days=1))):
        with pytest.raises(RuleBroken) as error:
            require_period(first, last, today)
        refused.append(error.value.field)

    assert refused == ["until", "until"]
    assert require_period(today, today, today).ends == datetime(2026, 11, 22, 23, 59, 59, 999999, tzinfo=UTC)
    assert Standing("reported", OPENED, date(2020, 1, 1)).is_overdue(today) is False
