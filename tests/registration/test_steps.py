from itertools import product

import pytest

from forumhub.registration import rules
from forumhub.registration.steps import PRIMARY, steps_of

NOBODY = {"own": False, "organizes": False, "secretariat": False}


def steps(state: str, *who: str, is_open: bool = True) -> list[str]:
    return steps_of(state, is_open=is_open, **{name: name in who for name in NOBODY})


@pytest.mark.parametrize(
    ("state", "own", "organizer", "secretary"),
    [
        ("invited", ["apply", "withdraw"], ["invite_again", "withdraw"], ["withdraw"]),
        ("applied", ["withdraw"], ["confirm", "decline"], ["withdraw"]),
        ("confirmed", ["withdraw"], ["withdraw"], ["withdraw"]),
        ("waiting", ["withdraw"], ["decline"], ["withdraw"]),
        ("declined", [], ["invite_again"], []),
        ("withdrawn", ["apply"], ["invite_again"], []),
        ("attended", [], [], []),
        ("absent", [], [], []),
    ],
)
def test_each_reader_is_offered_what_they_may_do(state, own, organizer, secretary):
    assert (steps(state, "own"), steps(state, "organizes"), steps(state, "secretariat")) == (own, organizer, secretary)


def test_nothing_leads_to_an_event_that_takes_no_registrations():
    offered = [steps(state, *who, is_open=False) for state in rules.STATES for who in (("own",), ("organizes",))]

    assert {step for some in offered for step in some} & set(PRIMARY) == set()


def test_who_withdrew_applies_again_only_while_people_apply_and_who_is_invited_always():
    offered = [steps_of(state, is_open=True, applies=False, **{**NOBODY, "own": True}) for state in rules.STATES]

    assert [state for state, steps in zip(rules.STATES, offered, strict=True) if "apply" in steps] == ["invited"]


def test_nothing_is_offered_to_who_has_no_part_in_it():
    assert [steps(state, is_open=is_open) for state, is_open in product(rules.STATES, (True, False))] == [[]] * 16


def test_there_is_never_more_than_one_primary_step_for_somebody_elses_registration():
    counts = [len([step for step in steps(state, "organizes") if step in PRIMARY]) for state in rules.STATES]

    assert max(counts) == 1


@pytest.mark.parametrize("who", [*NOBODY])
def test_an_offered_place_is_answered_before_anything_else(who):
    readers = {name: name == who for name in NOBODY}

    assert steps_of("waiting", is_open=True, offered=True, **readers)[0] == "own_offer"
    assert "own_offer" not in steps_of("waiting", is_open=False, offered=True, **readers)
