"""On which days the parties rest: holidays in the reader's language where they are known in it, weekends."""

from datetime import date

import pytest

from forumhub.events.calendar.holidays import Holiday, holidays_between, resting

NATIONAL_DAY = date(2026, 10, 1)


@pytest.mark.parametrize(
    ("language", "holiday"),
    [
        ("en", Holiday("National Day", "CN", "en")),
        ("zh", Holiday("国庆节", "CN", "zh")),
        ("ru", Holiday("National Day", "CN", "en")),
    ],
)
def test_a_holiday_is_named_in_the_language_or_in_english(language, holiday):
    assert holidays_between(["CN"], [NATIONAL_DAY], language) == {NATIONAL_DAY: [holiday]}


@pytest.mark.parametrize("code", ["XX", "CN-XJ", "", "中国", "__class__"])
def test_what_is_no_country_has_no_holidays(code):
    assert holidays_between([code], [NATIONAL_DAY], "en") == {}


def test_a_day_that_is_one_in_several_countries_names_each():
    days = [date(2026, 12, 31), date(2027, 1, 1)]

    found = holidays_between(["BY", "CN", "XX"], days, "en")

    assert {day: [str(each) for each in named] for day, named in found.items()} == {
        date(2027, 1, 1): ["New Year's Day (BY)", "New Year's Day (CN)"]
    }


def test_a_weekend_that_china_works_to_make_up_is_belarus_weekend_only():
    days = [date(2026, 2, 13), date(2026, 2, 14)]  # a Saturday worked for the Spring Festival

    assert resting(["BY", "CN"], days) == {date(2026, 2, 14): ["BY"]}
