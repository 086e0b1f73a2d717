"""Public holidays: each in the reader's language where it is known in it."""

from datetime import date

import pytest

from forumhub.events.calendar.holidays import Holiday, holidays_between, holidays_of


@pytest.mark.parametrize(
    ("country", "language", "holiday"),
    [
        ("CN", "en", Holiday("National Day", "CN", "en")),
        ("CN", "zh", Holiday("国庆节", "CN", "zh")),
        ("CN", "ru", Holiday("National Day", "CN", "en")),
        ("RU", "ru", None),
    ],
)
def test_a_holiday_is_named_in_the_language_or_in_english(country, language, holiday):
    assert holidays_of(country, 2027, language).get(date(2027, 10, 1)) == holiday


@pytest.mark.parametrize("code", ["XX", "EU", "CN-XJ", "", "中国", "__class__"])
def test_what_is_no_country_has_none(code):
    assert holidays_of(code, 2027, "en") == {}


def test_a_day_that_is_one_in_several_countries_names_each():
    days = [date(2026, 12, 31), date(2027, 1, 1)]

    found = holidays_between(["BY", "CN", "XX"], days, "en")

    assert {day: [str(each) for each in named] for day, named in found.items()} == {
        date(2027, 1, 1): ["New Year's Day (BY)", "New Year's Day (CN)"]
    }
