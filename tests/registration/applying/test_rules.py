from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from forumhub.errors import RuleBroken
from forumhub.registration.applying import rules

NOW = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)
instants = st.datetimes(datetime(2020, 1, 1), datetime(2040, 1, 1), timezones=st.just(UTC))


@pytest.mark.parametrize(
    ("applicants", "deadline", "state", "ends_at", "said"),
    [
        ("nobody", None, "confirmed", NOW + HOUR, "named by their party or invited"),
        ("members", None, "confirmed", NOW + HOUR, "Only who has an account"),
        ("everyone", NOW, "confirmed", NOW + HOUR, "The time to apply has passed"),
        ("everyone", None, "cancelled", NOW + HOUR, "is cancelled"),
        ("everyone", None, "held", NOW + HOUR, "is over"),
        ("everyone", None, "confirmed", NOW, "is over"),
    ],
)
def test_what_takes_no_applications_by_mail_says_why(applicants, deadline, state, ends_at, said):
    with pytest.raises(RuleBroken, match=said):
        rules.check_by_mail(applicants, deadline, state, ends_at, NOW)


@pytest.mark.parametrize("deadline", [None, NOW + HOUR])
def test_everyone_applies_until_the_deadline(deadline):
    assert rules.check_by_mail("everyone", deadline, "confirmed", NOW + HOUR, NOW) is None


@pytest.mark.parametrize(
    ("signed_in", "public", "applicants", "way"),
    [
        (True, False, "members", rules.BY_ACCOUNT),
        (True, True, "everyone", rules.BY_ACCOUNT),
        (True, True, "nobody", ""),
        (False, True, "everyone", rules.BY_MAIL),
        (False, False, "everyone", ""),
        (False, True, "members", ""),
        (False, True, "nobody", ""),
    ],
)
def test_the_way_in_is_what_the_settings_say(signed_in, public, applicants, way):
    asked = {"signed_in": signed_in, "public": public, "applicants": applicants, "now": NOW}

    assert rules.way_in(deadline=None, **asked) == rules.way_in(deadline=NOW + HOUR, **asked) == way
    assert rules.way_in(deadline=NOW, **asked) == ""


@given(st.none() | instants, instants, instants)
def test_the_link_never_outlives_what_it_is_for(deadline, ends_at, now):
    until = rules.confirm_until(deadline, ends_at, now)

    assert until <= ends_at
    assert deadline is None or until <= deadline
    assert until in (now + rules.CONFIRM_WITHIN, deadline, ends_at)


def test_a_link_holds_until_its_moment():
    rules.check_not_lapsed(NOW + timedelta(seconds=1), NOW)

    with pytest.raises(RuleBroken, match="Fill in the form again"):
        rules.check_not_lapsed(NOW, NOW)
