"""Planning a series ahead, and what a change of it reaches."""

from datetime import date, datetime

import pytest

from forumhub.database import db, writing
from forumhub.errors import NotAllowed, RuleBroken
from forumhub.events import actions
from forumhub.events.models import HostTurn
from forumhub.events.series.queries import meetings_of
from tests.events.examples import HIGH_LEVEL, make_event, make_series, parties
from tests.world import NOW

UNTIL = date(2028, 11, 25)


def plan(world, series, until: date = UNTIL):
    with writing():
        return actions.plan_series(series, until, by=world.reader("BY", "organizer"), now=NOW)


def days(series) -> list[str]:
    return [f"{event.local_start:%F %H:%M} {event.host.code}" for event in meetings_of(series.id)]


def test_planning_goes_by_rule_rotation_and_wall_clock(world, database):
    series = make_series(world)

    made = plan(world, series, date(2018, 12, 31))

    assert days(series) == ["2016-11-25 09:00 CN", "2017-11-25 09:00 BY", "2018-11-25 09:00 CN"]
    assert [event.starts_at.hour for event in made] == [1, 6, 1]
    assert [(event.titles, event.register.code, event.timezone) for event in made][1] == (
        HIGH_LEVEL,
        "HLM",
        "Europe/Minsk",
    )


def test_planning_again_makes_nothing_and_going_on_keeps_the_turn(world, database):
    series = make_series(world)
    plan(world, series, date(2017, 11, 25))

    again = plan(world, series, date(2017, 11, 25))
    further = plan(world, series, date(2019, 11, 24))

    assert (again, [event.host.code for event in further]) == ([], ["CN"])
    assert series.planned_until == date(2019, 11, 24)


def test_a_cancelled_or_moved_meeting_keeps_its_place(world, database):
    series = make_series(world)
    first, second = plan(world, series, date(2017, 11, 25))
    by = world.reader("CN", "organizer")
    with writing():
        actions.cancel_event(first, reason="已取消", by=by, now=NOW)
        actions.postpone_event(second, reason="позже", local_start=datetime(2019, 5, 1, 9), by=by, now=NOW)

    further = plan(world, series, date(2018, 11, 25))

    assert [(event.occurrence, event.host.code) for event in further] == [(date(2018, 11, 25), "CN")]
    assert second.occurrence == date(2017, 11, 25)


def test_a_series_by_hand_has_its_first_meeting_only(world, database):
    series = make_series(world, rrule="")

    plan(world, series)
    plan(world, series)

    assert days(series) == ["2016-11-25 09:00 CN"]


def test_planning_beyond_ten_years_is_refused(world, database):
    series = make_series(world)

    with pytest.raises(RuleBroken, match="at most 10 years"):
        plan(world, series, date(2040, 1, 1))

    assert meetings_of(series.id) == []


def test_planning_needs_an_organizer_of_its_parties(world, database):
    series = make_series(world)

    with pytest.raises(NotAllowed), writing():
        actions.plan_series(series, UNTIL, by=world.reader("BY", "secretary"), now=NOW)


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"rrule": "FREQ=SECONDLY"}, "rrule"),
        ({"rotation": []}, "rotation"),
        ({"minutes_long": 0}, "local_end"),
        ({"minutes_long": 100_000}, "local_end"),
        ({"titles": {"zh": "  "}}, "titles"),
        ({"register_code": "高级"}, "register_code"),
    ],
)
def test_a_series_that_cannot_be_is_refused_beside_its_field(world, database, values, field):
    with pytest.raises(RuleBroken) as refused:
        make_series(world, **({"code": values["register_code"]} if "register_code" in values else values))

    assert refused.value.field == field


def test_a_host_of_the_rotation_must_meet(world, database):
    with pytest.raises(RuleBroken, match="not among the parties"):
        make_series(world, rotation=[HostTurn(party=parties(world, "KZ")[0])])


def test_an_extra_meeting_of_a_series_stands_in_its_register(world, database):
    series = make_series(world)

    extra = make_event(world, "", series=series)

    assert (extra.register.code, extra.occurrence) == ("HLM", None)
    assert db.session.get(type(series), series.id).register_id == extra.register_id
