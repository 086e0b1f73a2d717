"""How moments read, on the host's clock and on the reader's, in three languages."""

from dataclasses import dataclass, replace
from datetime import UTC, date, datetime

import pytest

from forumhub import phrases


@dataclass
class Meeting:
    local_start: datetime
    local_end: datetime
    timezone: str
    starts_at: datetime
    city: dict[str, str]
    all_day: bool = False


MINSK = Meeting(
    datetime(2026, 11, 25, 9, 0),
    datetime(2026, 11, 25, 17, 30),
    "Europe/Minsk",
    datetime(2026, 11, 25, 6, 0, tzinfo=UTC),
    {"en": "Minsk", "zh": "明斯克", "ru": "Минск"},
)


@pytest.mark.parametrize(
    ("language", "one", "several"),
    [
        ("en", "Wed 25 Nov 2026, Minsk", "25 November 2026 – 27 November 2026"),
        ("zh", "2026年11月25日 周三, 明斯克", "2026年11月25日 – 2026年11月27日"),
        ("ru", "ср 25 нояб. 2026, Минск", "25 ноября 2026 г. – 27 ноября 2026 г."),
    ],
)
def test_whole_days_are_told_without_clocks_and_end_before_midnight(language, one, several):
    meeting = replace(MINSK, local_end=datetime(2026, 11, 26, 0, 0), all_day=True)

    assert phrases.both_clocks(meeting, language, "Asia/Shanghai") == one
    assert phrases.long_span(MINSK.local_start, datetime(2026, 11, 28), language, all_day=True) == several


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "Wed 25 Nov 2026, 09:00–17:30 Minsk (14:00 Beijing)"),
        ("zh", "2026年11月25日 周三, 09:00–17:30 明斯克 (14:00 北京)"),
        ("ru", "ср 25 нояб. 2026, 09:00–17:30 Минск (14:00 Пекин)"),
    ],
)
def test_both_clocks_names_the_host_and_the_reader(language, text):
    assert phrases.both_clocks(MINSK, language, "Asia/Shanghai") == text


def test_both_clocks_says_one_clock_once():
    assert phrases.both_clocks(MINSK, "en", "Europe/Minsk") == "Wed 25 Nov 2026, 09:00–17:30 Minsk"


def test_both_clocks_names_the_readers_day_where_it_is_another():
    text = phrases.both_clocks(MINSK, "en", "America/Los_Angeles")

    assert text == "Wed 25 Nov 2026, 09:00–17:30 Minsk (Tue 24 Nov 2026, 22:00 Los Angeles)"


def test_span_over_days_names_both_days():
    start, end = datetime(2027, 3, 11, 9), datetime(2027, 3, 12, 17)

    assert phrases.span(start, end, "en") == "Thu 11 Mar 2027, 09:00 – Fri 12 Mar 2027, 17:00"


def test_moment_is_told_on_the_clock_that_it_names():
    moment = datetime(2026, 12, 4, 9, 0, tzinfo=UTC)

    assert phrases.moment(moment, "Asia/Shanghai", "en") == "Fri 4 Dec 2026, 17:00 Beijing"


@pytest.mark.parametrize(
    ("host", "reader", "text"),
    [
        ("Europe/Minsk", "Asia/Shanghai", "Fri 4 Dec 2026, 12:00 Minsk (17:00 Beijing)"),
        ("Asia/Shanghai", "America/New_York", "Fri 4 Dec 2026, 17:00 Beijing (04:00 New York)"),
        ("Asia/Shanghai", "Pacific/Honolulu", "Fri 4 Dec 2026, 17:00 Beijing (Thu 3 Dec 2026, 23:00 Honolulu)"),
        ("Europe/Minsk", "Europe/Moscow", "Fri 4 Dec 2026, 12:00 Minsk"),
    ],
)
def test_an_instant_is_told_on_the_hosts_clock_and_on_the_readers(host, reader, text):
    deadline = datetime(2026, 12, 4, 9, 0, tzinfo=UTC)

    assert phrases.both_moments(deadline, host, "en", reader) == text


def test_both_moments_at_the_end_of_the_calendar():
    deadline = datetime(9999, 12, 31, 15, 59, 59, tzinfo=UTC)

    assert phrases.both_moments(deadline, "Asia/Shanghai", "en", "Pacific/Auckland") == "Fri 31 Dec 9999, 15:59 UTC"


@pytest.mark.parametrize(
    ("texts", "language", "expected"),
    [
        ({"en": "Forum", "zh": "论坛"}, "zh", "论坛"),
        ({"en": "Forum", "zh": "论坛"}, "ru", "Forum"),
        ({"zh": "论坛"}, "ru", "论坛"),
        ({}, "en", ""),
    ],
)
def test_in_language_falls_back_to_english_then_to_what_there_is(texts, language, expected):
    assert phrases.in_language(texts, language) == expected


def test_month_reads_in_the_readers_language():
    assert [phrases.month(date(2026, 11, 1), language) for language in ("en", "zh", "ru")] == [
        "November 2026",
        "2026年11月",
        "ноябрь 2026\u202fг.",
    ]


def test_short_month_reads_in_the_order_of_the_readers_language():
    assert [phrases.short_month(date(2026, 11, 1), language) for language in ("en", "zh", "ru")] == [
        "Nov 2026",
        "2026年 11月",
        "нояб. 2026",
    ]


def test_the_day_of_an_instant_is_told_on_the_readers_clock():
    late, wall = datetime(2026, 11, 22, 23, 47, tzinfo=UTC), datetime(2026, 11, 22, 23, 47)

    days = [phrases.local_day(value, "Europe/Minsk") for value in (late, wall, date(2026, 11, 22))]

    assert days == [date(2026, 11, 23), date(2026, 11, 22), date(2026, 11, 22)]


def test_the_size_of_a_file_is_in_the_readers_language():
    sizes = [(0, "en"), (1, "en"), (999, "ru"), (1_000, "en"), (999_949, "en"), (999_950, "zh"), (1_540_000, "ru")]

    read = [phrases.file_size(*each).replace("\u00a0", " ") for each in sizes]

    assert read == ["", "1 byte", "999 Б", "1 kB", "999.9 kB", "1 MB", "1,5 МБ"]
