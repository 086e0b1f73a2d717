from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from forumhub.errors import RuleBroken
from forumhub.registration import rules as registration
from forumhub.registration.offers.rules import check_offer, is_offered, offer_until
from tests.registration.test_rules import NOW, allowed, instants

HOUR = timedelta(hours=1)


@given(st.none() | st.integers(1, 720), instants, instants)
def test_an_offer_lasts_its_hours_and_never_past_the_start(hours, starts_at, now):
    until = offer_until(hours, starts_at, now)

    if hours is None or now >= starts_at:
        assert until is None
    else:
        assert now < until <= starts_at
        assert until == starts_at or until - now == timedelta(hours=hours)


@pytest.mark.parametrize(("until", "still"), [(None, False), (NOW + HOUR, True), (NOW, False), (NOW - HOUR, False)])
def test_an_offer_can_be_accepted_until_its_end(until, still):
    assert is_offered(until, NOW) == still
    assert allowed(check_offer, registration.WAITING, until, NOW) == still


@pytest.mark.parametrize("state", sorted({*registration.STATES} - {registration.WAITING}))
def test_only_who_waits_is_offered_a_place(state):
    assert not allowed(check_offer, state, NOW + HOUR, NOW)


def test_an_offer_that_ran_out_says_what_to_do():
    with pytest.raises(RuleBroken, match="Apply again"):
        check_offer(registration.WAITING, NOW, NOW)
