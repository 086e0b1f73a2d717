from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from forumhub.errors import RuleBroken
from forumhub.followup import rules
from forumhub.followup.rules import Said, Standing
from forumhub.followup.wording import STATE_WORDS, status

CN, BY, KZ = 1, 2, 3
TODAY = date(2026, 11, 22)
PARTIES = st.sampled_from([{CN, BY}, {CN, BY, KZ}])
IN_MINUTES = st.tuples(st.sampled_from(["in progress", "done", "blocked", "returned"]), st.none())
BY_PARTIES = st.tuples(st.sampled_from([*rules.OWNERS_ACTS, rules.CLOSE, rules.RETURN]), st.sampled_from([CN, BY, KZ]))
WISHES = st.lists(BY_PARTIES | BY_PARTIES | IN_MINUTES, max_size=12)


def play(owners: set[int], parties: set[int], wishes: list[tuple[str, int | None]]) -> tuple[str, list[Said]]:
    """What an open action becomes when parties, and minutes (None), try these acts in turn; what a rule forbids does
    not happen."""
    state, history = rules.OPEN, []
    for wish, party in wishes:
        try:
            if party is None:
                act, state = rules.said_in_minutes(wish, kind="ACTION", successors=False, state=state)
            elif wish in rules.OWNERS_ACTS:
                act, state = wish, rules.require_report("ACTION", state, wish, party, owners)
            else:
                act, state = rules.answer(wish, state, party, rules.standing(history), owners, parties)
        except RuleBroken:
            continue
        history.append(Said(act, party))
    return state, history


@given(PARTIES, st.data(), WISHES)
def test_no_party_closes_an_action_alone(parties, data, wishes):
    owners = data.draw(st.sets(st.sampled_from(sorted(parties)), min_size=1))

    state, history = play(owners, parties, wishes)

    if state == rules.CLOSED:
        closer = history[-1].party
        reporters = {said.party for said in history if said.act == rules.DONE}
        assert history[-1].act == rules.CLOSE
        assert reporters - {closer, None} or (None in reporters and (closer not in owners or owners == parties))
        assert reporters <= {*owners, None}
        before = rules.standing(history[:-1])
        assert not before.waits_for_another(closer) or (before.by_all and owners == parties)


@given(PARTIES, WISHES)
def test_what_every_party_owns_is_closed_when_each_confirmed_every_other(parties, wishes):
    state, history = play(parties, parties, wishes)

    if state == rules.CLOSED:
        returned = [place for place, said in enumerate(history) if said.act == rules.RETURN]
        since = history[returned[-1] + 1 :] if returned else history
        reporters = {said.party for said in since if said.act == rules.DONE}
        answered = {said.party for said in since if said.act in (rules.CONFIRM, rules.CLOSE)}
        assert None in reporters or (reporters, answered) == (parties, parties)


@given(PARTIES, st.data(), WISHES)
def test_nothing_happens_to_a_closed_action_but_that_minutes_return_it(parties, data, wishes):
    owners = data.draw(st.sets(st.sampled_from(sorted(parties)), min_size=1))

    state, history = play(owners, parties, wishes)

    after = {later for said, later in pairwise(history) if said.act == rules.CLOSE}
    assert after <= {Said(rules.RETURN, None)}
    assert (state == rules.CLOSED) == (bool(history) and history[-1].act == rules.CLOSE)
    assert state in (*rules.UNFINISHED, rules.CLOSED)


def test_the_ordinary_way_is_report_then_closing_by_the_other():
    wishes = [("in_progress", BY), ("reported", BY), ("closed", BY), ("closed", CN)]

    state, history = play({BY}, {CN, BY}, wishes)

    assert state == "closed"
    assert history == [Said("in_progress", BY), Said("reported", BY), Said("closed", CN)]


def test_a_joint_action_needs_both_reports_and_both_confirmations():
    wishes = [("reported", BY), ("closed", CN), ("reported", CN), ("closed", CN), ("closed", BY)]

    state, history = play({CN, BY}, {CN, BY}, wishes)

    assert state == "closed"
    assert [said.act for said in history] == ["reported", "confirmed", "reported", "closed"]


@given(PARTIES, st.data(), WISHES)
def test_whatever_was_said_of_it_owners_and_the_others_can_close_an_action(parties, data, wishes):
    owners = data.draw(st.sets(st.sampled_from(sorted(parties)), min_size=1))
    answering = data.draw(st.permutations(sorted(parties)))
    rest = [(rules.DONE, party) for party in sorted(owners)] + [(rules.CLOSE, party) for party in [*answering] * 2]

    state, _history = play(owners, parties, [*wishes, *rest])

    assert state == rules.CLOSED


@pytest.mark.parametrize(
    ("parties", "next_step"),
    [({CN, BY}, "the others report and confirm next"), ({CN, BY, KZ}, "another party closes or returns it")],
)
def test_who_confirmed_already_is_told_what_comes_next(parties, next_step):
    said = [Said(rules.DONE, BY), Said(rules.DONE, CN), Said(rules.CONFIRM, CN)]

    with pytest.raises(RuleBroken, match=next_step):
        rules.answer(rules.CLOSE, rules.REPORTED, CN, rules.standing(said), {CN, BY}, parties)


