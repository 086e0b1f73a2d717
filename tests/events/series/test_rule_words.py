"""Rules in the reader's words."""

import pytest


@pytest.mark.parametrize(
    ("rrule", "words"),
    [
        ("", "dates set by hand"),
        ("FREQ=MONTHLY;INTERVAL=6;BYDAY=2TU", "every 6 months, Tuesday no. 2 of the month"),
        ("FREQ=YEARLY;BYMONTH=11;BYDAY=-1FR", "every year, November, the last Friday of the month"),
        ("FREQ=WEEKLY;INTERVAL=2;BYDAY=MO;COUNT=4", "every 2 weeks, Monday, 4 meetings in all"),
        ("FREQ=MONTHLY;BYMONTHDAY=-1;UNTIL=20281231", "every month, day -1 of the month, until 2028-12-31"),
    ],
)
def test_a_rule_is_told_in_words(app, rrule, words):
    with app.test_request_context("/"):
        assert app.jinja_env.filters["rule_words"](rrule) == words
