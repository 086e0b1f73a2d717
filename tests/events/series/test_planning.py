"""Planning ahead by the installation, and what survives any sequence of edits."""

import logging
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from forumhub import audit
from forumhub.database import db, writing
from forumhub.errors import RuleBroken
from forumhub.events import actions
from forumhub.events.models import Event, Series
from forumhub.events.series.nightly import plan_all
from forumhub.events.series.planning import plan_ahead
from forumhub.events.series.queries import meetings_of, numbers_of
from forumhub.mail.worker import periodic
from tests.events.examples import make_event, make_series
from tests.world import NOW, World

FIRST = datetime(2025, 12, 1, 9)
COLUMNS = ("occurrence", "turn", "state", "local_start", "local_end", "timezone", "host_id", "city", "venue", "titles")
COLUMNS += ("sequence", "lock_version", "changed_at")


def days(series: Series) -> list[date]:
    return [event.local_start.date() for event in meetings_of(series.id)]


def test_each_night_every_series_is_planned_as_far_as_it_is_set(world, database):
    near = make_series(world, code="NEAR", first_local_start=datetime(2026, 12, 1, 9), months_ahead=1)
    far = make_series(world, code="FAR", first_local_start=datetime(2026, 12, 1, 9))

    made = plan_ahead(NOW)
    again = plan_ahead(NOW)
    later = plan_ahead(NOW + timedelta(days=366))

    assert (made, again, later) == (3, 0, 2)
    assert days(near) == [date(2026, 12, 1), date(2027, 12, 1)]
    assert days(far) == [date(2026, 12, 1), date(2027, 12, 1), date(2028, 12, 1)]
    assert (near.planned_until, far.planned_until) == (date(2027, 12, 31), date(2029, 11, 30))


def test_what_the_installation_plans_is_recorded_as_its_own(world, database):
    series = make_series(world, first_local_start=datetime(2026, 12, 1, 9), months_ahead=1)

    plan_ahead(NOW)

    entries = db.session.scalars(select(audit.AuditEntry).where(audit.AuditEntry.act == "events.plan_series")).all()
    assert [(entry.subject, entry.person_id, entry.details) for entry in entries] == [
        (series.ulid, None, {"until": "2026-12-31", "meetings": 1})
    ]


def test_a_series_that_cannot_be_planned_keeps_no_other_from_it(world, database, caplog):
    broken = make_series(world, code="ALLDAYS", first_local_start=datetime(2026, 12, 1, 9), rrule="FREQ=WEEKLY")
    with writing():
        db.session.get(Series, broken.id).rule.rrule = "FREQ=DAILY"
    sound = make_series(world, code="SOUND", first_local_start=datetime(2026, 12, 1, 9), months_ahead=1)

    with caplog.at_level(logging.WARNING):
        made = plan_ahead(NOW)

    assert (made, days(sound), days(broken)) == (1, [date(2026, 12, 1)], [])
    assert "A series repeats yearly, monthly or weekly" in caplog.text


def test_the_worker_plans_at_night_and_at_no_other_hour(world, app):
    with app.app_context():
        make_series(world, first_local_start=datetime(2026, 12, 1, 9))
    due, task = periodic["plan_series"]

    task(app)

    assert task is plan_all
    assert [hour for hour in range(24) if due(datetime(2027, 1, 1, hour, 17, tzinfo=UTC))] == [1]
    with app.app_context():
        assert db.session.scalars(select(Event)).unique().all() != []


def test_numbers_follow_those_held_then_those_to_come_without_the_cancelled(world, database):
    series = make_series(world, first_local_start=datetime(2022, 12, 1, 9))
    by = world.reader("CN", "organizer")
    with writing():
        first, second, third, fourth, fifth = actions.plan_series(series, date(2026, 12, 31), by=by, now=NOW)
        actions.cancel_event(second, reason="疫情", by=by, now=NOW)
        for event in (third, fourth):
            actions.hold_event(event, by=by, now=NOW)
    alone = make_event(world)

    numbers = numbers_of([event.id for event in (first, second, third, fourth, fifth, alone)])

    assert numbers == {third.id: 1, fourth.id: 2, first.id: 3, fifth.id: 4}


RULES = ("FREQ=YEARLY", "FREQ=MONTHLY;INTERVAL=6", "FREQ=YEARLY;BYMONTH=5;BYDAY=-1FR", "FREQ=MONTHLY;INTERVAL=5")
act = st.one_of(
    st.tuples(st.just("rule"), st.integers(0, 9), st.sampled_from(RULES), st.integers(-40, 40)),
    st.tuples(st.just("all"), st.just(0), st.sampled_from(RULES), st.integers(0, 40)),
    st.tuples(st.just("plan"), st.integers(1, 60)),
    st.tuples(st.just("skip"), st.integers(0, 9), st.booleans()),
    st.tuples(st.just("pass"), st.integers(0, 9)),
    st.tuples(st.just("swap"), st.integers(0, 9), st.integers(0, 9)),
)


