"""Whom a list names: who is here, who is known, who may be, and who is new. Nobody is merged in silence."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from forumhub.registration.lists.choices import ANOTHER, ASK, GUEST, SAME, SKIP
from forumhub.registration.lists.naming import may_be_one, same_key
from forumhub.registration.lists.rules import DOUBTFUL, HERE, KNOWN, LEFT_OUT, NEW, Index, Judged, Known, judge

ANNA = Known("01A", "Anna Smirnova", own_name="Анна Смирнова", email="anna@example.org", party="BY")
WANG = Known("01W", "Wang Fang", own_name="王芳", party="CN")
HERE_LI = Known("01L", "Li Wei", party="CN", state="confirmed")
HIDDEN = Known("01H", "Somebody Hidden", email="hidden@example.org", party="CN", visible=False)


def judged(
    name: str, party: str = "CN", *, email: str = "", own: str = "", decided: str = "", doubtful: str = ASK, known=()
) -> Judged:
    people = known or (ANNA, WANG, HERE_LI, HIDDEN)
    return judge(name, own, email, party, index=Index(people), decided=decided, doubtful=doubtful)


@pytest.mark.parametrize(
    ("one", "other", "alike"),
    [
        ("Анна Смирнова", "Anna Smirnova", True),
        ("Абаканов, Елдос Нурболович", "Yeldos Abakanov", True),
        ("Щербаков Юрий", "Yuri Shcherbakov", True),
        ("Ірына Кавальчук", "Iryna Kavalchuk", True),
        ("Александр Петров", "Alexander Petrov", True),
        ("Анна Смирнова", "Anna Ivanova", False),
        ("Анна", "Anna", False),
        ("Anna Smirnova", "Anna Smirnova", False),
        ("王芳", "Wang Fang", False),
        ("", "", False),
    ],
)
def test_names_in_two_scripts_may_be_one_where_they_sound_alike(one: str, other: str, alike: bool):
    assert (may_be_one(one, other), may_be_one(other, one)) == (alike, alike)


@given(st.text(max_size=40), st.text(max_size=40))
def test_comparing_any_names_says_something(one: str, other: str):
    assert may_be_one(one, other) == may_be_one(other, one)
    assert same_key(same_key(one)) == same_key(one)


def test_nobody_alike_is_new():
    assert judged("Maria Weiss") == Judged(NEW)


def test_address_and_name_of_somebody_known_is_that_person():
    assert judged("anna  smirnova", "BY", email="anna@example.org") == Judged(KNOWN, ANNA)
    assert judged("Анна Смирнова", "BY", email="anna@example.org") == Judged(KNOWN, ANNA)


def test_address_of_somebody_with_another_name_waits_for_a_decision():
    found = judged("Maria Weiss", "BY", email="anna@example.org")

    assert (found.verdict, [each.person for each in found.candidates]) == (DOUBTFUL, [ANNA])


def test_who_stands_here_under_name_and_party_is_here():
    assert judged("LI WEI") == Judged(HERE, HERE_LI)


def test_same_name_for_another_party_is_somebody_else():
    assert judged("Li Wei", "BY") == Judged(NEW)


@pytest.mark.parametrize(
    ("name", "own", "party", "found"),
    [
        ("Wang Fang", "", "CN", [WANG]),
        ("王芳", "", "CN", [WANG]),
        ("Fang Wang", "王芳", "CN", [WANG]),
        ("Wang Fang", "", GUEST, [WANG]),
        ("Анна Смирнова", "", "BY", [ANNA]),
        ("Анна Ивановна Смирнова", "", "BY", [ANNA]),
    ],
)
def test_name_of_somebody_known_is_a_suggestion_only(name: str, own: str, party: str, found: list[Known]):
    seen = judged(name, party, own=own)

    assert (seen.verdict, [each.person for each in seen.candidates]) == (DOUBTFUL, found)


def test_suggestion_is_taken_up_refused_or_left_out_as_a_person_decides():
    assert judged("Wang Fang", decided="same:01W") == Judged(KNOWN, WANG)
    assert judged("Wang Fang", doubtful=SAME) == Judged(KNOWN, WANG)
    assert judged("Wang Fang", decided=ANOTHER).verdict == NEW
    assert judged("Wang Fang", doubtful=SAME, decided=ANOTHER).verdict == NEW
    assert judged("Wang Fang", decided=SKIP) == Judged(LEFT_OUT)


def test_nobody_is_chosen_who_was_not_suggested():
    assert judged("Wang Fang", decided="same:01A").verdict == DOUBTFUL


def test_of_several_who_may_be_meant_none_is_taken_by_a_choice_for_all():
    two = (WANG, Known("01X", "Wang Fang", party="CN"))

    assert judged("Wang Fang", doubtful=SAME, known=two).verdict == DOUBTFUL


def test_who_may_not_be_known_is_found_by_address_and_never_by_name():
    assert judged("Somebody Hidden").verdict == NEW
    assert judged("Somebody Hidden", email="hidden@example.org") == Judged(KNOWN, HIDDEN)


def test_two_of_one_name_are_here_once_each():
    index = Index((HERE_LI,))

    verdicts = [judge("Li Wei", "", "", "CN", index=index, decided="", doubtful=ASK).verdict for _ in range(2)]

    assert verdicts == [HERE, NEW]


def test_who_is_invited_only_is_not_here_yet():
    invited = Known("01I", "Li Wei", email="li@example.org", party="CN", state="invited")

    assert judged("Li Wei", email="li@example.org", known=(invited,)) == Judged(KNOWN, invited)
