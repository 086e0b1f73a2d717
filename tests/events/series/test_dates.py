"""The next dates of a rule as one types it, and turns that buttons arrange."""

import re

import pytest

from tests.events.series.test_editing import TYPED

RULE = {"local_start": "2026-11-25T09:00", "repeats": "MONTHLY", "interval": "6", "pattern": "nth", "nth": "2"}
RULE |= {"weekday": "TU", "rotation-0-party": "CN", "rotation-1-party": "BY"}


@pytest.fixture
def organizer(world):
    return world.signed_in("CN", "organizer")


def asked(browser, **changes: str) -> str:
    return browser.get("/series/dates", query_string={**RULE, **changes}).get_data(as_text=True)


def listed(page: str) -> list[str]:
    return re.findall(r"<li>(.+?)</li>", page)


def test_the_next_ten_dates_stand_with_their_hosts(organizer):
    page = asked(organizer)

    assert listed(page)[:3] == [
        "Tue 11 May 2027, 09:00 <small>China</small>",
        "Tue 9 Nov 2027, 09:00 <small>Belarus</small>",
        "Tue 9 May 2028, 09:00 <small>China</small>",
    ]
    assert len(listed(page)) == 10
    assert "Every 6 months on the second Tuesday of the month" in page
    assert "FREQ=MONTHLY;INTERVAL=6;BYDAY=2TU" in page
    assert "The start above, Wed 25 Nov 2026, is not a day of this rule" in page


def test_a_rule_as_text_is_explained(organizer):
    page = asked(organizer, repeats="own", rrule="rrule:freq=yearly;bymonth=11;byday=-1fr;count=2")

    assert "Every year on the last Friday of November, 2 meetings in all" in page
    assert len(listed(page)) == 2


@pytest.mark.parametrize(
    ("language", "words"), [("zh", "每6个月，当月第二个星期二"), ("ru", "Раз в 6 месяцев во второй вторник")]
)
def test_a_rule_is_explained_in_the_readers_language(organizer, language, words):
    organizer.get(f"/language?to={language}")

    assert words in asked(organizer)


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"repeats": "own", "rrule": "FREQ=SECONDLY"}, "A series repeats yearly, monthly or weekly"),
        ({"repeats": "own", "rrule": "每年"}, "A rule cannot have 每年="),
        ({"interval": "0"}, "Once in how many: Number must be between 1 and 99."),
        ({"count": "3", "until": "2030-01-01"}, "leave one empty"),
        ({"pattern": "after", "after": "31"}, "choose a day until 25"),
        ({"repeats": "own", "rrule": "FREQ=MONTHLY;INTERVAL=12;BYMONTH=2"}, "no date in the next 60 years"),
        ({"local_start": ""}, "With a start, the next dates stand here."),
        ({"local_start": "9999-12-31T23:00"}, "The year 9999"),
        ({"repeats": "hand"}, "Dates set by hand"),
    ],
)
def test_what_cannot_be_is_said_instead_of_dates(organizer, changes, said):
    assert said in asked(organizer, **changes)


def test_without_javascript_a_button_shows_the_dates_and_keeps_what_was_typed(organizer):
    answer = organizer.post("/series/new", {**TYPED, "show": "dates"})

    page = answer.get_data(as_text=True)
    assert answer.status_code == 200
    assert "Every year on the third Thursday of May" in page
    assert "Thu 20 May 2027, 09:00 <small>Belarus</small>" in page
    assert 'value="会议中心"' in page


@pytest.mark.parametrize(
    ("button", "cities"),
    [
        ("add", ["Минск", "上海", ""]),
        ("up-1", ["上海", "Минск"]),
        ("down-0", ["上海", "Минск"]),
        ("remove-0", ["上海"]),
        ("up-0", ["Минск", "上海"]),
        ("remove-99", ["Минск", "上海"]),
        ("прочь-1", ["Минск", "上海"]),
    ],
)
def test_buttons_arrange_the_turns_and_save_nothing(organizer, button, cities):
    typed = {**TYPED, "rotation-0-city": "Минск", "turn": button}
    del typed["rotation-2-party"]

    page = organizer.post("/series/new", typed).get_data(as_text=True)

    assert re.findall(r'name="rotation-\d+-city" type="text" value="(.*?)"', page) == cities
    assert 'value="年度论坛"' in page
