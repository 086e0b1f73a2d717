import pytest
from hypothesis import given
from hypothesis import strategies as st

from forumhub.errors import RuleBroken
from forumhub.registration.quotas.rules import check_room, fewer_of, is_observing, places_left
from forumhub.registration.rules import FUNCTIONS

numbers = st.integers(0, 10_000)
limits = st.none() | numbers


def test_observers_alone_count_for_themselves():
    assert [is_observing(function) for function in FUNCTIONS] == [False, False, False, True]


@given(limits, numbers)
def test_what_is_left_is_never_below_nothing(limit, taken):
    left = places_left(limit, taken)

    assert left == (None if limit is None else max(limit - taken, 0))


@given(limits, limits)
def test_the_narrower_limit_holds_in_whichever_order(one, other):
    both = fewer_of(one, other)

    assert both == fewer_of(other, one)
    assert (both is None) == (one is None and other is None)
    assert both is None or all(limit is None or both <= limit for limit in (one, other))


@pytest.mark.parametrize("left", [None, 1, 20])
def test_a_function_changes_where_a_place_is_left(left):
    check_room(left)


def test_a_function_does_not_change_where_none_is_left():
    with pytest.raises(RuleBroken, match="no free place") as refused:
        check_room(0)

    assert refused.value.field == "function"
