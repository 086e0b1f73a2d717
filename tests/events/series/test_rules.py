"""How far a series is planned, and why a meeting stays when its series changes."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from forumhub.errors import RuleBroken
from forumhub.events.series import rules

NOW = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)
DUE = datetime(2026, 11, 25, 9, 0)


@pytest.mark.parametrize(
    ("today", "months", "until"),
    [
        (date(2026, 11, 26), 24, date(2028, 11, 30)),
        (date(2026, 12, 1), 24, date(2028, 12, 31)),
        (date(2027, 1, 31), 1, date(2027, 2, 28)),
        (date(2026, 11, 26), 120, date(2036, 11, 30)),
    ],
)
def test_the_horizon_is_the_end_of_its_month(today, months, until):
    assert rules.horizon(today, months) == until


@given(st.dates(date(2000, 1, 1), date(2100, 1, 1)), st.integers(1, 120))
def test_the_horizon_never_goes_back_from_day_to_day(today, months):
    assert rules.horizon(today + timedelta(days=1), months) >= rules.horizon(today, months) > today


@pytest.mark.parametrize(
    ("state", "starts_at", "occurrence", "local_start", "reason"),
    [
        ("confirmed", NOW + timedelta(days=3), DUE.date(), DUE, ""),
        ("tentative", NOW + timedelta(days=3), DUE.date(), DUE, ""),
        ("confirmed", NOW, DUE.date(), DUE, "began"),
        ("held", NOW - timedelta(days=3), DUE.date(), DUE, "held"),
        ("cancelled", NOW + timedelta(days=3), DUE.date(), DUE, "cancelled"),
        ("postponed", NOW + timedelta(days=3), DUE.date(), DUE, "postponed"),
        ("confirmed", NOW + timedelta(days=3), DUE.date(), DUE + timedelta(hours=1), "moved"),
        ("confirmed", NOW + timedelta(days=3), None, DUE, "extra"),
    ],
)
def test_a_meeting_stays_for_a_reason(state, starts_at, occurrence, local_start, reason):
    due = DUE if occurrence else None

    assert rules.stays_because(state, starts_at, occurrence, local_start, due, NOW) == reason


@pytest.mark.parametrize("months", [0, -1, 121])
def test_a_horizon_of_no_month_or_too_many_is_refused(months):
    with pytest.raises(RuleBroken, match="1 to 120 months") as refused:
        rules.check_months(months)

    assert refused.value.field == "months_ahead"
