"""Every state and every step: what it becomes, or in which words it is refused."""

from datetime import datetime, timedelta

import pytest

from forumhub.database import writing
from forumhub.errors import Conflict, RuleBroken
from forumhub.events import actions
from forumhub.events.consequences.rules import UNSEEN, Unforeseen
from tests.events.examples import START, make_event
from tests.events.venues.examples import make_venue
from tests.world import NOW, World

STEPS = {
    "confirm": (actions.confirm_event, {}),
    "postpone": (actions.postpone_event, {"reason": "Дождь"}),
    "move": (actions.postpone_event, {"reason": "改期", "local_start": START + timedelta(days=7)}),
    "settle": (
        actions.postpone_event,
        {"reason": "改期", "local_start": START + timedelta(days=7), "confirmed": True},
    ),
    "edit": (actions.edit_event, {"venue": "Зал 7"}),
    "re-date": (
        actions.edit_event,
        {"local_start": START + timedelta(days=9), "local_end": START + timedelta(days=9, hours=5)},
    ),
    "cancel": (actions.cancel_event, {"reason": "Отмена"}),
    "reinstate": (actions.reinstate_event, {"reason": "По ошибке"}),
    "hold": (actions.hold_event, {}),
}
TABLE = """
            tentative    confirmed      postponed           held        cancelled
confirm     confirmed    !is confirmed  !no date            !was held   !is cancelled
postpone    postponed    postponed      !postponed already  !was held   !is cancelled
move        tentative    confirmed      tentative           !was held   !is cancelled
settle      confirmed    confirmed      confirmed           !was held   !is cancelled
edit        tentative    confirmed      postponed           !was held   !is cancelled
re-date     tentative    confirmed      tentative           !was held   !is cancelled
cancel      cancelled    cancelled      cancelled           !was held   !is cancelled
reinstate   !nothing to  !nothing to    !nothing to         !nothing to  tentative
hold        held         held           !needs a new date   !was held   !is cancelled
"""


def cells() -> list[tuple[str, str, str]]:
    """(step, state, what it becomes; or ! and words of the refusal)"""
    head, *lines = TABLE.strip().splitlines()
    rows = [[cell.strip() for cell in line.split("  ") if cell.strip()] for line in lines]
    return [(row[0], state, cell) for row in rows for state, cell in zip(head.split(), row[1:], strict=True)]


def event_in(world: World, state: str, **values: object):
    """An event that reached the state by the room's own actions, at NOW; held, once it had begun."""
    event, who = make_event(world, **values), {"by": world.reader("BY", "organizer")}
    with writing():
        if state == "confirmed":
            actions.confirm_event(event, now=NOW, **who)
        if state == "postponed":
            actions.postpone_event(event, reason="?", now=NOW, **who)
        if state == "held":
            actions.hold_event(event, now=event.starts_at, **who)
        if state == "cancelled":
            actions.cancel_event(event, reason="?", now=NOW, **who)
    return event


@pytest.mark.parametrize(("step", "state", "outcome"), cells())
def test_a_step_leads_where_the_table_says(world, database, step, state, outcome):
    event = event_in(world, state)
    action, values = STEPS[step]
    now = event.starts_at if step == "hold" else NOW + timedelta(days=1)
    if action is actions.edit_event:
        values = {**values, "lock_version": event.lock_version}
    sequence = event.sequence

    try:
        with writing():
            action(event, by=world.reader("BY", "organizer"), now=now, **values)
        said = event.state
    except RuleBroken as refused:
        said = f"!{refused}"

    assert outcome.lstrip("!") in said
    assert said.startswith("!") == outcome.startswith("!")
    assert event.sequence == sequence + (not said.startswith("!"))


@pytest.mark.parametrize(("days", "words"), [(29, ""), (31, "more than 30 days ago"), (200, "more than 30 days ago")])
def test_a_cancellation_is_taken_back_for_thirty_days(world, database, days, words):
    event = event_in(world, "cancelled")

    try:
        with writing():
            now = NOW + timedelta(days=days)
            actions.reinstate_event(event, reason="?", by=world.reader("CN", "organizer"), now=now)
        said = ""
    except RuleBroken as refused:
        said = str(refused)

    assert words in said
    assert bool(said) == bool(words)
    assert event.state == ("cancelled" if words else "tentative")


def test_what_would_have_begun_is_not_reinstated(world, database):
    soon = {"local_start": datetime(2026, 11, 25, 9), "local_end": datetime(2026, 11, 25, 17)}
    event, who = event_in(world, "cancelled", **soon), world.reader("BY", "organizer")

    with pytest.raises(RuleBroken, match="has passed"), writing():
        actions.reinstate_event(event, reason="?", by=who, now=NOW + timedelta(days=5))

    assert event.state == "cancelled"


def test_a_venue_that_somebody_else_took_meanwhile_is_not_taken_twice(world, database):
    venue = make_venue(world)
    event = event_in(world, "cancelled", site=venue)
    make_event(world, "OTHER", site=venue)

    with pytest.raises(RuleBroken, match="has the venue"), writing():
        actions.reinstate_event(event, reason="?", by=world.reader("BY", "organizer"), now=NOW)

    assert event.state == "cancelled"


@pytest.mark.parametrize("step", ["confirm", "postpone", "move", "cancel", "hold"])
def test_a_step_from_a_page_that_is_out_of_date_is_not_taken(world, database, step):
    event = event_in(world, "tentative")
    action, values = STEPS[step]
    who = {"by": world.reader("BY", "organizer"), "now": event.starts_at, "lock_version": event.lock_version - 1}

    with pytest.raises(Conflict), writing():
        action(event, **who, **values)

    assert event.state == "tentative"


@pytest.mark.parametrize("step", ["confirm", "postpone", "move", "settle", "re-date", "cancel"])
def test_an_outward_step_asks_for_the_number_of_those_who_are_told(world, database, step):
    event = event_in(world, "tentative")
    action, values = STEPS[step]
    who = {"by": world.reader("BY", "organizer"), "now": NOW, "lock_version": 1}

    with pytest.raises(Unforeseen) as unforeseen, writing():
        action(event, told=UNSEEN, **who, **values)
    with writing():
        action(event, told=unforeseen.value.consequences.number, **who, **values)

    assert unforeseen.value.consequences.number == 2
    assert event.lock_version == 2
