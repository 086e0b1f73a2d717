from datetime import timedelta

import pytest

from forumhub.registration.attendance import rules
from forumhub.registration.rules import STATES
from tests.registration.test_rules import NOW, allowed

STARTS, ENDS = NOW, NOW + timedelta(hours=8)
SECOND = timedelta(seconds=1)


@pytest.mark.parametrize(
    ("check", "states"),
    [
        (rules.check_may_attend, {"applied", "confirmed", "attended", "absent"}),
        (rules.check_may_miss, {"applied", "confirmed", "absent"}),
        (rules.check_recorded, {"attended", "absent"}),
    ],
)
def test_each_act_is_allowed_from_its_states_only(check, states):
    assert {state for state in STATES if allowed(check, state)} == states


@pytest.mark.parametrize(
    ("moment", "may"),
    [
        (STARTS - rules.ATTENDANCE_OPENS - SECOND, False),
        (STARTS - rules.ATTENDANCE_OPENS, True),
        (STARTS, True),
        (ENDS + rules.ATTENDANCE_CLOSES, True),
        (ENDS + rules.ATTENDANCE_CLOSES + SECOND, False),
    ],
)
def test_who_came_is_recorded_from_the_day_before_until_two_weeks_after(moment, may):
    assert allowed(rules.check_attendance_time, "confirmed", STARTS, ENDS, moment) == may


@pytest.mark.parametrize(
    ("state", "may"),
    [("tentative", True), ("confirmed", True), ("held", True), ("cancelled", False), ("postponed", False)],
)
def test_nobody_came_to_what_did_not_take_place(state, may):
    assert allowed(rules.check_attendance_time, state, STARTS, ENDS, STARTS) == may