@pytest.mark.parametrize(
    ("last", "acts"),
    [
        ([("closed", KZ)], ["closed"]),
        ([("closed", CN), ("closed", CN), ("closed", KZ)], ["confirmed", "closed"]),
        ([("closed", CN), ("closed", BY)], ["confirmed", "closed"]),
    ],
)
def test_of_several_owners_none_closes_what_it_reported_before_another_party_looked_at_it(last, acts):
    wishes = [("reported", BY), ("reported", CN), *last]

    state, history = play({CN, BY}, {CN, BY, KZ}, wishes)

    assert state == "closed"
    assert [said.act for said in history] == ["reported", "reported", *acts]


def test_a_party_that_takes_its_part_up_again_leaves_the_others_report_standing():
    history = [Said("reported", CN), Said("reported", BY), Said("confirmed", CN), Said("in_progress", BY)]

    assert rules.standing(history) == Standing(reported=frozenset({CN}))


def test_a_return_voids_every_report():
    history = [Said("reported", CN), Said("reported", BY), Said("returned", CN)]

    assert rules.standing(history) == Standing()


@pytest.mark.parametrize("before", [[], [Said("reported", BY)]])
def test_what_minutes_reported_done_another_party_than_its_owner_closes(before):
    standing = rules.standing([*before, Said("reported", None)])

    assert standing == Standing(reported=frozenset(said.party for said in before), by_all=True)
    assert rules.answer("closed", "reported", CN, standing, {BY}, {CN, BY}) == ("closed", "closed")
    with pytest.raises(RuleBroken, match="another party closes or returns it"):
        rules.answer("closed", "reported", BY, standing, {BY}, {CN, BY})


def test_what_all_own_and_minutes_reported_done_any_party_closes():
    standing = rules.standing([Said("reported", BY), Said("reported", None)])

    assert rules.answer("closed", "reported", BY, standing, {CN, BY}, {CN, BY}) == ("closed", "closed")


@pytest.mark.parametrize(
    ("kind", "state", "act", "party", "message"),
    [
        ("DECISION", "open", "reported", BY, "Reports are made on actions"),
        ("ACTION", "open", "reported", CN, "Only a party that owns"),
        ("ACTION", "open", "closed", BY, "Choose what to report"),
        ("ACTION", "provisional", "reported", BY, "not agreed yet"),
        ("ACTION", "closed", "in_progress", BY, "It is closed"),
        ("ACTION", "superseded", "reported", BY, "was superseded"),
    ],
)
def test_a_report_that_a_rule_forbids_says_what_would_be_right(kind, state, act, party, message):
    with pytest.raises(RuleBroken, match=message):
        rules.require_report(kind, state, act, party, {BY})


def test_who_is_no_party_to_the_meeting_answers_nothing():
    standing = Standing(reported=frozenset({BY}))

    assert not rules.may_answer("reported", KZ, standing, {BY}, {CN, BY})
    assert rules.may_answer("reported", CN, standing, {BY}, {CN, BY})


@given(
    st.sampled_from([*rules.ACT_BY_STATUS, None, "lost"]),
    st.sampled_from(rules.KINDS),
    st.booleans(),
    st.sampled_from(rules.STATES),
)
def test_minutes_move_only_what_is_agreed(word, kind, successors, state):
    try:
        act, after = rules.said_in_minutes(word, kind=kind, successors=successors, state=state)
    except RuleBroken:
        return

    assert kind == "ACTION" or after != rules.REPORTED
    assert kind in ("ACTION", "RECOMMENDATION") or after in (rules.CLOSED, rules.WITHDRAWN, rules.SUPERSEDED)
    assert state in (*rules.UNFINISHED, rules.CLOSED)
    assert (act, after) == ((rules.SUPERSEDE, rules.SUPERSEDED) if successors else (act, rules.STATE_BY_MINUTES[act]))


def test_minutes_return_what_was_closed():
    assert rules.said_in_minutes("returned", kind="ACTION", successors=False, state="closed") == (
        "returned",
        "in_progress",
    )


@given(st.dates(), st.dates(), st.sampled_from(rules.STATES))
def test_an_action_is_overdue_from_the_day_after(due, today, state):
    late = rules.is_overdue("ACTION", state, due, today)

    assert late == (state in ("open", "in_progress", "blocked") and today >= due + timedelta(days=1))
    assert not rules.is_overdue("DECISION", state, due, today)


def test_status_words_of_every_state():
    assert set(STATE_WORDS) == set(rules.STATES)
    assert status("ACTION", "open", TODAY - timedelta(days=1), TODAY) == ("Overdue", "late")
    assert status("ACTION", "reported", TODAY - timedelta(days=1), TODAY) == ("Reported done", "wait")
    assert status("DECISION", "open", None, TODAY) == ("Agreed", "done")


def test_issued_are_all_ids_up_to_the_last_of_each_kind_as_they_are_written():
    issued = rules.Issued({"ACTION": 12, "DECISION": 1})
    asked = ["A-1", "A-12", "A-13", "A-0", "A-012", "A-１", "A-", "D-1", "D-2", "C-1", "X-1", "A-" + "9" * 5000, ""]

    assert [code for code in asked if code in issued] == ["A-1", "A-12", "D-1"]
    assert [issued.next_number(kind) for kind in ("ACTION", "CONCERN")] == [13, 1]
