"""Exported and imported again, a programme is the same."""

import pytest

from tests.events.programme.interchange.arranging import (
    CONGRESS,
    FOSDEM,
    HUB,
    bring,
    bring_file,
    event_for,
    exported,
    values,
)

pytestmark = pytest.mark.usefixtures("database")
WAYS = [("xml", "json"), *(pytest.param(both, marks=pytest.mark.slow) for both in (("xml", "xml"), ("json", "json")))]


@pytest.mark.parametrize(("name", "sessions", "halls"), [(CONGRESS, 138, 4), (FOSDEM, 551, 25), (HUB, 2, 5)])
@pytest.mark.parametrize("ways", WAYS, ids="-".join)
def test_a_real_schedule_arrives_whole_and_comes_back_the_same(world, shared_data, name, sessions, halls, ways):
    first = event_for(world, name)
    plan = bring_file(world, first, shared_data, name)
    before = event = first

    for code, kind in zip(("SEC", "THI"), ways, strict=True):
        event = event_for(world, name, code)
        bring(world, event, exported(before, kind))
        before = event

    said = values(first)
    assert (len(plan.made), len(said["sessions"]), len(said["halls"])) == (sessions, sessions, halls)
    assert values(event) == said