@pytest.fixture
def lasting(world: World, database) -> tuple[Series, dict[str, Event]]:
    """A yearly series with a meeting held, one moved, one cancelled, one skipped and an extra one."""
    series, by = make_series(world, first_local_start=FIRST), world.reader("CN", "organizer")
    with writing():
        held, moved, cancelled, skipped, *_rest = actions.plan_series(series, date(2032, 12, 31), by=by, now=NOW)
        actions.hold_event(held, by=by, now=NOW)
        actions.postpone_event(moved, reason="x", local_start=datetime(2027, 2, 2, 14), by=by, now=NOW)
        actions.cancel_event(cancelled, reason="x", by=by, now=NOW)
        actions.skip_occurrence(series, date(2028, 12, 1), reason="x", by=by, now=NOW)
    extra = make_event(
        world, "", series=series, local_start=datetime(2027, 6, 1, 9), local_end=datetime(2027, 6, 1, 17)
    )
    return series, {"held": held, "moved": moved, "cancelled": cancelled, "skipped": skipped, "extra": extra}


def state_of(kept: dict[str, Event]) -> dict[str, list[object]]:
    """What may never change: all of the held one, and all but their places of the others."""
    return {
        name: [getattr(event, column) for column in COLUMNS if name == "held" or column not in ("occurrence", "turn")]
        for name, event in kept.items()
    }


def tried(world: World, series: Series, kept: dict[str, Event], act: tuple) -> None:
    """Does it to meetings that are not kept, or nothing of it where a rule forbids it. In the running transaction."""
    name, *options = act
    who = {"by": world.reader("CN", "organizer"), "now": NOW}
    ahead = [e for e in meetings_of(series.id) if e.occurrence and e.state == "tentative" and e not in kept.values()]
    meeting = ahead[options[0] % len(ahead)] if ahead else None
    try:
        with db.session.begin_nested():
            if name == "plan":
                actions.plan_series(series, date(2032, 12, 31) + timedelta(days=30 * options[0]), **who)
            elif meeting is None:
                return  # all that was ahead has been skipped: there is none left to do it to
            elif name in ("rule", "all"):
                first = (meeting if name == "rule" else ahead[0]).local_start + timedelta(days=options[2])
                start = meeting if name == "rule" else None
                values = {"rrule": options[1], "first_local_start": first, "minutes_long": 120}
                actions.edit_series(series, lock_version=series.lock_version, start=start, **values, **who)
            elif name == "skip":
                actions.skip_occurrence(series, meeting.occurrence, reason="x", shift=options[1], **who)
            elif name == "pass":
                actions.pass_turn(meeting, **who)
            else:
                actions.swap_hosts(meeting, ahead[options[1] % len(ahead)], **who)
    except RuleBroken:
        db.session.expire_all()


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(act, min_size=1, max_size=5))
@example(acts=[*[("skip", 0, False)] * 4, ("swap", 0, 0), ("rule", 0, "FREQ=YEARLY", 0)])
def test_held_moved_cancelled_skipped_and_extra_meetings_survive_any_edits(world, lasting, acts):
    db.session.rollback()
    series, kept = lasting
    before = state_of(kept)

    for each in acts:
        tried(world, series, kept, each)

    meetings = meetings_of(series.id)
    placed = [event.occurrence for event in meetings if event.occurrence]
    planned = [event.occurrence for event in meetings if event.state == "tentative"]
    by = world.reader("CN", "organizer")
    again = actions.plan_series(series, series.planned_until, by=by, now=NOW)
    assert state_of(kept) == before
    assert len(placed) == len(set(placed))
    assert {skip.day for skip in series.skips}.isdisjoint(planned)
    assert len(series.skips) >= 1
    assert again == []


@settings(max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.integers(0, 9), st.integers(0, 9))
def test_skipping_and_swapping_never_shift_another(world, lasting, one, two):
    db.session.rollback()
    series, kept = lasting
    ahead = [e for e in meetings_of(series.id) if e.occurrence and e.state == "tentative" and e not in kept.values()]
    skipped, swapped, other = ahead[-1], ahead[one % (len(ahead) - 1)], ahead[two % (len(ahead) - 1)]
    spots = {event.id: (event.host_id, event.turn, event.local_start) for event in ahead}

    tried(world, series, kept, ("swap", ahead.index(swapped), ahead.index(other)))
    tried(world, series, kept, ("skip", ahead.index(skipped), False))

    now = {event.id: (event.host_id, event.turn, event.local_start) for event in ahead}
    touched = {skipped.id, swapped.id, other.id}
    assert {key: spot for key, spot in now.items() if key not in touched} == {
        key: spot for key, spot in spots.items() if key not in touched
    }
    assert now[skipped.id] == spots[skipped.id]
    assert {now[swapped.id][:2], now[other.id][:2]} == {spots[swapped.id][:2], spots[other.id][:2]}
