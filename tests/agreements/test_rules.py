from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from forumhub.agreements import rules
from forumhub.agreements.rules import Numbers
from forumhub.errors import RuleBroken

NUMBER = st.sampled_from(["1", "2", "3", "4", "5", "5(2)", "6.1"])
NUMBERS = st.lists(NUMBER, unique=True, min_size=1)


def messages(*texts: Numbers, previous=(), earlier=()) -> list[str]:
    titles = {text.language: "title" for text in texts}
    return [str(error) for error in rules.obstacles(texts, previous=previous, earlier=earlier, titles=titles)]


def test_obstacles_of_equal_languages_are_none():
    found = messages(Numbers("en", ("1", "5(2)")), Numbers("zh", ("1", "5.2")))

    assert found == []


def test_obstacles_name_each_difference_between_languages():
    found = messages(Numbers("en", ("1", "2")), Numbers("ru", ("1", "3")))

    assert found == [
        "The text in 'en' has a clause that the one in 'ru' has not: 2.",
        "The text in 'ru' has a clause that the one in 'en' has not: 3.",
    ]


def test_obstacles_name_a_number_that_stands_twice():
    found = messages(Numbers("zh", ("5(2)", "5.2", "6")))

    assert found == ["The text in 'zh' has a clause number twice: 5(2), 5.2."]


def test_obstacles_name_a_missing_title_and_a_text_without_clauses():
    found = rules.obstacles([Numbers("en", ())], previous=(), earlier=(), titles={"en": "  "})

    assert [str(error) for error in found] == [
        "The text in 'en' has no title.",
        "The text in 'en' has no clause; clauses are numbered headings such as '## 1. Meetings'.",
    ]


def test_obstacles_without_a_text_say_so():
    assert messages() == ["There is no text yet; write it in at least one language."]


def test_a_number_that_an_earlier_version_dropped_is_not_used_again():
    found = messages(Numbers("en", ("1", "3")), previous=("1", "2"), earlier=("1", "2", "3"))

    assert found == ["A clause number is never used again: 3 stood in an earlier version. Give a new number."]


@given(NUMBERS, NUMBERS, NUMBERS)
def test_a_number_is_refused_exactly_when_it_came_back(now, previous, earlier):
    earlier = {*earlier, *previous}

    refused = messages(Numbers("en", tuple(now)), previous=previous, earlier=earlier)

    assert bool(refused) == bool((set(now) & earlier) - set(previous))


@given(st.sampled_from(rules.STATES), st.sampled_from(rules.STATES), st.sets(st.sampled_from(["place", "state"])))
def test_what_is_not_a_draft_never_has_its_words_written(before, after, columns):
    allowed = rules.may_write(before, after, columns)

    assert not (allowed and "place" in columns and before != rules.DRAFT)


@pytest.mark.parametrize("code", ["", "cn-by", "CN BY", "协议", "CN-BY-", "Х" * 3, "A" * 41])
def test_a_code_that_could_not_stand_in_minutes_is_refused(code):
    with pytest.raises(RuleBroken, match="CN-BY-2016") as refused:
        rules.require_code(code)

    assert refused.value.field == "code"


def test_a_day_ahead_is_refused():
    with pytest.raises(RuleBroken, match="lies ahead"):
        rules.require_reached(date(2026, 11, 23), today=date(2026, 11, 22), previous_from=None)

    rules.require_reached(date(2026, 11, 22), today=date(2026, 11, 22), previous_from=None)


def test_a_day_before_the_version_that_is_amended_is_refused():
    with pytest.raises(RuleBroken, match="from 2016-11-25"):
        rules.require_reached(date(2016, 11, 24), today=date(2026, 11, 22), previous_from=date(2016, 11, 25))

    rules.require_reached(None, today=date(2026, 11, 22), previous_from=date(2016, 11, 25))
