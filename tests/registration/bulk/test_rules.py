"""Whom a step with many concerns, and whom it leaves out."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from forumhub.registration.bulk.rules import (
    CONFIRM,
    FITS,
    REMIND,
    REMIND_AGAIN,
    STEPS,
    Chosen,
    Outlook,
    SelectionChanged,
    foresee,
    may_remind,
)
from forumhub.registration.rules import STATES
from tests.world import NOW


def chosen(number: int, state: str = "applied", email: str | None = "who@example.org", language: str = "en") -> Chosen:
    return Chosen(number, f"R{number}", number, f"李伟 {number}", "", email, language, "UTC", state, "CN")


PEOPLE = st.lists(
    st.builds(chosen, st.integers(1, 50), st.sampled_from(STATES), st.sampled_from((None, "a@b.c"))),
    unique_by=lambda each: each.id,
)
ASKED = st.dictionaries(st.integers(1, 50), st.timedeltas(timedelta(), timedelta(days=3)).map(lambda ago: NOW - ago))


@given(st.sampled_from(STEPS), PEOPLE, ASKED)
def test_everybody_is_concerned_or_left_out_for_one_reason(step, people, asked):
    outlook = foresee(step, people, asked, NOW)

    left_out = [each for others in outlook.left_out.values() for each in others]
    assert sorted([*outlook.concerned, *left_out]) == sorted(people)
    assert {each.state for each in outlook.concerned} <= FITS[step]
    assert sorted([*outlook.told, *outlook.unreached]) == sorted(outlook.concerned)


@given(PEOPLE, ASKED)
def test_nobody_is_reminded_twice_within_a_day_or_without_an_address(people, asked):
    reminded = foresee(REMIND, people, asked, NOW).concerned

    assert all(each.email and NOW - asked.get(each.id, NOW - REMIND_AGAIN) >= REMIND_AGAIN for each in reminded)


def test_a_day_after_the_last_mail_somebody_is_reminded_again():
    assert [may_remind(NOW - ago, NOW) for ago in (timedelta(hours=23, minutes=59), timedelta(days=1))] == [False, True]


def test_mails_are_counted_by_language():
    outlook = foresee(CONFIRM, [chosen(1, language="ru"), chosen(2, language="ru"), chosen(3, email=None)], {}, NOW)

    assert (outlook.languages, [each.id for each in outlook.unreached]) == ({"ru": 2}, [3])


@pytest.mark.parametrize("change", [chosen(1, state="confirmed"), chosen(2), chosen(1, email="new@example.org")])
def test_another_selection_is_not_the_one_that_was_seen(change):
    seen = Outlook([chosen(1)]).seen

    assert Outlook([chosen(1)]).seen == seen
    with pytest.raises(SelectionChanged):
        Outlook([change]).require_seen(seen)


def test_an_empty_selection_was_never_seen():
    with pytest.raises(SelectionChanged):
        Outlook([]).require_seen(Outlook([]).seen)


def test_who_waits_is_declined_first():
    concerned = [chosen(number, state) for number, state in enumerate(("applied", "waiting", "applied", "waiting"))]

    assert Outlook(concerned).in_turn == [1, 3, 0, 2]
