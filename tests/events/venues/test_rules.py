"""Pure decisions about venues."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from forumhub.errors import RuleBroken
from forumhub.events.venues import rules

NAMES = st.dictionaries(st.sampled_from(["en", "zh", "ru"]), st.text(max_size=140))


def test_names_without_any_are_refused():
    with pytest.raises(RuleBroken) as refused:
        rules.check_names({"en": " ", "zh": ""}, "names")

    assert refused.value.field == "names"


def test_halls_of_one_name_are_refused_whatever_the_case():
    with pytest.raises(RuleBroken) as refused:
        rules.check_halls([{"ru": "Большой зал"}, {"ru": "большой зал"}])

    assert refused.value.values == {"name": "большой зал"}


def test_halls_alike_in_different_languages_are_taken():
    rules.check_halls([{"en": "A"}, {"ru": "A"}])


def test_more_halls_than_a_venue_has_are_refused():
    with pytest.raises(RuleBroken):
        rules.check_halls([{"en": str(number)} for number in range(rules.MOST_HALLS + 1)])


@given(st.none() | st.integers(1, 1000), st.none() | st.integers(1, 1000))
def test_room_is_refused_just_where_more_come_than_it_holds(capacity, places):
    crowded = capacity is not None and places is not None and capacity > places

    try:
        rules.check_room(capacity, places)
    except RuleBroken:
        assert crowded
    else:
        assert not crowded


@given(NAMES, NAMES)
def test_words_fit_an_event_and_begin_with_the_venue(venue, hall):
    words = rules.words(venue, hall)

    first = next((name for name in venue.values() if name), "")
    assert len(words) <= rules.MOST_NAMED
    assert words.startswith(first)


def test_words_tell_each_name_once():
    assert rules.words({"en": "OSCE", "ru": "OSCE", "zh": "欧安组织"}, {"en": "Hall 1"}) == "OSCE / 欧安组织, Hall 1"
