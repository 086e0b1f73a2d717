"""Lengths in headings, added up against the time there is."""

from datetime import datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml.html import fromstring

from forumhub.database import writing
from forumhub.markdown import read
from forumhub.markdown.points import minutes_in
from forumhub.minutes.agendas.timing import lengths, timetable

NINE = datetime(2026, 11, 25, 9)
LUNCH = (datetime(2026, 11, 25, 9, 30), datetime(2026, 11, 25, 10))
AGENDA = (
    "# 议程\n\n## 1. Открытие (20 min; BY)\n\n## 2. 诈骗（30分钟；CN-MPS）\n\n## 3. Разное (1 ч 10 мин)\n\n## 4. End\n"
)


@pytest.mark.parametrize(
    ("parenthesis", "minutes"),
    [
        ("40 min; BY-MIA; from C-3", 40),
        ("BY-MIA；40 分钟", 40),
        ("1 h 30 min", 90),
        ("2 часа", 120),
        ("1小时", 60),
        ("BY-MIA; from C-40", None),
        ("", None),
    ],
)
def test_length_in_a_heading_in_each_language(parenthesis, minutes):
    assert minutes_in(parenthesis) == minutes


def test_points_begin_one_after_another_around_the_break():
    times = timetable(read(AGENDA).html, NINE, NINE + timedelta(hours=2), [LUNCH])

    assert (times.taken, times.available, times.overrun) == (120, 90, 30)
    assert [(point.number, point.title, point.starts and f"{point.starts:%H:%M}") for point in times.points] == [
        ("1", "Открытие", "09:00"),
        ("2", "诈骗", "09:20"),
        ("3", "Разное", "10:20"),
        ("4", "End", None),
    ]


def test_meeting_of_two_days_has_no_nights():
    times = timetable(read("## 1. А (400 min)\n\n## 2. Б\n").html, NINE, NINE + timedelta(days=1, hours=5), [])

    assert (times.available, times.points[1].starts) == (600, datetime(2026, 11, 26, 10, 40))


def test_agenda_without_lengths_has_no_timetable():
    assert timetable(read("## 1. А (BY)\n").html, NINE, NINE + timedelta(hours=1), []) is None


SPANS = st.tuples(st.integers(0, 600), st.integers(1, 200))


@settings(max_examples=60, deadline=None)
@given(st.lists(SPANS, max_size=4), st.integers(1, 900))
def test_breaks_however_they_lie_take_away_the_minutes_that_they_cover(spans, length):
    breaks = [(NINE + timedelta(minutes=at), NINE + timedelta(minutes=at + long)) for at, long in spans]
    covered = {minute for at, long in spans for minute in range(at, at + long) if minute < 480}

    times = timetable(f"<h2>1. A ({length} min)</h2>", NINE, NINE + timedelta(hours=8), breaks)

    assert times.available == 480 - len(covered)


def test_of_whole_days_points_have_lengths_and_no_clock(waiting):
    with waiting.world.app.app_context():
        ulid = waiting.create(kind="agenda")
        waiting.save(ulid, en="# Agenda\n\n## 1. 开幕 (45 min; CN)\n\n## 2. Разное (1 h)\n\n## 3. End\n")
        with writing():
            event = waiting.row()
            event.all_day, event.local_start = True, event.local_start.replace(hour=0)
    secretary = waiting.world.signed_in("CN", "secretary")

    (section,) = fromstring(secretary.text(f"/minutes/{ulid}")).xpath('//section[@aria-label="Times of the agenda"]')

    times = lengths(read(AGENDA).html)
    assert " ".join(section.text_content().split()) == (
        "Times of the agenda 105 min 1. 开幕 45 min 2. Разное 60 min 3. End no length given"
    )
    assert (times.taken, times.available, times.overrun) == (120, None, 0)
    assert lengths(read("## 1. А (BY)\n").html) is None


def test_agenda_page_and_preview_show_the_overrun(waiting):
    with waiting.world.app.app_context():
        ulid = waiting.create(kind="agenda")
        waiting.save(ulid, en="# Agenda\n\n## 1. 开幕 (8 h 20 min; CN)\n")
    secretary = waiting.world.signed_in("CN", "secretary")

    pages = [
        secretary.text(f"/minutes/{ulid}"),
        secretary.post(f"/minutes/{ulid}/preview", {"text-en": "## 1. 开幕 (8 h 20 min)"}).text,
    ]

    assert ["The points take 20 minutes more than there are." in page for page in pages] == [True, True]
