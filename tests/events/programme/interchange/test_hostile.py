"""Schedules that were written to break the house: each is refused, or read without what breaks it."""

import json

import pytest

from forumhub.database import db
from forumhub.errors import RuleBroken
from forumhub.events.programme.interchange.exporting import read_schedule
from forumhub.events.programme.models import ProgrammeHall, ProgrammeSession
from tests.events.examples import make_event
from tests.events.programme.interchange.arranging import bring
from tests.events.programme.interchange.test_importing import HEAD, TAIL, part

DEEP, DEEPER = "[" * 100 + "]" * 100, "[" * 5000 + "]" * 5000


def as_json(session: str = "", room: str = "") -> bytes:
    """A schedule of one session; what is said more of it, or of its room, is JSON as it stands."""
    said = '{"id": 1, "title": "Открытие", "date": "2027-03-11T09:30:00+03:00", "duration": "00:45"' + session + "}"
    days = '[{"date": "2027-03-11", "rooms": {"大礼堂": [' + said + "]}}]"
    rooms = '[{"name": "大礼堂"' + room + "}]"
    return ('{"schedule": {"conference": {"rooms": ' + rooms + ', "days": ' + days + "}}}").encode()


def as_xml(beside: str) -> bytes:
    """With an instruction of ours, in which a session that is in the file may be said more of."""
    tail = TAIL.replace("</schedule>", f"<?forumhub {beside}?></schedule>")
    return f"{HEAD}<room name='大礼堂'>{part()}</room>{tail}".encode()


@pytest.mark.parametrize("value", ["1e999", "-1e999", "NaN", DEEP, DEEPER, "1" + "0" * 5000])
def test_numbers_and_depths_that_no_database_takes_are_refused(value):
    with pytest.raises(RuleBroken, match="cannot be read as JSON"):
        read_schedule(as_json(f', "x": {value}'))


@pytest.mark.parametrize("value", [DEEP, DEEPER, "1e999", "NaN"])
def test_an_instruction_that_no_database_takes_is_not_heard(world, database, value):
    beside = f'{{"format": 1, "sessions": {{"g1": {{"foreign": [{{}}, {{"x": {value}}}]}}}}}}'

    plan = bring(world, make_event(world), as_xml(beside))

    assert (len(plan.made), db.session.query(ProgrammeSession).one().foreign) == (1, {"type": "lecture"})


def test_a_capacity_that_is_no_number_is_none(world, database):
    bring(world, make_event(world), as_json(room=', "capacity": true'))

    assert db.session.query(ProgrammeHall).one().capacity is None


def test_a_schedule_as_these_tests_write_it_is_taken(world, database):
    plan = bring(world, make_event(world), as_json(', "x": ' + json.dumps({"level": 3.5})))

    assert db.session.query(ProgrammeSession).one().foreign == {"x": {"level": 3.5}}
    assert len(plan.made) == 1
