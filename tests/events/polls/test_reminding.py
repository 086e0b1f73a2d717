"""Reminding the parties that have not answered."""

from datetime import timedelta

import pytest
import time_machine
from sqlalchemy import select

from forumhub.database import db, writing
from forumhub.errors import RuleBroken
from forumhub.events.polls import actions
from forumhub.mail.models import OutboxMail
from forumhub.mail.worker import periodic
from tests.events.polls.examples import CLOSED, DEADLINE, propose, say
from tests.world import NOW

SOON = DEADLINE - timedelta(hours=30)


def reminded() -> list[str]:
    return sorted(db.session.scalars(select(OutboxMail.recipient).where(OutboxMail.template == "poll_reminder")))


def due(now) -> int:
    with writing():
        return actions.remind_due(now=now)


def test_who_has_not_answered_is_reminded_once_before_the_deadline(world, database):
    poll = propose(world)
    say(world, poll, "BY", "yes", "yes", "yes")

    told = [due(now) for now in (DEADLINE - timedelta(hours=49), SOON, SOON + timedelta(hours=1), CLOSED)]

    assert told == [0, 2, 0, 0]
    assert reminded() == ["secretariat.cn@example.org", "secretary.cn@example.org"]


def test_nobody_is_reminded_of_what_everybody_answered_or_what_was_withdrawn(world, database):
    answered, withdrawn = propose(world), propose(world)
    for code in ("CN", "BY"):
        say(world, answered, code, "yes", "yes", "yes")
    with writing():
        actions.withdraw_poll(withdrawn, reason="改期", by=world.reader("BY", "organizer"), now=NOW)

    assert (due(SOON), reminded()) == (0, [])


def test_an_extended_deadline_is_reminded_of_again(world, database):
    poll = propose(world)
    due(SOON)
    with writing():
        by = world.reader("BY", "organizer")
        actions.extend_poll(poll, DEADLINE + timedelta(days=7), by=by, now=SOON)

    told = [due(SOON + timedelta(hours=1)), due(SOON + timedelta(days=7))]

    assert told == [0, 4]


def test_the_worker_reminds_each_hour(app, world):
    with app.app_context():
        propose(world)
    when, task = periodic["remind_polls"]

    with time_machine.travel(SOON, tick=False):
        task(app)
        task(app)

    with app.app_context():
        assert len(reminded()) == 4
    assert [when(SOON.replace(minute=minute)) for minute in (36, 37, 38)] == [False, True, False]


def test_the_organizer_reminds_at_most_once_a_day(world, database):
    poll, by = propose(world), world.reader("BY", "organizer")

    with writing():
        told = actions.remind_poll(poll, by=by, now=NOW)
    with pytest.raises(RuleBroken, match="less than a day ago"), writing():
        actions.remind_poll(poll, by=by, now=NOW + timedelta(hours=3))

    assert (told, len(reminded())) == (4, 4)
