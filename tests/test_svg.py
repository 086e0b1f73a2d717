from datetime import date

from forumhub.svg import Axis, Column, Dot, Meeting, Year, columns, stacked_bar, timeline

TODAY = date(2026, 7, 2)


def test_timeline_of_meetings_places_them_by_day() -> None:
    meetings = [
        Meeting(date(2026, 1, 1), "第一次会议, 2026", "China"),
        Meeting(date(2026, 12, 31), "Второй форум, 2026", "Belarus", held=False, major=False, url="/events/x"),
    ]

    drawing = timeline(meetings, TODAY, "two meetings")

    assert drawing.dots == [
        Dot(0, 0, "第一次会议, 2026", True, True, ""),
        Dot(100, 1, "Второй форум, 2026", False, False, "/events/x"),
    ]


def test_timeline_without_meetings_shows_this_year() -> None:
    drawing = timeline([], TODAY, "no meetings")

    assert (drawing.hosts, drawing.dots, drawing.years) == ([], [], [Year(0, "2026", False)])
    assert (drawing.today_x, drawing.today_anchor) == (50, "start")


def test_timeline_hosts_come_in_order_of_appearance() -> None:
    meetings = [Meeting(date(2016 + n, 11, 25), "m", host) for n, host in enumerate(["China", "Belarus", "China"])]

    drawing = timeline(meetings, TODAY, "three")

    assert drawing.hosts == ["China", "Belarus"]
    assert [dot.host for dot in drawing.dots] == [0, 1, 0]


def test_timeline_over_many_years_leaves_labels_out() -> None:
    drawing = timeline([Meeting(date(1950, 5, 5), "first", "China")], TODAY, "long")

    assert [year.label for year in drawing.years] == [str(year) for year in range(1950, 2027, 6)]
    assert [year.label for year in drawing.years if not year.minor] == ["1950", "1968", "1986", "2004", "2022"]


def test_stacked_bar_is_as_wide_as_its_share_of_the_longest() -> None:
    bar = stacked_bar([("done", 3), ("open", 0), ("wait", 2)], 10, 8)

    assert [(part.kind, part.x, part.width) for part in bar.parts] == [("done", 0, 30), ("wait", 30, 20)]
    assert bar.limit == 80


def test_stacked_bar_of_nobody_is_empty() -> None:
    bar = stacked_bar([("done", 0)], 0)

    assert (bar.parts, bar.limit) == ([], None)


def test_timeline_holds_the_days_that_are_named_beside_its_meetings() -> None:
    line = timeline([], date(2026, 5, 1), "", also=[date(2016, 11, 25), date(2028, 1, 1)])

    assert line.axis == Axis(2016, 2028)
    assert line.axis.place(date(2016, 1, 1)) == 0
    assert line.axis.place(date(2028, 12, 31)) == 100


def test_columns_stand_beside_one_another_in_their_year_and_none_is_drawn_for_nothing() -> None:
    drawn = columns(Axis(2025, 2026), {2025: [("opened", 4), ("closed", 0)], 2026: [("opened", 1), ("closed", 2)]})

    assert [(each.kind, each.count, each.height) for each in drawn] == [
        ("opened", 4, 100.0),
        ("opened", 1, 25.0),
        ("closed", 2, 50.0),
    ]
    assert drawn[0] == Column("opened", 0.0, 17.97, 100.0, 4)
    assert drawn[1].x == 50.07
    assert drawn[2].x == round(drawn[1].x + drawn[1].width, 2)
