"""A turn of the rotation may have a venue that is chosen: its meetings book it, where it is free."""

from datetime import date, datetime

import pytest

from forumhub.database import db, writing
from forumhub.errors import RuleBroken
from forumhub.events.actions import edit_series, plan_series
from forumhub.events.models import HostTurn, Series
from tests.events.examples import make_event, make_series, parties
from tests.events.venues.examples import GREAT, PALACE, SMALL, make_venue
from tests.world import NOW

FIRST = datetime(2027, 11, 25, 9, 0)


def make_hosted(world, venue, hall=None, **changes):
    """China hosts where it likes, then Belarus in its palace; each 25 November from 2027 on."""
    cn, by = parties(world, "CN", "BY")
    turns = [HostTurn(party=cn, venue="人民大会堂"), HostTurn(party=by, site=venue, hall=hall)]
    return make_series(world, first_local_start=FIRST, rotation=turns, **changes)


def plan(world, series, until=date(2030, 12, 31)):
    with writing():
        return plan_series(series, until, by=world.reader("BY", "organizer"), now=NOW)


def test_meetings_book_the_venue_of_their_turn(world, database):
    venue = make_venue(world, halls=(GREAT,))
    series = make_hosted(world, venue, venue.halls[0])

    meetings = plan(world, series)

    assert [(meeting.site, meeting.hall) for meeting in meetings] == [(None, None), (venue, venue.halls[0])] * 2
    assert meetings[0].venue == "人民大会堂"
    assert meetings[1].venue == "Palace of Congresses / 会议宫 / Дворец съездов, Great hall / Большой зал"


def test_a_venue_that_is_taken_stays_as_words_and_is_not_booked_twice(world, database):
    venue = make_venue(world)
    taken = datetime(2028, 11, 25, 12, 0)
    make_event(world, site=venue, local_start=taken, local_end=taken.replace(hour=18))
    series = make_hosted(world, venue)

    meetings = plan(world, series)

    assert [meeting.site for meeting in meetings] == [None, None, None, venue]
    assert meetings[1].venue == "Palace of Congresses / 会议宫 / Дворец съездов"


def test_a_turn_keeps_the_clock_of_its_venue(world, database):
    venue = make_venue(world)
    (by,) = parties(world, "BY")

    with pytest.raises(RuleBroken) as refused:
        make_series(world, rotation=[HostTurn(party=by, site=venue, timezone="Asia/Shanghai")])

    assert refused.value.field == "timezone"


def test_a_hall_that_is_too_small_for_the_series_is_refused(world, database):
    venue = make_venue(world, halls=(SMALL,))

    with pytest.raises(RuleBroken) as refused:
        make_hosted(world, venue, venue.halls[0], capacity=101)

    assert (refused.value.field, refused.value.values) == ("capacity", {"places": 100})


def test_meetings_follow_their_turn_into_another_hall(world, database):
    venue = make_venue(world, halls=(GREAT, SMALL))
    series = make_hosted(world, venue, venue.halls[0])
    meetings = plan(world, series)
    cn, by = parties(world, "CN", "BY")
    turns = [HostTurn(party=cn, venue="人民大会堂"), HostTurn(party=by, site=venue, hall=venue.halls[1])]

    with writing():
        series = db.session.get(Series, series.id)
        organizer = world.reader("BY", "organizer")
        edit_series(series, lock_version=series.lock_version, rotation=turns, by=organizer, now=NOW)

    assert [meeting.hall and meeting.hall.names for meeting in meetings] == [None, SMALL, None, SMALL]


def test_the_venue_of_a_turn_is_chosen_in_the_form_and_stays_when_it_is_closed(world, app):
    with app.app_context():
        venue = make_venue(world)
        ulid = venue.ulid
    organizer = world.signed_in("BY", "organizer")
    form = {"titles-zh": "高级别会晤", "register_code": "HLM", "kind": "high_level_meeting", "parties": ["BY"]}
    form |= {"local_start": "2027-11-25T09:00", "access": "parties", "often": "hand", "repeats": "hand"}
    form |= {"rotation-0-party": "BY", "rotation-0-site": ulid}

    made = organizer.post("/series/new", form)
    organizer.post(f"/venues/{ulid}/close")

    assert made.status_code == 302, made.get_data(as_text=True)
    page = organizer.text(f"{made.location}/edit")
    assert f'<option selected value="{ulid}">' in page
    with app.app_context():
        assert db.session.query(HostTurn).one().site.names == PALACE
