"""Days, the cells of a month and the table of a week: nothing is lost, nothing is drawn over another."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from forumhub.events.calendar import drawing
from forumhub.events.calendar.drawing import MOST_BESIDE_ONE_ANOTHER, MOST_IN_A_CELL, Shown
from forumhub.events.calendar.holidays import Holiday
from forumhub.events.calendar.rules import LIST, MONTH, WEEK, days_of, period_of

WOMEN = Holiday("Women's Day", "BY", "en")
ON = date(2027, 3, 11)
MONDAY = datetime(2027, 3, 8)
SPANS = st.lists(st.tuples(st.integers(-3 * 1440, 10 * 1440), st.integers(1, 4 * 1440)), max_size=14)


@dataclass(eq=False)
class Timed:
    all_day: bool = False


def shown(minutes_from_monday: int, minutes: int) -> Shown:
    start = MONDAY + timedelta(minutes=minutes_from_monday)
    end = start + timedelta(minutes=minutes)
    return Shown(Timed(), start, end, *days_of(start, end))


def at(day: int, hour: int, hours: float) -> Shown:
    return shown(day * 1440 + hour * 60, int(hours * 60))


def in_period(period, spans) -> list[Shown]:
    all_shown = [shown(*span) for span in sorted(spans)]
    return [each for each in all_shown if each.first <= period.last and each.last >= period.first]


def test_a_cell_has_room_for_four_and_says_how_many_more():
    events = [at(0, hour, 1) for hour in range(8, 8 + MOST_IN_A_CELL)]

    full = drawing.days(period_of(MONTH, ON), ON, events, {})[7]
    over = drawing.days(period_of(MONTH, ON), ON, [*events, at(0, 20, 1)], {})[7]

    assert (full.date, len(full.few), full.more) == (MONDAY.date(), 4, 0)
    assert (len(over.few), over.more) == (3, 2)


def test_days_know_today_other_months_weekends_and_holidays():
    row = drawing.days(period_of(MONTH, ON), ON, [], {date(2027, 3, 8): [WOMEN]})

    assert [day.date for day in row if day.today] == [ON]
    assert [day.date.month for day in row if day.other] == [4, 4, 4, 4]
    assert [len([day for day in week if day.weekend]) for week in drawing.weeks(row)] == [2] * 5
    assert [day.holidays for day in row if day.holidays] == [[WOMEN]]


@given(spans=SPANS)
def test_every_event_is_on_each_of_its_days_and_once_in_a_list(spans):
    month, whole = period_of(MONTH, ON), period_of(LIST, ON)
    events = in_period(month, spans)

    row = drawing.days(month, ON, events, {})
    listed = drawing.by_first_day(whole, drawing.days(whole, ON, in_period(whole, spans), {}))

    expected = [min(each.last, month.last) - max(each.first, month.first) for each in events]
    assert sum(len(day.events) for day in row) == sum(span.days + 1 for span in expected)
    assert sorted(map(id, events)) == sorted({id(each) for day in row for each in day.events})
    assert sum(len(day.events) for day in listed) == len(in_period(whole, spans))


def test_what_takes_a_whole_day_is_a_bar_and_no_hour_of_the_week():
    whole = Shown(Timed(all_day=True), MONDAY, MONDAY + timedelta(days=1), *[MONDAY.date()] * 2)

    week = drawing.week(drawing.days(period_of(WEEK, ON), ON, [whole, at(0, 9, 1)], {}))

    assert [cell.shown for row in week.several for cell in row if cell.shown] == [whole]
    assert (week.first, week.until) == (8, 18)


@given(spans=SPANS)
def test_the_table_of_a_week_is_whole_and_draws_each_event_once(spans):
    period = period_of(WEEK, ON)
    events = in_period(period, spans)

    week = drawing.week(drawing.days(period, ON, events, {}))

    width = sum(len(column.lanes) for column in week.columns)
    drawn = [cell.shown for _hour, cells in week.hours for cell in cells if cell.shown]
    bars = [cell.shown for row in week.several for cell in row if cell.shown]
    assert all(sum(cell.columns for cell in row) == width for row in week.several)
    assert areas(week) == len(week.hours) * width
    assert len(drawn) + len(bars) + sum(column.more for column in week.columns) == len(events)
    assert len(set(map(id, drawn + bars))) == len(drawn + bars)
    assert all(column.more == 0 or len(column.lanes) == MOST_BESIDE_ONE_ANOTHER for column in week.columns)


def areas(week: drawing.Week) -> int:
    return sum(cell.rows for _hour, cells in week.hours for cell in cells)


def test_a_week_shows_working_hours_and_as_many_more_as_it_needs():
    period = period_of(WEEK, ON)

    usual = drawing.week(drawing.days(period, ON, [], {}))
    longer = drawing.week(drawing.days(period, ON, [at(3, 4, 8.5), at(4, 22, 2)], {}))

    assert [hour for hour, _cells in usual.hours if hour is not None] == list(range(8, 18))
    assert [hour for hour, _cells in longer.hours if hour is not None] == list(range(4, 24))


def test_what_meets_stands_side_by_side_and_a_fourth_is_counted():
    period = period_of(WEEK, ON)
    meeting = [at(1, 9, 2), at(1, 10, 1), at(1, 10, 1), at(1, 10, 3), at(1, 13, 1)]

    tuesday = drawing.week(drawing.days(period, ON, meeting, {})).columns[1]

    assert ([len(lane) for lane in tuesday.lanes], tuesday.more) == ([2, 1, 1], 1)
