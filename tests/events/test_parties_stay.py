"""No party takes another one out of an event or a series: for its people it would be gone."""

import pytest

from forumhub.database import db, writing
from forumhub.errors import RuleBroken
from forumhub.events.actions import create_event, edit_event, edit_series
from forumhub.events.models import Event, HostTurn, Series
from tests.events.examples import END, HIGH_LEVEL, START, make_event, make_series, parties
from tests.world import NOW


def test_an_event_keeps_a_party_that_another_would_take_out(world, database):
    event, by, rest = make_event(world), world.reader("BY", "organizer"), parties(world, "BY")

    with pytest.raises(RuleBroken, match="by its own organizer only"), writing():
        edit_event(event, lock_version=1, parties=rest, by=by, now=NOW)

    assert db.session.get(Event, event.id).party_ids == {world.party["CN"], world.party["BY"]}


def test_a_party_takes_itself_out_of_an_event(world, database):
    event = make_event(world)

    with writing():
        both = {world.party[code]: frozenset({"organizer"}) for code in ("CN", "BY")}
        by = world.reader("CN", "organizer", roles=both)
        edit_event(event, lock_version=1, parties=parties(world, "BY"), by=by, now=NOW)

    assert event.party_ids == {world.party["BY"]}


def test_a_series_keeps_a_party_that_another_would_take_out(world, database):
    series, by, rest = make_series(world), world.reader("CN", "organizer"), parties(world, "CN")

    with pytest.raises(RuleBroken, match="by its own organizer only"), writing():
        edit_series(series, lock_version=1, parties=rest, rotation=[HostTurn(party=rest[0])], by=by, now=NOW)

    assert db.session.get(Series, series.id).party_ids == {world.party["CN"], world.party["BY"]}


def test_no_meeting_of_a_series_is_made_behind_a_partys_back(world, database):
    series, others = make_series(world), parties(world, "CN", "KZ")
    values = {"titles": HIGH_LEVEL, "kind": "forum", "local_start": START, "local_end": END, "parties": others}

    with pytest.raises(RuleBroken, match="by its own organizer only"), writing():
        create_event(series=db.session.get(Series, series.id), by=world.reader("CN", "organizer"), now=NOW, **values)

    assert db.session.query(Event).count() == 0
