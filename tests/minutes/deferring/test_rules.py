from datetime import date

import pytest

from forumhub.errors import RuleBroken
from forumhub.minutes.deferring.rules import check_deferrable, check_words, deferred_line, same_point

MEETINGS = [(12, date(2027, 11, 12)), (11, date(2026, 11, 12))]


@pytest.mark.parametrize(
    ("language", "line"),
    [
        (
            "en",
            "Deferred from the 12th meeting (12 November 2027), "
            "before that from the 11th meeting (12 November 2026): w",
        ),
        ("zh", "由第12次会议（2027年11月12日）推迟，此前由第11次会议（2026年11月12日）推迟：w"),
        ("ru", "Перенесено с 12-й встречи (12 ноября 2027 г.), ранее с 11-й встречи (12 ноября 2026 г.): w"),
    ],
)
def test_a_deferred_point_names_each_meeting_it_comes_from(language, line):
    assert deferred_line(MEETINGS, "w", language) == line


@pytest.mark.parametrize(
    ("number", "start"),
    [(1, "the 1st"), (2, "the 2nd"), (23, "the 23rd"), (111, "the 111th"), (None, "the meeting of 12 November 2027")],
)
def test_a_meeting_is_named_by_its_number_or_its_day(number, start):
    assert deferred_line([(number, date(2027, 11, 12))], "w", "en").startswith(f"Deferred from {start}")


def test_a_point_is_the_same_where_one_language_reads_the_same():
    assert same_point({"en": "Fraud", "zh": "诈骗"}, {"zh": "诈骗", "en": "Cyber fraud"})
    assert not same_point({"en": "", "ru": "Мошенничество"}, {"en": "", "zh": "诈骗"})


@pytest.mark.parametrize(
    ("kind", "state", "in_series"),
    [("agenda", "agreed", False), ("minutes", "party_draft", True), ("corrigendum", "agreed", True)],
)
def test_what_has_no_next_meeting_or_other_reader_is_not_deferred(kind, state, in_series):
    with pytest.raises(RuleBroken):
        check_deferrable(kind, state, in_series=in_series)


@pytest.mark.parametrize("words", ["", " \n", "x" * 1001])
def test_a_deferral_needs_words_that_fit(words):
    with pytest.raises(RuleBroken):
        check_words(words)
