"""Moving sessions: by fields, by steps, and on the board."""

import pytest

from tests.events.programme.examples import at
from tests.events.programme.pages import made, stored

pytestmark = pytest.mark.usefixtures("today")


def test_move_by_fields(app, world, organizer):
    names = made(app, world)
    typed = {"day": "2027-03-11", "clock": "15:10", "minutes": "20", "hall": names.blue, "lock_version": "1"}

    answer = organizer.post(names.session("move"), typed)

    assert answer.location == f"{names.page}/edit?day=2027-03-11#s-{names.opening}"
    assert stored(app, names.opening, "local_start", "minutes") == (at(15, 10), 20)


def test_move_that_somebody_was_quicker_than_is_refused(app, world, organizer):
    names = made(app, world)
    typed = {"day": "2027-03-11", "clock": "15:10", "minutes": "20", "hall": names.blue, "lock_version": "3"}

    answer = organizer.post(names.session("move"), typed)

    assert answer.status_code == 422
    assert "Somebody else changed this session" in answer.get_data(as_text=True)
    assert stored(app, names.opening, "local_start") == (at(9),)


def test_move_to_the_hours_after_midnight_of_a_long_day(app, world, organizer):
    names = made(app, world)
    organizer.post(f"{names.page}/days", {"day_start": "09:00", "day_end": "28:00"})
    typed = {"day": "2027-03-11", "clock": "01:30", "minutes": "20", "hall": names.blue, "lock_version": "1"}

    organizer.post(names.session("move"), typed)

    assert stored(app, names.opening, "local_start") == (at(1, 30).replace(day=12),)


@pytest.mark.parametrize(("by", "clock"), [("5", at(9, 5)), ("-5", at(8, 55))])
def test_shift_by_a_step(app, world, organizer, by, clock):
    names = made(app, world)

    organizer.post(names.session("shift"), {"by": by, "lock_version": "1"})

    assert stored(app, names.opening, "local_start") == (clock,)


@pytest.mark.parametrize("sent", [{"by": "500", "lock_version": "1"}, {"by": "5", "lock_version": "x"}, {}])
def test_shift_that_no_button_sends_is_refused(app, world, organizer, sent):
    names = made(app, world)

    assert organizer.post(names.session("shift"), sent).status_code == 400


def test_shift_into_a_clash_of_a_published_programme_says_with_what(app, world, organizer):
    names = made(app, world, published=True)

    organizer.post(names.session("shift"), {"by": "5", "lock_version": "1"})

    assert "Great Hall is taken twice" in organizer.text(f"{names.page}/edit")
    assert stored(app, names.opening, "local_start") == (at(9),)


def place(names, **changes: str) -> dict[str, str]:
    return {"start": "2027-03-11T11:00", "minutes": "45", "hall": names.blue, "lock_version": "1", **changes}


def test_board_knows_halls_days_and_sessions(app, world, organizer):
    names = made(app, world)

    board = organizer.get(f"{names.page}/board.json").json

    assert board["days"] == [{"date": "2027-03-11", "words": "Thu 11 Mar 2027"}]
    assert (board["hours"], board["late"]) == ([480, 1320], 0)
    assert [hall["title"] for hall in board["halls"]] == ["Great Hall", "Blue Hall"]
    opening = board["sessions"][0]
    assert (opening["title"], opening["start"], opening["minutes"], opening["hall"], opening["version"]) == (
        "Opening",
        "2027-03-11T09:00",
        60,
        names.great,
        1,
    )


def test_place_on_the_board_answers_with_the_board_as_it_is_then(app, world, organizer):
    names = made(app, world)

    answer = organizer.post(names.session("place"), place(names, start="2027-03-11T09:30", hall=names.great))

    moved = next(each for each in answer.json["sessions"] if each["id"] == names.opening)
    assert (answer.status_code, answer.json["refused"]) == (200, [])
    assert (moved["start"], moved["version"]) == ("2027-03-11T09:30", 2)
    assert [each["sentence"] for each in moved["notes"]] == [
        "The hall is also taken by “Panel on cross-border cases”, Thu 11 Mar 2027, 10:00–11:00."
    ]


def test_stale_place_is_refused_with_words_and_the_board(app, world, organizer):
    names = made(app, world)

    answer = organizer.post(names.session("place"), place(names, lock_version="9"))

    assert answer.status_code == 409
    assert answer.json["refused"] == ["Somebody else changed this session since you opened it, so yours was not saved."]
    assert len(answer.json["sessions"]) == 2


def test_place_that_clashes_with_a_published_programme_is_refused(app, world, organizer):
    names = made(app, world, published=True)

    answer = organizer.post(names.session("place"), place(names, start="2027-03-11T09:30", hall=names.great))

    assert answer.status_code == 422
    assert answer.json["refused"][1:] == [
        "Great Hall is taken twice: by “Opening”, Thu 11 Mar 2027, 09:30–10:15, and by "
        "“Panel on cross-border cases”, Thu 11 Mar 2027, 10:00–11:00."
    ]


@pytest.mark.parametrize(
    ("changes", "status"),
    [
        ({"start": "tomorrow"}, 400),
        ({"minutes": "long"}, 400),
        ({"minutes": "0"}, 422),
        ({"minutes": "99999"}, 422),
        ({"start": "0001-01-01T00:00"}, 422),
        ({"start": "9999-12-31T23:59"}, 422),
        ({"hall": "大礼堂"}, 404),
    ],
)
def test_place_that_is_none_is_refused(app, world, organizer, changes, status):
    names = made(app, world)

    answer = organizer.post(names.session("place"), place(names, **changes))

    assert answer.status_code == status
    assert stored(app, names.opening, "local_start", "minutes") == (at(9), 60)
