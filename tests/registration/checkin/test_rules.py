"""What a scan is answered with, and when it was made."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from forumhub.errors import RuleBroken
from forumhub.registration.checkin import rules
from forumhub.registration.checkin.rules import check_may_close, check_scan, outcome, scanned_at
from forumhub.registration.rules import HOLDS_PLACE, STATES

NOW = datetime(2027, 3, 11, 6, 0, tzinfo=UTC)
OPENS = NOW - timedelta(hours=24)


@given(st.sampled_from(STATES))
def test_only_who_holds_a_place_and_is_not_in_is_welcome(state: str):
    answered = outcome(state, here=True)

    assert (answered == rules.WELCOME) == (state in HOLDS_PLACE and state != "attended")
    assert answered in rules.OUTCOMES


@pytest.mark.parametrize(
    ("state", "here", "answered"),
    [
        (None, True, "unknown"),
        ("confirmed", False, "other_event"),
        ("attended", False, "other_event"),
        ("attended", True, "duplicate"),
        ("absent", True, "welcome"),
        ("applied", True, "welcome"),
        ("waiting", True, "waiting"),
        ("declined", True, "declined"),
        ("withdrawn", True, "withdrawn"),
        ("invited", True, "invited"),
    ],
)
def test_every_standing_has_its_answer(state, here, answered):
    assert outcome(state, here=here) == answered


@given(st.text(max_size=12) | st.integers(-(10**10), 10**10).map(str))
def test_whatever_a_phone_says_a_scan_was_made_in_a_plausible_moment(waited: str):
    moment = scanned_at(waited, OPENS, NOW)

    assert max(OPENS, NOW - rules.LONGEST_QUEUED) <= moment <= NOW


@pytest.mark.parametrize(
    ("waited", "expected"),
    [
        ("90", NOW - timedelta(seconds=90)),
        ("0", NOW),
        ("", NOW),
        ("-5", NOW),
        ("²", NOW),
        ("99999999", NOW - timedelta(hours=24)),
    ],
)
def test_a_scan_was_made_as_long_ago_as_it_waited(waited, expected):
    assert scanned_at(waited, OPENS - timedelta(days=9), NOW) == expected


def test_a_scan_was_not_made_before_the_doors_opened():
    assert scanned_at("7200", NOW - timedelta(hours=1), NOW) == NOW - timedelta(hours=1)


@pytest.mark.parametrize("ulid", ["", "1", "8" + "0" * 25, "01JDM3Q8Z0A1B2C3D4E5F6G7HU", "01jdm3q8z0a1b2c3d4e5f6g7h8"])
def test_what_is_no_name_of_a_scan_is_refused(ulid):
    with pytest.raises(RuleBroken):
        check_scan(ulid)


def test_doors_are_closed_once_the_event_has_begun():
    check_may_close(NOW, NOW)

    with pytest.raises(RuleBroken, match="has not begun"):
        check_may_close(NOW, NOW - timedelta(seconds=1))
