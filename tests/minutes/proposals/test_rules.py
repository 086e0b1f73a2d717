"""Where a paragraph stands after the text has changed, and what the text is with another wording."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from forumhub.errors import Conflict, NotAllowed, RuleBroken
from forumhub.minutes.merging import units
from forumhub.minutes.proposals import rules

TEXT = "# 纪要\n\n1.1 Noted.\n\n- **DECISION D-1**: Да.\n- **DECISION D-2**: Нет.\n\n1.1 Noted.\n"
SOURCES = st.lists(st.sampled_from(["# 纪要", "", "1.1 Да.", "- one", "two"]), max_size=6).map("\n".join)


@pytest.mark.parametrize(
    ("source", "paragraph", "place", "found"),
    [
        (TEXT, "1.1 Noted.\n", 2, 2),
        (TEXT, "1.1 Noted.", 7, 7),
        ("New first line.\n\n" + TEXT, "- **DECISION D-2**: Нет.\n", 5, 7),
        ("New first line.\n\n" + TEXT, "1.1 Noted.\n", 7, 9),
        (TEXT + "\nNew last line.\n", "1.1 Noted.\n", 2, 2),
        (TEXT.replace("1.1 Noted.", "1.1 指出。", 1), "1.1 Noted.\n", 2, None),
        (TEXT.replace("1.1 Noted.\n\n", "", 1), "1.1 Noted.\n", 2, None),
        (TEXT.replace("- **DECISION D-1**: Да.", "1.1 Noted."), "- **DECISION D-1**: Да.\n", 4, None),
        (TEXT, "1.1 Regretted.\n", 2, None),
    ],
)
def test_paragraph_is_found_by_its_words_unless_it_may_be_another_in_the_same_words(source, paragraph, place, found):
    assert rules.place_of(rules.lines_of(source), paragraph, place, rules.lines_of(TEXT)) == found


def test_wording_takes_the_place_and_a_deletion_leaves_one_blank_line():
    assert rules.with_wording(TEXT, 2, "1.1 双方指出。") == TEXT.replace("1.1 Noted.", "1.1 双方指出。", 1)
    assert rules.with_wording(TEXT, 2, "") == TEXT.replace("1.1 Noted.\n\n", "", 1)
    assert rules.with_wording(TEXT, 4, "") == TEXT.replace("- **DECISION D-1**: Да.\n", "")


@settings(max_examples=20)
@given(SOURCES, st.text(alphabet="a\nЯ纪- ", max_size=8), st.data())
def test_wording_changes_its_paragraph_alone(source, wording, data):
    places = [place for place, _unit in rules.paragraphs(source)]
    if not places:
        return
    place = data.draw(st.sampled_from(places))
    text = rules.with_wording(source, place, wording.strip("\n"))
    before = "".join(units(source)[:place])

    assert text.startswith(before)
    lines = rules.lines_of(source)
    assert rules.place_of(lines, units(source)[place], place, lines) == place


@pytest.mark.parametrize(
    ("kind", "words", "wording", "field"),
    [
        ("other", "", "", "kind"),
        ("comment", " ", "", "words"),
        ("wording", "", "\n", "wording"),
        ("wording", "", "1.1 Да.\n", "wording"),
        ("wording", "", "я" * 10_001, "wording"),
        ("comment", "纪" * 2001, "", "words"),
    ],
)
def test_what_lacks_its_words_says_which(kind, words, wording, field):
    with pytest.raises(RuleBroken) as refused:
        rules.check_new(kind, words, wording, "1.1 Да.\n", 0)

    assert refused.value.field == field


def test_nobody_answers_for_the_other_side():
    with pytest.raises(NotAllowed):
        rules.check_settles(1, frozenset({1}), own_side=False)
    with pytest.raises(Conflict):
        rules.check_accepted("Да.", None)
    with pytest.raises(RuleBroken):
        rules.check_accepted(None, 3)

    rules.check_settles(1, frozenset({1}), own_side=True)
    rules.check_settles(1, frozenset({1, 2}), own_side=False)
