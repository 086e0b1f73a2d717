"""What settings and places can be, on plain values."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from forumhub.errors import RuleBroken
from forumhub.parties.policy import ORGANIZER, SECRETARY, Reader, may_give_places
from forumhub.registration.settings.rules import (
    NOTHING_ALLOTTED,
    Allotment,
    Taken,
    allotted_together,
    changes,
    check_allotment,
    check_days,
    check_deadline,
    copied_deadline,
    order_of,
)

NUMBERS = st.integers(0, 50)
MAYBE = st.none() | NUMBERS
HOST, GUEST, OTHER = 1, 2, 3
END = datetime(2027, 3, 11, 14, 30, tzinfo=UTC)


@given(quota=MAYBE, observers=MAYBE, delegates_there=NUMBERS, observers_there=NUMBERS)
def test_places_are_never_fewer_than_are_held(quota, observers, delegates_there, observers_there):
    fits = (quota is None or quota >= delegates_there) and (observers is None or observers >= observers_there)

    try:
        check_allotment(Allotment(quota, observers), Taken(delegates_there, observers_there), "CN")
        refused = ""
    except RuleBroken as error:
        refused = error.field

    few = "quota_CN" if quota is not None and quota < delegates_there else "observers_CN"
    assert refused == ("" if fits else few)


def test_the_refusal_names_both_numbers():
    with pytest.raises(RuleBroken) as refused:
        check_allotment(Allotment(quota=7), Taken(delegates=9), "CN")

    assert str(refused.value).startswith("9 places are taken already, so 7 would be too few. Allot at least 9,")


@given(st.dictionaries(st.sampled_from(["BY", "CN", "KZ", "RU"]), st.none() | st.integers(1, 9), min_size=1))
def test_delegations_come_by_rank_and_then_by_code(ranks):
    order = sorted(ranks, key=lambda code: order_of(ranks[code], code))

    ranked = [code for code in order if ranks[code] is not None]
    assert order == ranked + sorted(set(ranks) - set(ranked))
    assert [ranks[code] for code in ranked] == sorted(ranks[code] for code in ranked)


def test_a_deadline_after_the_event_is_refused():
    check_deadline(None, END)
    check_deadline(END, END)

    with pytest.raises(RuleBroken, match="over by then"):
        check_deadline(END + timedelta(minutes=1), END)


def test_what_is_sensitive_is_kept_no_longer_than_the_rest():
    check_days(30, 30)

    with pytest.raises(RuleBroken, match="30 days at most"):
        check_days(30, 31)


def test_a_copy_has_its_deadline_as_early_as_the_source_unless_it_has_passed():
    deadline, now, year = datetime(2026, 3, 1, 17), datetime(2026, 11, 22, 12), timedelta(days=364)

    assert copied_deadline(deadline, year, now) == datetime(2027, 2, 28, 17)
    assert copied_deadline(deadline, timedelta(days=7), now) is None
    assert copied_deadline(None, year, now) is None


@given(st.lists(st.tuples(MAYBE, MAYBE), max_size=4))
def test_places_are_added_up_where_each_is_limited(pairs):
    together = allotted_together(Allotment(*pair) for pair in pairs)

    numbers = [number for pair in pairs for number in pair]
    assert together == (None if None in numbers else sum(numbers))


def test_only_what_differs_is_a_change():
    before = {"CN": Allotment(5, 1, 2), "BY": NOTHING_ALLOTTED}
    after = {"CN": Allotment(5, 1, 2), "BY": Allotment(4), "KZ": NOTHING_ALLOTTED}

    assert changes(before, after) == {"BY": [[None, None, None], [4, None, None]]}


@given(
    host=st.sampled_from([None, HOST, GUEST]),
    parties=st.sets(st.sampled_from([HOST, GUEST, OTHER]), min_size=1),
    mine=st.sampled_from([HOST, GUEST, OTHER]),
    role=st.sampled_from([ORGANIZER, SECRETARY]),
    of=st.sampled_from([HOST, GUEST, OTHER]),
)
def test_the_host_gives_places_and_without_one_nobody_gives_to_itself(host, parties, mine, role, of):
    may = may_give_places(Reader(person_id=1, roles={mine: frozenset({role})}), of, host, parties)

    giver = mine == host if host else (mine in parties and mine != of) or (parties <= {of} and mine == of)
    assert may == (role == ORGANIZER and giver)
