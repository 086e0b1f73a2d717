"""What a change of a series reaches."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime, timedelta
from threading import Event as Moment
from time import sleep

import pytest
from sqlalchemy import select

from forumhub.database import db, locked, writing
from forumhub.errors import Conflict, NotAllowed, RuleBroken
from forumhub.events import actions
from forumhub.events.models import Event, HostTurn
from forumhub.events.series.queries import meetings_of, reason_to_stay
from forumhub.events.venues.models import Hall, Venue
from tests.events.examples import FORUM, HIGH_LEVEL, make_event, make_series, parties
from tests.events.venues.examples import GREAT, make_venue
from tests.world import NOW

UNTIL = date(2028, 11, 25)


def plan(world, series, until: date = UNTIL):
    with writing():
        return actions.plan_series(series, until, by=world.reader("BY", "organizer"), now=NOW)


def edit(world, series, **values: object):
    with writing():
        by = world.reader("CN", "organizer")
        return actions.edit_series(series, lock_version=series.lock_version, by=by, now=NOW, **values)


def days(series) -> list[str]:
    return [f"{event.local_start:%F %H:%M} {event.host.code}" for event in meetings_of(series.id)]


def test_a_change_reaches_what_follows_and_nothing_else(world, database, told):
    series = make_series(world)
    made = {event.local_start.year: event for event in plan(world, series, date(2030, 12, 31))}
    by = world.reader("CN", "organizer")
    with writing():
        actions.hold_event(made[2016], by=by, now=NOW)
        actions.postpone_event(made[2027], reason="x", local_start=datetime(2027, 12, 1, 9), by=by, now=NOW)
        actions.cancel_event(made[2028], reason="x", by=by, now=NOW)
        actions.edit_event(made[2029], lock_version=1, by=by, now=NOW, titles=FORUM)
    told.clear()

    changed = edit(world, series, titles={"zh": "会晤"}, first_local_start=datetime(2026, 11, 25, 10), minutes_long=120)

    assert [event.local_start.year for event in changed] == [2026, 2029, 2030]
    assert [event.titles for event in changed] == [{"zh": "会晤"}, FORUM, {"zh": "会晤"}]
    assert {(f"{event.local_start:%H:%M}", f"{event.local_end:%H:%M}", event.sequence) for event in changed} == {
        ("10:00", "12:00", 1)
    }
    assert [(said["event"].id, said["change"]) for said in told] == [(event.id, "series") for event in changed]
    assert {made[year].titles["en"] for year in (2016, 2020, 2027, 2028)} == {HIGH_LEVEL["en"]}


def test_a_change_of_nothing_tells_nobody(world, database, told):
    series = make_series(world)
    plan(world, series)
    told.clear()

    changed = edit(world, series, titles=dict(HIGH_LEVEL), parties=parties(world, "BY", "CN"))

    assert (changed, told) == ([], [])


def test_a_new_rule_keeps_days_that_it_shares_and_moves_the_others(world, database):
    series = make_series(world, first_local_start=datetime(2026, 12, 1, 9), rrule="FREQ=MONTHLY;INTERVAL=6")
    made = plan(world, series, date(2028, 1, 1))
    ulids = [event.ulid for event in made]

    edit(world, series, rrule="FREQ=YEARLY")

    assert days(series) == ["2026-12-01 09:00 CN", "2027-06-01 09:00 BY", "2027-12-01 09:00 BY"]
    edit(world, series, rrule="FREQ=MONTHLY;INTERVAL=4")
    assert days(series) == [
        "2026-12-01 09:00 CN",
        "2027-04-01 09:00 BY",
        "2027-08-01 09:00 CN",
        "2027-12-01 09:00 BY",
    ]
    assert [event.ulid for event in meetings_of(series.id) if event.ulid in ulids] == ulids


def test_a_new_rotation_moves_meetings_but_not_those_with_their_own_place(world, database):
    series = make_series(world, first_local_start=datetime(2026, 12, 1, 9))
    first, second = plan(world, series, date(2027, 12, 1))
    with writing():
        by = world.reader("CN", "organizer")
        actions.edit_event(second, lock_version=1, by=by, now=NOW, venue="Академия")

    cn, by = parties(world, "CN", "BY")
    edit(world, series, rotation=[HostTurn(party=by, venue="Дворец"), HostTurn(party=cn)])

    assert [(event.host.code, event.venue, event.timezone) for event in (first, second)] == [
        ("BY", "Дворец", "Europe/Minsk"),
        ("BY", "Академия", "Europe/Minsk"),
    ]
    assert first.starts_at == datetime(2026, 12, 1, 6, tzinfo=UTC)


def test_a_meeting_follows_its_series_until_it_starts(world, database):
    series, by = make_series(world, first_local_start=datetime(2026, 12, 1, 9)), world.reader("CN", "organizer")
    only = plan(world, series, date(2026, 12, 1))[0]

    assert reason_to_stay(only, series.rules, date.min, only.starts_at - timedelta(seconds=1), by=by) == ""
    assert reason_to_stay(only, series.rules, date.min, only.starts_at, by=by) == "began"


def left_by(world, code: str, meeting) -> None:
    """The party takes itself out of one meeting, which is hosted by another."""
    with writing():
        others = [party for party in parties(world, "CN", "BY") if party.code != code]
        both = {world.party[each]: frozenset({"organizer"}) for each in ("CN", "BY")}
        by = world.reader(code, "organizer", roles=both)
        actions.edit_event(meeting, lock_version=1, parties=others, host=others[0], by=by, now=NOW)


def test_a_meeting_that_the_editors_party_left_stays(world, database, told):
    series = make_series(world, first_local_start=datetime(2026, 12, 1, 9))
    left, kept = plan(world, series, date(2027, 12, 1))
    left_by(world, "CN", left)
    told.clear()

    changed = edit(world, series, titles=FORUM, first_local_start=datetime(2026, 12, 1, 10))

    assert [event.ulid for event in changed] == [kept.ulid]
    assert (left.titles, left.local_start, left.lock_version) == (HIGH_LEVEL, datetime(2026, 12, 1, 9), 2)
    assert [said["event"].id for said in told] == [kept.id]


def test_hosts_are_not_swapped_with_a_meeting_that_the_editors_party_left(world, database):
    series = make_series(world, first_local_start=datetime(2026, 12, 1, 9))
    left, kept = plan(world, series, date(2027, 12, 1))
    left_by(world, "CN", left)

    with pytest.raises(NotAllowed), writing():
        actions.swap_hosts(kept, left, by=world.reader("CN", "organizer"), now=NOW)


def test_a_meeting_that_the_editors_party_left_is_not_skipped(world, database):
    series = make_series(world, first_local_start=datetime(2026, 12, 1, 9))
    left, _kept = plan(world, series, date(2027, 12, 1))
    left_by(world, "CN", left)

    with pytest.raises(NotAllowed), writing():
        actions.skip_occurrence(series, date(2026, 12, 1), reason="x", by=world.reader("CN", "organizer"), now=NOW)


def test_a_stale_edit_of_a_series_is_refused(world, database):
    series = make_series(world)
    edit(world, series, titles=FORUM)

    with pytest.raises(Conflict), writing():
        actions.edit_series(series, lock_version=1, by=world.reader("CN", "organizer"), now=NOW, titles=HIGH_LEVEL)

    assert series.titles == FORUM


def test_a_booked_venue_stays_with_its_clock_when_hosts_change_though_the_series_calls_it_the_same(world, database):
    venue = make_venue(world, halls=(GREAT,))
    words = "Palace of Congresses / 会议宫 / Дворец съездов"
    cn, by = parties(world, "CN", "BY")
    series = make_series(world, first_local_start=datetime(2027, 11, 25, 9), rotation=[HostTurn(party=by, venue=words)])
    organizer = world.reader("BY", "organizer")
    with writing():
        (meeting,) = actions.plan_series(series, date(2027, 12, 31), by=organizer, now=NOW)
    with writing():
        actions.edit_event(meeting, lock_version=1, by=organizer, now=NOW, site=db.session.get(Venue, venue.id))

    edit(world, series, rotation=[HostTurn(party=cn)])

    assert (meeting.venue, meeting.site, meeting.timezone) == (words, venue, "Europe/Minsk")


def test_more_places_than_a_meetings_hall_holds_are_refused_for_its_series_too(world, database):
    venue = make_venue(world, halls=(GREAT,))
    (by,) = parties(world, "BY")
    series = make_series(world, first_local_start=datetime(2027, 11, 25, 9), rotation=[HostTurn(party=by)])
    organizer = world.reader("BY", "organizer")
    with writing():
        (meeting,) = actions.plan_series(series, date(2027, 12, 31), by=organizer, now=NOW)
    with writing():
        actions.edit_event(meeting, lock_version=1, by=organizer, now=NOW, hall=db.session.get(Hall, venue.halls[0].id))

    with pytest.raises(RuleBroken) as refused:
        edit(world, series, capacity=101)

    assert (refused.value.field, refused.value.values) == ("capacity", {"places": 100})


def test_meetings_of_a_series_are_locked_by_id_whenever_they_take_place(app, world):
    """As whoever publishes locks them. Who changes the series waits for the first, and holds no later one meanwhile."""
    with app.app_context():
        series = make_series(world)
        late = make_event(world, "LATE", series=series).id
        hours = {"local_start": datetime(2027, 2, 1, 9), "local_end": datetime(2027, 2, 1, 17)}
        early = make_event(world, "EARLY", series=series, **hours).id
        series_id = series.id
    begun = Moment()

    def change() -> list[int]:
        with app.app_context(), writing():
            begun.set()
            return [event.id for event in meetings_of(series_id, to_change=True)]

    with app.app_context(), ThreadPoolExecutor(1) as pool:
        with writing():
            locked(Event, late)
            changing = pool.submit(change)
            if db.engine.dialect.name == "postgresql":  # SQLite has one lock for all
                begun.wait(timeout=10)
                sleep(0.3)
            unlocked = select(Event.id).where(Event.id == early).with_for_update(skip_locked=True, of=Event)
            free = db.session.scalar(unlocked)
        order = changing.result(timeout=30)

    assert (late < early, free, order) == (True, early, [early, late])
