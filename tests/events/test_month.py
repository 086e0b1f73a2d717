"""The month page, in either clock."""

from datetime import datetime

import pytest

from tests.events.pages import made

pytestmark = pytest.mark.usefixtures("today")


def day_cell(page: str, words: str) -> str:
    """The day's number in the cell of the grid that holds these words."""
    cell = next(part for part in page.split("<td")[1:] if words in part)
    return cell.split('class="weekday">')[1].split("</span>")[1]


def test_a_month_shows_days_of_the_reader_or_of_the_host(app, world):
    late = {"local_start": datetime(2027, 3, 11, 22, 0), "local_end": datetime(2027, 3, 11, 23, 0)}
    made(app, world, **late)
    reader = world.signed_in("CN", "organizer")

    own, hosts = reader.text("/calendar?month=2027-03"), reader.text("/calendar?month=2027-03&clock=host")

    assert (day_cell(own, "Forum on"), day_cell(hosts, "Forum on")) == ("12", "11")
    assert ("03:00 Forum on" in own, "22:00 Forum on" in hosts) == (True, True)


def test_a_month_shows_each_day_of_a_longer_event(app, world, organizer):
    made(app, world, local_end=datetime(2027, 3, 14, 0, 0))

    page = organizer.text("/calendar?month=2027-03")

    assert page.count("Forum on trafficking in persons</a>") == 3


@pytest.mark.parametrize("month", ["", "2027-13", "0001-01", "9999-12", "二〇二七", "2027-3", "%00"])
def test_a_month_that_is_none_is_this_month(world, organizer, month):
    assert "November 2026" in organizer.text(f"/calendar?month={month}")
