"""Countries' days of rest, as the package knows them."""

from datetime import date

import pytest

from forumhub.events.slots.calendars import calendar_of, is_known, undecided

YEAR = date(2026, 1, 1), date(2026, 12, 31)


@pytest.mark.parametrize(
    ("code", "language", "day", "name"),
    [
        ("CN", "en", date(2026, 10, 1), "National Day"),
        ("CN", "zh", date(2026, 10, 1), "国庆节"),
        ("CN", "ru", date(2026, 10, 1), "National Day"),
        ("BY", "ru", date(2026, 5, 9), "День Победы"),
        ("BY", "zh", date(2026, 5, 9), "Victory Day"),
        ("KZ", "en", date(2026, 12, 16), "Independence Day"),
    ],
)
def test_a_holiday_is_named_in_the_readers_language_where_it_is_known(code, language, day, name):
    assert calendar_of(code, *YEAR, language).holidays[day] == name


@pytest.mark.parametrize(
    ("code", "worked"),
    [("CN", [date(2026, 1, 4), date(2026, 2, 14), date(2026, 2, 28)]), ("BY", [date(2026, 4, 25)]), ("PL", [])],
)
def test_weekend_days_that_make_up_for_a_holiday_are_worked(code, worked):
    calendar = calendar_of(code, *YEAR, "en")

    assert sorted(day for day in calendar.made_up if day < date(2026, 5, 1)) == worked
    assert [day for day in worked if calendar.rests_weekly(day) or not calendar.makes_up(day)] == []


@pytest.mark.parametrize(("code", "weekend"), [("EG", {4, 5}), ("BY", {5, 6}), ("EU", {5, 6})])
def test_weekends_are_the_countrys_own(code, weekend):
    calendar = calendar_of(code, *YEAR, "en")

    weekends = {day.weekday() for day in calendar.weekends if day.year == 2026}

    assert weekends == weekend


def test_a_code_that_is_no_country_is_not_known():
    assert [code for code in ("CN", "BY", "BLR", "EU", "SCO", "cn", "") if not is_known(code)] == [
        "EU",
        "SCO",
        "cn",
        "",
    ]
    assert calendar_of("EU", *YEAR, "en").holidays == {}


def test_a_year_whose_working_weekends_are_not_told_is_undecided():
    found = {code: undecided(code, date(2026, 6, 1), date(2099, 1, 1)) for code in ("CN", "PL", "EU")}

    assert (2026 in found["CN"], found["PL"], found["EU"]) == (False, [], [])
    assert found["CN"] != []
