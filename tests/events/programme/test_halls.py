"""Halls and hours of a programme, as browsers set them."""

import pytest

from tests.events.examples import make_event
from tests.events.programme.pages import made, programme
from tests.events.venues.examples import GREAT, SMALL, make_venue

pytestmark = pytest.mark.usefixtures("today")

TYPED = {"names-en": "Room 3", "names-zh": "三号厅", "names-ru": "Зал 3", "capacity": "30", "opens": "", "closes": ""}


def halls(app) -> list[tuple[object, ...]]:
    with app.app_context():
        return [(hall.names["ru"], hall.capacity, hall.opens, hall.closes) for hall in programme(app).halls]


def test_hall_is_added_last(app, world, organizer):
    names = made(app, world)

    answer = organizer.post(f"{names.page}/halls", {**TYPED, "opens": "09:30", "closes": "25:00"})

    assert answer.status_code == 302
    assert halls(app)[2:] == [("Зал 3", 30, 570, 1500)]


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"names-en": "", "names-zh": "", "names-ru": ""}, "Give the hall a name"),
        ({"opens": "9h"}, "Write a time as 09:30"),
        ({"opens": "09:30"}, "Give both times of a hall"),
        ({"opens": "18:00", "closes": "09:00"}, "The hall closes before it opens"),
        ({"capacity": "0"}, "Number must be between"),
    ],
)
def test_bad_hall_is_said_and_kept(app, world, organizer, changes, said):
    names = made(app, world)

    answer = organizer.post(f"{names.page}/halls", {**TYPED, **changes})

    page = answer.get_data(as_text=True)
    assert answer.status_code == 422
    assert said in page
    assert len(halls(app)) == 2


def test_hall_is_renamed_moved_and_taken_out(app, world, organizer):
    names = made(app, world)

    organizer.post(f"{names.page}/halls/{names.blue}", TYPED)
    organizer.post(f"{names.page}/halls/{names.blue}/shift", {"by": "-1"})
    moved = halls(app)
    organizer.post(f"{names.page}/halls/{names.blue}/remove")

    assert [hall[0] for hall in moved] == ["Зал 3", "Большой зал"]
    assert [hall[0] for hall in halls(app)] == ["Большой зал"]


def test_hall_with_sessions_is_not_taken_out(app, world, organizer):
    names = made(app, world)

    organizer.post(f"{names.page}/halls/{names.great}/remove")

    assert "Sessions in this hall: 2." in organizer.text(f"{names.page}/halls")
    assert len(halls(app)) == 2


@pytest.mark.parametrize(
    ("start", "end", "said"),
    [("9", "18:00", "Write a time"), ("18:00", "09:00", "ends after it starts"), ("", "", "This field is required")],
)
def test_bad_hours_are_said(app, world, organizer, start, end, said):
    names = made(app, world)

    answer = organizer.post(f"{names.page}/days", {"day_start": start, "day_end": end})

    assert answer.status_code == 422
    assert said in answer.get_data(as_text=True)


def test_halls_of_the_venue_are_taken_over_once(app, world, organizer):
    with app.app_context():
        venue = make_venue(world, halls=(GREAT, SMALL))
        event = make_event(world, site=venue).ulid
    page = f"/events/{event}/programme"
    organizer.post(f"{page}/open")

    organizer.post(f"{page}/halls/of-venue")
    first = halls_in_english(app)
    organizer.post(f"{page}/halls/of-venue")

    assert first == [("Great hall", 100), ("Small hall", 100)]
    assert halls_in_english(app) == first


def test_event_without_a_venue_has_no_halls_to_take_over(app, world, organizer):
    names, before = made(app, world), halls_in_english(app)

    organizer.post(f"{names.page}/halls/of-venue")

    assert halls_in_english(app) == before
    assert "Take the halls of" not in organizer.text(f"{names.page}/halls")


def halls_in_english(app) -> list[tuple[str, int | None]]:
    with app.app_context():
        return [(hall.names["en"], hall.capacity) for hall in programme(app).halls]
