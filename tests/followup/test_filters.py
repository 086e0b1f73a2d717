import io
from datetime import date, datetime

import pytest
from openpyxl import load_workbook

from forumhub.followup import queries
from forumhub.followup.register import Filters
from forumhub.followup.views.listing import tabs_of
from tests.followup import examples

TODAY = date(2026, 11, 22)


@pytest.mark.parametrize(
    ("filters", "codes"),
    [
        ({"due": "overdue"}, ["A-2"]),
        ({"due": "soon"}, []),
        ({"due_from": "2026-11-20", "due_until": "2026-11-20"}, ["A-2"]),
        ({"due_from": "2026-11-21"}, ["A-1"]),
        ({"due_until": "2027-03-01"}, ["A-2", "A-1"]),
    ],
)
def test_the_register_is_filtered_by_when_things_fall_due(world, database, filters, codes):
    examples.agreed(world)

    page = queries.register_page(world.reader("BY", "delegate"), Filters(**filters), today=TODAY)

    assert ([item.code for item in page.items], page.total) == (codes, len(codes))


def test_what_falls_due_within_30_days_is_soon_from_its_first_day_to_its_last(world, database):
    examples.agreed(world)
    reader, soon = world.reader("BY", "delegate"), Filters(due="soon")

    days = [date(2027, 1, 29), date(2027, 1, 30), date(2027, 3, 1), date(2027, 3, 2)]
    found = [[item.code for item in queries.register_page(reader, soon, today=day).items] for day in days]

    assert found == [[], ["A-1"], ["A-1"], []]


def test_the_workbook_holds_what_the_list_shows(world):
    examples.arranged(world)

    reader = world.signed_in("BY", "delegate")
    reader.get("/language?to=ru")
    answer = reader.get("/follow-up.xlsx?due=overdue")

    sheet = load_workbook(io.BytesIO(answer.data)).active
    (row,) = [[cell.value for cell in row] for row in sheet.iter_rows(min_row=2)]
    assert (row[:3], row[7]) == (["HLM/A-2", "Поручение", "Проверить канал."], "Просрочено")
    assert [type(row[place]) for place in (5, 9)] == [datetime, datetime]


@pytest.mark.parametrize("asked", ["due_from=2026-13-40", "due_until=soon", "due=never", "due_from=20261120x"])
def test_a_day_that_is_none_filters_nothing(world, asked):
    examples.arranged(world)

    assert "HLM/A-2" in world.signed_in("BY", "delegate").text(f"/follow-up?{asked}")


def test_tabs_are_those_of_the_kind():
    counts = {"all": 3, "unfinished": 3, "provisional": 1}

    decisions = [name for name, _word, _count in tabs_of("DECISION", "", counts)]

    assert decisions == ["", "provisional"]
    assert [len(tabs_of(kind, "", counts)) for kind in ("ACTION", "all")] == [6, 6]
