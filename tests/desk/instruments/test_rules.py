"""Where clauses moved, how long things take, what lies still."""

from datetime import date, timedelta
from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from forumhub.desk.instruments.rules import LEFT, MOVED, NEW, RETITLED, STILL, Edition, Figures, changes_by_clause

FRAUD = {"en": "Fraud", "zh": "诈骗", "ru": "Мошенничество"}
TRAINING = {"en": "Training", "zh": "培训", "ru": "Обучение"}
DATA = {"en": "Data", "zh": "数据", "ru": "Данные"}
TODAY = date(2026, 11, 22)
EDITIONS = st.lists(
    st.dictionaries(st.sampled_from("123456"), st.sampled_from([FRAUD, TRAINING, DATA]), max_size=5), max_size=5
)


def test_changes_tell_a_clause_that_moved_from_one_that_is_new_retitled_or_gone():
    first = Edition(1, date(2016, 11, 25), {"1": FRAUD, "2": TRAINING, "3": DATA})
    second = Edition(2, date(2020, 5, 1), {"1": {"en": "Cyber fraud"}, "4": TRAINING, "5": {"en": "Bodies"}})

    found = changes_by_clause([first, second])

    told = {number: [(each.kind, each.other) for each in its] for number, its in found.items()}
    assert told == {
        "1": [(RETITLED, "")],
        "2": [(LEFT, "4")],
        "3": [(LEFT, "")],
        "4": [(MOVED, "2")],
        "5": [(NEW, "")],
    }
    assert found["1"][0].before == FRAUD


@settings(max_examples=30)
@given(EDITIONS)
def test_changes_lead_from_each_version_to_the_next(titles):
    editions = [Edition(number, None, its) for number, its in enumerate(titles, 1)]
    there = set(titles[0]) if titles else set()

    for number, its in changes_by_clause(editions).items():
        for change in its:
            assert (number in change.edition.titles) == (change.kind != LEFT)
    for before, after in pairwise(editions):
        changes = [(number, each.kind) for number, its in changes_by_clause([before, after]).items() for each in its]
        arrived = {number for number, kind in changes if kind in (NEW, MOVED)}
        left = {number for number, kind in changes if kind == LEFT}
        there = there - left | arrived
        assert there == set(after.titles)


def test_the_median_is_of_days_and_none_where_nothing_closed():
    medians = [Figures(days=days).median_days for days in ([], [7], [1, 2, 90], [10, 20])]

    assert medians == [None, 7, 2, 15]


def test_a_clause_lies_still_only_after_two_years_of_silence():
    just, long = Figures(last=TODAY - STILL), Figures(last=TODAY - STILL - timedelta(days=1))

    assert [just.still_since(TODAY), long.still_since(TODAY), Figures().still_since(TODAY)] == [None, 2024, None]


def test_the_last_discussion_is_the_latest_told():
    figures = Figures()

    for day in (date(2020, 1, 1), date(2024, 6, 1), date(2018, 1, 1)):
        figures.discussed(day)

    assert figures.last == date(2024, 6, 1)
