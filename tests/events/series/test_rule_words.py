"""Rules in the reader's words, in each language."""

from datetime import datetime

import pytest
from flask import session

WORKING = "MO,TU,WE,TH,FR"
LAST_WEEK = "BYMONTHDAY=-7,-6,-5,-4,-3,-2,-1"


def words(app, rrule: str, language: str = "en", first: datetime | None = None) -> str:
    with app.test_request_context("/"):
        session["language"] = language
        return app.jinja_env.filters["rule_words"](rrule, first)


@pytest.mark.parametrize(
    ("rrule", "said"),
    [
        ("", "dates set by hand"),
        ("FREQ=YEARLY", "every year on the same date"),
        ("FREQ=MONTHLY;INTERVAL=6;BYDAY=2TU", "every 6 months on the second Tuesday of the month"),
        ("FREQ=YEARLY;BYMONTH=11;BYDAY=-1FR", "every year on the last Friday of November"),
        (f"FREQ=YEARLY;BYMONTH=11;{LAST_WEEK};BYDAY=WE", "every year on Wednesday in the last week of November"),
        (
            f"FREQ=YEARLY;BYMONTH=11;BYMONTHDAY=26,27,28;BYDAY={WORKING};BYSETPOS=1",
            "every year on the first working day after 25 November",
        ),
        (
            f"FREQ=YEARLY;BYYEARDAY=-33,-32,-31;BYDAY={WORKING};BYSETPOS=1",
            "every year on the first working day after 28 November",
        ),
        ("FREQ=WEEKLY;INTERVAL=2;BYDAY=MO;COUNT=4", "every 2 weeks on Mondays, 4 meetings in all"),
        (
            "FREQ=MONTHLY;BYMONTHDAY=-1;UNTIL=20281231",
            "every month on the last day of the month, until Sun 31 Dec 2028",
        ),
        ("FREQ=YEARLY;BYMONTH=3,9;BYDAY=1MO", "every year on the first Monday of March and September"),
        ("FREQ=MONTHLY;BYMONTH=3,9;BYMONTHDAY=15", "every year on day 15 of March and September"),
    ],
)
def test_a_rule_is_told_in_words(app, rrule, said):
    assert words(app, rrule) == said


@pytest.mark.parametrize(
    ("language", "rrule", "said"),
    [
        ("zh", "FREQ=MONTHLY;INTERVAL=6;BYDAY=2TU", "每6个月，当月第二个星期二"),
        ("zh", f"FREQ=YEARLY;BYMONTH=11;{LAST_WEEK};BYDAY=WE", "每年十一月最后一周的星期三"),
        ("ru", "FREQ=MONTHLY;INTERVAL=6;BYDAY=2TU", "раз в 6 месяцев во второй вторник месяца"),
        ("ru", "FREQ=YEARLY;BYMONTH=11;BYDAY=-1FR", "каждый год в последнюю пятницу ноября"),
        ("ru", f"FREQ=YEARLY;BYMONTH=11;{LAST_WEEK};BYDAY=WE", "каждый год в среду последней недели ноября"),
    ],
)
def test_a_rule_is_told_in_the_readers_language(app, language, rrule, said):
    assert words(app, rrule, language) == said


@pytest.mark.parametrize(
    ("rrule", "said"),
    [
        ("FREQ=YEARLY", "every year on 25 November"),
        ("FREQ=YEARLY;BYMONTH=5", "every year on 25 May"),
        ("FREQ=MONTHLY;INTERVAL=3", "every 3 months on day 25 of the month"),
        ("FREQ=WEEKLY", "every week on Wednesdays"),
        ("FREQ=YEARLY;BYMONTH=5;BYDAY=1MO", "every year on the first Monday of May"),
    ],
)
def test_what_the_first_meeting_decides_is_said_as_a_date(app, rrule, said):
    assert words(app, rrule, first=datetime(2026, 11, 25, 9)) == said


@pytest.mark.parametrize(
    "rrule",
    [
        "FREQ=YEARLY;BYMONTH=3,9;BYDAY=MO;BYSETPOS=1",  # one Monday of both months, not one of each
        "FREQ=YEARLY;BYMONTHDAY=15",  # of every month
        "FREQ=MONTHLY;BYMONTHDAY=13;BYDAY=FR",
        "FREQ=MONTHLY;BYMONTHDAY=-3",
        "FREQ=MONTHLY;INTERVAL=2;BYMONTH=3;BYMONTHDAY=1",
        "FREQ=WEEKLY;INTERVAL=2;BYDAY=SU,MO;WKST=SU",
        "FREQ=YEARLY;BYYEARDAY=100",
        "FREQ=MONTHLY;BYDAY=MO,TU;BYSETPOS=2",
    ],
)
def test_a_rule_without_exact_words_is_shown_as_it_is(app, rrule):
    assert words(app, rrule) == f"by the rule {rrule}"
