from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from forumhub.errors import RuleBroken
from forumhub.registration import rules

NOW = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)
instants = st.datetimes(datetime(2020, 1, 1), datetime(2040, 1, 1), timezones=st.just(UTC))


def allowed(check, *values) -> bool:
    try:
        check(*values)
    except RuleBroken:
        return False
    return True


@pytest.mark.parametrize(
    ("check", "states"),
    [
        (rules.check_may_confirm, {"applied", "confirmed"}),
        (rules.check_may_decline, {"invited", "applied", "confirmed", "waiting", "declined"}),
        (rules.check_may_withdraw, {"invited", "applied", "confirmed", "waiting", "withdrawn"}),
        (rules.check_may_invite, {"invited", "declined", "withdrawn"}),
        (rules.check_may_apply, {"invited", "applied", "confirmed", "waiting", "withdrawn", "attended", "absent"}),
    ],
)
def test_each_act_is_allowed_from_its_states_only(check, states):
    assert {state for state in rules.STATES if allowed(check, state)} == states


@pytest.mark.parametrize(
    ("wanted", "place", "state"),
    [(False, True, "applied"), (True, True, "confirmed"), (False, False, "waiting"), (True, False, "waiting")],
)
def test_asking_gives_a_place_or_the_queue(wanted, place, state):
    assert rules.after_asking(wanted=wanted, place=place) == state


@pytest.mark.parametrize(
    ("state", "ends_in", "is_open"),
    [
        ("tentative", 1, True),
        ("confirmed", 1, True),
        ("postponed", 1, True),
        ("held", 1, False),
        ("cancelled", 1, False),
        ("confirmed", 0, False),
        ("confirmed", -1, False),
    ],
)
def test_an_event_takes_registrations_until_its_end(state, ends_in, is_open):
    ends_at = NOW + timedelta(hours=ends_in)

    assert rules.is_open(state, ends_at, NOW) == is_open
    assert allowed(rules.check_open, state, ends_at, NOW) == is_open


@given(st.lists(instants, min_size=1))
def test_the_queue_is_in_the_order_of_asking_whatever_the_clocks_say(asked):
    latest, times = None, []
    for now in asked:
        latest = rules.queue_time(latest, now)
        times.append(latest)

    assert times == sorted(set(times))


def test_an_invitation_holds_sixty_days_but_not_longer_than_its_event():
    soon, late = NOW + timedelta(days=10), NOW + timedelta(days=300)

    assert rules.invitation_expiry(soon, NOW) == soon
    assert rules.invitation_expiry(late, NOW) == NOW + timedelta(days=60)


@given(st.integers(0, 50), st.lists(st.sampled_from(["request", "cancel", "moved"])))
def test_the_sequence_that_a_calendar_is_sent_never_falls_and_grows_with_each_turn(event_sequence, acts):
    sent, held, previous = -1, False, (-1, "cancel")
    for act in acts:
        event_sequence += act == "moved"
        if act == "cancel":
            sent, held = rules.cancel_sequence(event_sequence, sent), False
        else:
            sent, held = rules.request_sequence(event_sequence, sent, in_calendar=held, moved=act == "moved"), True
        turned = act == "moved" or (act == "cancel") != (previous[1] == "cancel")
        assert sent >= max(event_sequence, previous[0] + turned)
        previous = (sent, act)

    assert sent >= (event_sequence if acts else -1)


@given(instants, instants, instants)
def test_a_deadline_of_an_invitation_lies_ahead_and_not_after_the_event(answer_by, ends_at, now):
    expected = answer_by if now < answer_by <= ends_at else None

    assert (rules.invitation_expiry(ends_at, now, answer_by) if expected else None) == expected
    assert allowed(rules.invitation_expiry, ends_at, now, answer_by) == (expected is not None)


def test_only_an_address_that_nobody_else_uses_is_corrected():
    rules.check_may_readdress(of_another_party=False, known_elsewhere=False)

    with pytest.raises(RuleBroken, match="known beyond this event"):
        rules.check_may_readdress(of_another_party=False, known_elsewhere=True)
    with pytest.raises(RuleBroken, match="directory of another party"):
        rules.check_may_readdress(of_another_party=True, known_elsewhere=False)
