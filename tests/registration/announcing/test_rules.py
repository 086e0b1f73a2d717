"""What must be said, to whom it goes, and in which language each reads it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from forumhub.errors import RuleBroken
from forumhub.registration.announcing.rules import check_said, is_told, said_in
from forumhub.registration.rules import ENDED, STATES

LANGUAGES = st.sampled_from(("en", "zh", "ru"))


@given(st.sets(LANGUAGES, min_size=1), LANGUAGES)
def test_everybody_reads_what_is_written_their_own_language_first(written, language):
    said = said_in(sorted(written), language)

    assert said in written
    assert said == language or language not in written
    assert said in (language, "en") or "en" not in written


@given(st.dictionaries(LANGUAGES, st.just("x")), st.dictionaries(LANGUAGES, st.just("x")))
def test_each_language_has_a_subject_and_a_text_or_neither(subjects, texts):
    complete = bool(subjects) and subjects.keys() == texts.keys()

    try:
        check_said(subjects, texts)
        said = True
    except RuleBroken:
        said = False

    assert said == complete


def test_what_is_missing_is_named():
    with pytest.raises(RuleBroken) as refused:
        check_said({"ru": "Зал", "en": "Hall"}, {"en": "Hall B"})

    assert (refused.value.field, refused.value.values) == ("texts-ru", {"languages": "RU"})


@pytest.mark.parametrize("state", STATES)
def test_who_does_not_come_is_told_only_where_that_is_wanted(state):
    assert is_told(state, "") == (state not in ENDED)
    assert [wanted for wanted in STATES if is_told(state, wanted)] == [state]
