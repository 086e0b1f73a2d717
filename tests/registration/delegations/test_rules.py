"""Lists of delegations on plain values."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from forumhub.errors import RuleBroken
from forumhub.parties.policy import ORGANIZER, ROLES, SECRETARY, Reader, may_nominate
from forumhub.registration.delegations import rules
from forumhub.registration.delegations.foreseeing import Coming, Room, foresee, over_quota
from forumhub.registration.rules import FUNCTIONS, HEAD, OBSERVER, SHOWN

DEADLINE = datetime(2027, 3, 1, 14, tzinfo=UTC)
MAYBE = st.none() | st.integers(0, 6)
ROOMS = st.builds(Room, MAYBE, MAYBE, MAYBE)
NEW = st.lists(st.sampled_from(FUNCTIONS), max_size=10)


@given(room=ROOMS, functions=NEW)
def test_nobody_is_promised_a_place_that_there_is_not(room, functions):
    foreseen = foresee(room, [], [Coming(str(number), function) for number, function in enumerate(functions)])

    placed = [functions[int(name)] for name in foreseen.confirmed]
    observers = placed.count(OBSERVER)
    assert room.event is None or len(placed) <= room.event
    assert room.delegates is None or len(placed) - observers <= room.delegates
    assert room.observers is None or observers <= room.observers
    assert sorted([*foreseen.confirmed, *foreseen.waiting], key=int) == [str(each) for each in range(len(functions))]


@given(room=ROOMS, functions=NEW)
def test_who_waits_does_so_for_want_of_a_place(room, functions):
    foreseen = foresee(room, [], [Coming(str(number), function) for number, function in enumerate(functions)])

    placed = [functions[int(name)] for name in foreseen.confirmed]
    observers = placed.count(OBSERVER)
    left = Room(
        None if room.event is None else room.event - len(placed),
        None if room.delegates is None else room.delegates - (len(placed) - observers),
        None if room.observers is None else room.observers - observers,
    )
    for name in foreseen.waiting:
        share = left.observers if functions[int(name)] == OBSERVER else left.delegates
        assert left.event == 0 or share == 0


def test_who_replaces_somebody_has_their_place():
    full = Room(event=0, delegates=0)

    assert foresee(full, ["member"], [Coming("new", "member")]).confirmed == ("new",)
    assert foresee(full, [], [Coming("new", "member")]).waiting == ("new",)


def test_who_holds_a_place_keeps_it_and_who_waits_keeps_waiting():
    there = [Coming("holds", "member", holds=True, before="member"), Coming("waits", "member", waits=True)]

    foreseen = foresee(Room(event=5), [], there)

    assert (foreseen.confirmed, foreseen.waiting, foreseen.stuck) == (("holds",), ("waits",), ())


def test_a_delegate_becomes_an_observer_only_where_one_fits():
    becoming = [Coming("she", OBSERVER, holds=True, before="member"), Coming("he", "member")]

    fits, stuck = (foresee(Room(None, 0, observers), [], becoming) for observers in (1, 0))

    assert (fits.confirmed, fits.stuck) == (("she", "he"), ())
    assert (stuck.waiting, stuck.stuck) == (("he",), ("she",))


@given(functions=NEW, delegates=MAYBE, observers=MAYBE)
def test_those_over_the_quota_are_the_last_of_their_kind(functions, delegates, observers):
    named = [(str(number), function) for number, function in enumerate(functions)]

    over = set(over_quota(named, delegates, observers))

    for limit, kind in ((delegates, False), (observers, True)):
        same = [name for name, function in named if (function == OBSERVER) == kind]
        assert [name in over for name in same] == [limit is not None and place >= limit for place in range(len(same))]


@given(st.integers(1, 8).flatmap(lambda size: st.tuples(st.just(size), st.integers(0, size - 1))), st.booleans())
def test_moving_changes_places_with_the_neighbour_alone(case, up):
    size, which = case

    order = rules.moved(range(size), which, rules.UP if up else rules.DOWN)

    place = max(which - 1, 0) if up else min(which + 1, size - 1)
    assert sorted(order) == list(range(size))
    assert order[place] == which
    assert sum(number != at for at, number in enumerate(order)) in {0, 2}


@given(state=st.sampled_from(rules.STATES), late=st.booleans(), is_open=st.booleans(), limited=st.booleans())
def test_a_list_changes_until_the_deadline_and_a_returned_one_after_it(state, late, is_open, limited):
    now = DEADLINE + timedelta(seconds=1 if late else -1)
    deadline = DEADLINE if limited else None

    may = rules.may_amend(state, is_open=is_open, deadline=deadline, now=now)

    in_time = not (late and limited) or state == rules.RETURNED
    assert may == (is_open and state != rules.SUBMITTED and in_time)
    if not may:
        with pytest.raises(RuleBroken):
            rules.check_amending(state, is_open=is_open, deadline=deadline, now=now)


@given(state=st.none() | st.sampled_from(rules.STATES), accepted=st.booleans(), organizes=st.booleans())
def test_a_draft_shows_nobody_else_that_there_is_one(state, accepted, organizes):
    shown = rules.state_shown(state, accepted=accepted and state is not None, own=False, organizes=organizes)

    assert shown != rules.DRAFT
    assert (shown == rules.RETURNED) == (state == rules.RETURNED and organizes)
    if state == rules.DRAFT:
        assert shown == (rules.ACCEPTED if accepted else rules.AWAITED)


@given(own=st.booleans(), organizes=st.booleans(), shown=st.sampled_from(SHOWN))
def test_others_see_what_the_event_says(own, organizes, shown):
    sight = rules.sight(own=own, organizes=organizes, shown=shown)

    assert sight == (rules.IN_FULL if own or organizes else shown)
    assert rules.sees_numbers(sight) or not rules.sees_names(sight)


def test_a_delegation_has_one_head():
    rules.check_function(HEAD, "")
    rules.check_function("deputy", "王芳")

    with pytest.raises(RuleBroken, match="王芳 leads the delegation"):
        rules.check_function(HEAD, "王芳")
    with pytest.raises(RuleBroken, match="functions offered"):
        rules.check_function("emperor", "")


def test_what_says_nothing_new_is_not_submitted():
    rules.check_submitting(1, rules.Differences(), accepted=False)
    rules.check_submitting(0, rules.Differences(removed=("王芳",)), accepted=True)

    with pytest.raises(RuleBroken, match="empty"):
        rules.check_submitting(0, rules.Differences(), accepted=False)
    with pytest.raises(RuleBroken, match="Nothing differs"):
        rules.check_submitting(3, rules.Differences(), accepted=True)


@given(st.sets(st.sampled_from(ROLES)), st.booleans(), st.booleans())
def test_secretaries_organizers_and_the_named_head_keep_their_own_list(held, own, leads):
    reader = Reader(person_id=1, roles={1 if own else 2: frozenset(held)})

    assert may_nominate(reader, 1, leads=leads) == (leads or (own and bool(held & {SECRETARY, ORGANIZER})))


def test_a_reminder_is_due_once_for_each_deadline():
    early, near, past = DEADLINE - timedelta(days=4), DEADLINE - timedelta(days=2), DEADLINE

    assert [rules.reminder_due(DEADLINE, None, now) for now in (early, near, past)] == [False, True, False]
    assert rules.reminder_due(DEADLINE, DEADLINE, near) is False
    assert rules.reminder_due(DEADLINE, DEADLINE - timedelta(days=7), near) is True


def test_a_guest_takes_a_place_of_the_delegation_and_none_of_the_event():
    joining = [Coming("guest", "member", holds=True, before="member", guest=True), Coming("new", "member")]

    fits, stuck = (foresee(Room(event, delegates, None), [], joining) for event, delegates in ((0, 1), (1, 0)))

    assert (fits.confirmed, fits.waiting, fits.stuck) == (("guest",), ("new",), ())
    assert stuck.stuck == ("guest",)
