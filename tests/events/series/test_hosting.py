"""Skipping meetings, swapping hosts and passing turns on."""

from datetime import date, datetime

import pytest

from forumhub.database import writing
from forumhub.errors import RuleBroken
from forumhub.events import actions
from forumhub.events.models import Event, HostTurn, Series
from forumhub.events.series.outlook import UnforeseenOutlook
from forumhub.events.series.queries import meetings_of
from tests.events.examples import make_event, make_series, parties
from tests.world import NOW, World

UNTIL = date(2031, 12, 31)
FIRST = datetime(2026, 12, 1, 9)


@pytest.fixture
def series(world: World, database) -> Series:
    """Each 1 December from 2026 on, in Beijing, Minsk and the Great Hall in turn; planned until 2031."""
    cn, by = parties(world, "CN", "BY")
    turns = [HostTurn(party=cn), HostTurn(party=by), HostTurn(party=cn, venue="人民大会堂")]
    series = make_series(world, first_local_start=FIRST, rotation=turns)
    plan(world, series, UNTIL)
    return series


def plan(world: World, series: Series, until: date) -> list[Event]:
    with writing():
        return actions.plan_series(series, until, by=world.reader("CN", "organizer"), now=NOW)


def who(world: World) -> dict:
    return {"by": world.reader("CN", "organizer"), "now": NOW}


def skip(world: World, series: Series, year: int, **options: object) -> None:
    with writing():
        actions.skip_occurrence(series, date(year, 12, 1), reason="检修", **who(world), **options)


def listed(series: Series) -> list[str]:
    return [f"{event.local_start:%Y} {event.host.code}{event.venue} {event.state}" for event in meetings_of(series.id)]


def test_a_skipped_meeting_is_cancelled_and_shifts_nobody(world, series, told):
    skip(world, series, 2028)

    assert listed(series) == [
        "2026 CN tentative",
        "2027 BY tentative",
        "2028 CN人民大会堂 cancelled",
        "2029 CN tentative",
        "2030 BY tentative",
        "2031 CN人民大会堂 tentative",
    ]
    assert [said["change"] for said in told] == ["cancelled"]


def test_a_skipped_meeting_that_shifts_gives_its_host_the_next_one(world, series):
    skip(world, series, 2028, shift=True)
    plan(world, series, date(2033, 12, 31))

    assert listed(series)[2:] == [
        "2028 CN人民大会堂 cancelled",
        "2029 CN人民大会堂 tentative",
        "2030 CN tentative",
        "2031 BY tentative",
        "2032 CN人民大会堂 tentative",
        "2033 CN tentative",
    ]


def test_a_day_skipped_beforehand_is_never_planned(world, series):
    skip(world, series, 2033)

    plan(world, series, date(2034, 12, 31))

    assert listed(series)[6:] == ["2032 CN tentative", "2034 CN人民大会堂 tentative"]


def test_a_skip_is_taken_back_and_planned_within_the_horizon(world, series):
    skip(world, series, 2032)
    plan(world, series, date(2033, 12, 31))

    with writing():
        made = actions.restore_occurrence(series, date(2032, 12, 1), **who(world))

    assert (made.host.code, made.occurrence) == ("CN", date(2032, 12, 1))
    assert listed(series)[6:] == ["2032 CN tentative", "2033 BY tentative"]


def test_a_skip_is_taken_back_beyond_the_horizon_without_a_meeting(world, series):
    skip(world, series, 2035)

    with writing():
        made = actions.restore_occurrence(series, date(2035, 12, 1), **who(world))

    assert (made, series.skips) == (None, [])


def test_a_skipped_meeting_that_was_cancelled_is_not_planned_after_all(world, series):
    skip(world, series, 2028)

    with pytest.raises(RuleBroken, match="take the cancellation back"), writing():
        actions.restore_occurrence(series, date(2028, 12, 1), **who(world))


