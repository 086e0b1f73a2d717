"""A venue, or a hall of it, is booked with its event, and nobody has it twice."""

import threading
from datetime import timedelta

import pytest

from forumhub.database import db, writing
from forumhub.errors import RuleBroken
from forumhub.events import actions
from forumhub.events.models import Event
from forumhub.events.venues.models import Venue
from tests.events.examples import END, FORUM, START, make_event, parties
from tests.events.venues.examples import GREAT, SMALL, make_venue
from tests.world import NOW

OTHER = {"en": "Seminar", "zh": "研讨会", "ru": "Семинар"}


def test_an_event_shows_its_venue_and_hall_in_every_language(world, database):
    venue = make_venue(world, halls=(GREAT,))

    event = make_event(world, site=venue, hall=venue.halls[0])

    assert event.venue == "Palace of Congresses / 会议宫 / Дворец съездов, Great hall / Большой зал"
    assert (event.timezone, event.city["ru"]) == ("Europe/Minsk", "Минск")


def test_a_venue_booked_twice_is_refused_with_the_other_event_named(world, database):
    venue = make_venue(world)
    make_event(world, site=venue)

    with pytest.raises(RuleBroken) as refused:
        make_event(world, "SEM", site=venue, titles=OTHER, local_start=END - timedelta(minutes=1), local_end=END)

    assert refused.value.field == "site"
    assert refused.value.values == {"title": FORUM["en"], "when": "Thu 11 Mar 2027, 09:00–17:30"}


def test_an_event_that_the_organizer_may_not_see_is_not_named(world, database):
    venue = make_venue(world)
    make_event(world, site=venue, parties=parties(world, "BY"))
    (cn,) = parties(world, "CN")

    with pytest.raises(RuleBroken) as refused:
        make_event(world, "SEM", site=venue, parties=[cn], host=cn, by=world.reader("CN", "organizer"))

    assert refused.value.msgid == "The venue is not free at that time: choose another time, hall or venue."


def test_events_one_after_the_other_both_have_it(world, database):
    venue = make_venue(world)
    make_event(world, site=venue)

    later = make_event(world, "SEM", site=venue, local_start=END, local_end=END + timedelta(hours=1))

    assert later.site == venue


@pytest.mark.parametrize(
    ("first", "second", "free"), [(0, 1, True), (0, 0, False), (None, 0, False), (0, None, False), (None, None, False)]
)
def test_halls_are_booked_apart_and_the_whole_venue_with_all(world, database, first, second, free):
    venue = make_venue(world, halls=(GREAT, SMALL))
    halls = [*venue.halls, None]
    make_event(world, site=venue, hall=halls[2 if first is None else first])

    try:
        make_event(world, "SEM", site=venue, hall=halls[2 if second is None else second])
    except RuleBroken:
        assert not free
    else:
        assert free


@pytest.mark.parametrize("step", ["cancel", "postpone"])
def test_a_cancelled_or_postponed_event_gives_it_back(world, database, step):
    venue = make_venue(world)
    event = make_event(world, site=venue)
    act = {"cancel": actions.cancel_event, "postpone": actions.postpone_event}[step]

    with writing():
        act(event, reason="洪水", by=world.reader("BY", "organizer"), now=NOW)

    assert make_event(world, "SEM", site=venue).site == venue


def test_a_postponed_event_does_not_come_back_into_a_venue_that_is_taken(world, database):
    venue = make_venue(world)
    event = make_event(world, site=venue)
    by = world.reader("BY", "organizer")
    with writing():
        actions.postpone_event(event, reason="Наводнение", by=by, now=NOW)
    make_event(world, "SEM", site=venue)

    with pytest.raises(RuleBroken), writing():
        actions.postpone_event(event, reason="Again", local_start=START, local_end=END, by=by, now=NOW)

    assert db.session.get(Event, event.id).state == "postponed"


def test_moving_into_another_booking_is_refused_and_keeps_the_old_time(world, database):
    venue = make_venue(world)
    make_event(world, site=venue)
    event = make_event(
        world, "SEM", site=venue, local_start=START + timedelta(days=1), local_end=END + timedelta(days=1)
    )

    with pytest.raises(RuleBroken), writing():
        actions.postpone_event(event, reason="再定", local_start=START, by=world.reader("BY", "organizer"), now=NOW)

    assert db.session.get(Event, event.id).local_start == START + timedelta(days=1)


def test_a_clock_other_than_the_venues_is_refused(world, database):
    venue = make_venue(world)

    with pytest.raises(RuleBroken) as refused:
        make_event(world, site=venue, timezone="Asia/Shanghai")

    assert (refused.value.field, refused.value.values) == ("timezone", {"zone": "Europe/Minsk"})


def test_more_places_than_the_hall_holds_are_refused(world, database):
    venue = make_venue(world, halls=(GREAT,))

    with pytest.raises(RuleBroken) as refused:
        make_event(world, site=venue, hall=venue.halls[0], capacity=101)

    assert (refused.value.field, refused.value.values) == ("capacity", {"places": 100})


def test_of_two_who_book_at_once_one_gets_it(world, app):
    """Two transactions, each begun before the other has committed; SQLite lets the second begin after the first."""
    with app.app_context():
        venue_id = make_venue(world).id
    barrier, outcomes = threading.Barrier(2, timeout=30), []

    def book(code: str) -> None:
        with app.app_context():
            barrier.wait()
            try:
                make_event(world, code, site=db.session.get(Venue, venue_id))
                outcomes.append("booked")
            except RuleBroken as refused:
                outcomes.append(refused.field)

    threads = [threading.Thread(target=book, args=(code,)) for code in ("ONE", "TWO")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)

    assert sorted(outcomes) == ["booked", "site"]
