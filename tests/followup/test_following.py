"""Which meeting is the next one to all who read an item: against who may see what, by `policy`."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from forumhub.followup import following
from forumhub.followup.following import Meeting
from forumhub.parties import policy
from forumhub.parties.policy import DELEGATE, DELEGATES, PARTIES, PUBLIC, SECRETARY, Reader
from tests.world import NOW

CN, BY, KZ = 1, 2, 3
ANNA, BORIS = 10, 11
START = datetime(2026, 11, 25, 9)

roles = st.dictionaries(
    st.sampled_from([CN, BY, KZ]), st.sampled_from([frozenset({DELEGATE}), frozenset({SECRETARY})]), max_size=2
)
people = st.fixed_dictionaries(
    {each: st.builds(Reader, person_id=st.just(each), roles=roles) for each in (ANNA, BORIS)}
)


def meeting(id: int = 1, day: int = 0, **values: object) -> Meeting:
    usual = {"state": "confirmed", "access": PARTIES, "party_ids": frozenset({CN, BY}), "changed_at": NOW}
    return Meeting(**{"id": id, "series_id": 1, "local_start": START + timedelta(days=day), **usual, **values})


def some_meeting(draw: st.DrawFn, everybody: dict[int, Reader]) -> Meeting:
    named = {each: everybody[each] for each in draw(st.sets(st.sampled_from([ANNA, BORIS])))}
    parties = frozenset(draw(st.sets(st.sampled_from([CN, BY, KZ]), min_size=1)))
    return meeting(access=draw(st.sampled_from(policy.ACCESS_LEVELS)), party_ids=parties, named=named)


@st.composite
def two_meetings(draw: st.DrawFn) -> tuple[Meeting, Meeting, dict[int, Reader]]:
    everybody = draw(people)
    return some_meeting(draw, everybody), some_meeting(draw, everybody), everybody


def sees(reader: Reader, of: Meeting) -> bool:
    return policy.may_see_event(reader, of.access, of.party_ids, named=reader.person_id in of.named)


def readers_of_items(of: Meeting, everybody: dict[int, Reader]) -> Iterator[Reader]:
    """As `followup.queries.visible_to`: the two, and one of each office, whom no meeting names."""
    offices = [Reader(person_id=99, roles={at: frozenset({role})}) for at in (CN, BY, KZ) for role in policy.ROLES]
    for reader in (*everybody.values(), *offices):
        if sees(reader, of) and (of.access != PUBLIC or reader.party_ids & of.party_ids):
            yield reader


@given(two_meetings())
def test_a_meeting_counts_where_and_only_where_every_reader_of_the_item_may_know_of_it(drawn):
    source, other, everybody = drawn
    closed = source.access == other.access == DELEGATES  # then a delegate's party may send somebody else

    known = following.is_known_to_readers_of(source, other)

    readers = readers_of_items(source, everybody)
    assert known == (
        (source.party_ids <= other.party_ids or other.access == PUBLIC)
        and all(sees(each, other) or (closed and each.party_ids & other.party_ids) for each in readers)
    )


@pytest.mark.parametrize(
    ("changes", "day"),
    [
        ({}, date(2026, 11, 26)),
        ({"access": PUBLIC, "party_ids": frozenset({KZ})}, date(2026, 11, 26)),
        ({"party_ids": frozenset({CN, BY, KZ})}, date(2026, 11, 26)),
        ({"access": DELEGATES}, date(2026, 11, 27)),
        ({"party_ids": frozenset({CN, KZ})}, date(2026, 11, 27)),
        ({"state": "postponed"}, date(2026, 11, 27)),
        ({"state": "cancelled"}, date(2026, 11, 27)),
        ({"series_id": 2}, date(2026, 11, 27)),
    ],
)
def test_the_next_day_is_that_of_the_first_meeting_that_counts(changes, day):
    source, later = meeting(), meeting(3, day=2)
    meetings = [meeting(0, day=-1), source, meeting(2, day=1, **changes), later]

    found = following.next_day(source, source, meetings), following.next_day(later, source, meetings)

    assert found == (day, None)


def test_an_event_that_stands_alone_has_no_next_meeting():
    source = meeting(series_id=None)

    assert following.next_day(source, source, [source, meeting(2, day=1, series_id=None)]) is None


def test_hidden_days_are_those_that_no_known_meeting_has():
    source, hidden = meeting(), {"access": DELEGATES, "changed_at": NOW + timedelta(days=1)}
    meetings = [source, meeting(2, day=1, **hidden), meeting(3, day=2, **hidden), meeting(4, day=2)]

    assert following.hidden_days(source, source, meetings) == {date(2026, 11, 26)}
    assert following.changed_at(source, meetings) == NOW