@pytest.mark.parametrize("day", [date(2028, 12, 2), date(2025, 12, 1), date(2040, 1, 1)])
def test_a_day_that_the_rule_does_not_have_is_not_skipped(world, series, day):
    with pytest.raises(RuleBroken, match="no meeting on that day"), writing():
        actions.skip_occurrence(series, day, reason="x", **who(world))

    assert series.skips == []


def test_a_meeting_is_skipped_once_and_not_after_its_start(world, series):
    skip(world, series, 2028)

    with pytest.raises(RuleBroken, match="skipped already"):
        skip(world, series, 2028)
    late = {**who(world), "now": meetings_of(series.id)[0].starts_at}
    with pytest.raises(RuleBroken, match="has begun"), writing():
        actions.skip_occurrence(series, date(2026, 12, 1), reason="x", **late)


def test_swapped_hosts_change_places_and_clocks_and_nobody_else_shifts(world, series):
    first, second = meetings_of(series.id)[:2]

    with writing():
        actions.swap_hosts(first, second, **who(world))

    assert listed(series)[:4] == [
        "2026 BY tentative",
        "2027 CN tentative",
        "2028 CN人民大会堂 tentative",
        "2029 CN tentative",
    ]
    assert [(e.timezone, e.local_start.hour, e.city["en"]) for e in (first, second)] == [
        ("Europe/Minsk", 9, "Minsk"),
        ("Asia/Shanghai", 9, "Beijing"),
    ]


def test_swapped_hosts_stay_swapped_when_the_rule_changes(world, series):
    first, second = meetings_of(series.id)[:2]
    with writing():
        actions.swap_hosts(first, second, **who(world))

    with writing():
        changes = {"rrule": "FREQ=YEARLY;BYMONTH=12;BYDAY=1FR", "first_local_start": datetime(2026, 12, 4, 10)}
        actions.edit_series(series, lock_version=series.lock_version, **changes, **who(world))

    assert [f"{event.local_start:%F} {event.host.code}" for event in meetings_of(series.id)][:4] == [
        "2026-12-04 BY",
        "2027-12-03 CN",
        "2028-12-01 CN",
        "2029-12-07 CN",
    ]


@pytest.mark.parametrize("other", ["itself", "alone", "extra", "cancelled"])
def test_hosts_are_swapped_only_between_planned_meetings_of_one_series(world, series, other):
    first, second = meetings_of(series.id)[:2]
    if other == "cancelled":
        with writing():
            actions.cancel_event(second, reason="x", **who(world))
    made = {"alone": lambda: make_event(world), "extra": lambda: make_event(world, "", series=series)}
    chosen = made.get(other, lambda: first if other == "itself" else second)()

    with pytest.raises(RuleBroken), writing():
        actions.swap_hosts(first, chosen, **who(world))

    assert [event.host.code for event in (first, second)] == ["CN", "BY"]


def test_a_turn_that_is_passed_on_shifts_the_rest(world, series):
    second = meetings_of(series.id)[1]

    with writing():
        actions.pass_turn(second, **who(world))
    plan(world, series, date(2032, 12, 31))

    assert [f"{event.host.code}{event.venue}" for event in meetings_of(series.id)] == [
        "CN",
        "CN人民大会堂",
        "CN",
        "BY",
        "CN人民大会堂",
        "CN",
        "BY",
    ]


def test_what_a_skip_does_is_shown_first_and_nothing_is_done(world, series, told):
    with pytest.raises(UnforeseenOutlook) as shown:
        skip(world, series, 2028, shift=True, seen="")

    outlook = shown.value.outlook
    assert [each.foreseen.after["local_start"].year for each in outlook.changed] == [2028, 2029, 2030, 2031]
    assert [each.reason for each in outlook.stays] == ["earlier", "earlier"]
    assert outlook.changed[0].foreseen.after["state"] == "cancelled"
    assert told == []
    assert {state.split()[-1] for state in listed(series)} == {"tentative"}
    skip(world, series, 2028, shift=True, seen=outlook.token)
    assert listed(series)[2] == "2028 CN人民大会堂 cancelled"
