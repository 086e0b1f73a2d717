"""Lists go with the days of their event's settings."""

from datetime import timedelta

from sqlalchemy import func, select

from forumhub.database import db, writing
from forumhub.registration.delegations.models import Nomination, Nominee
from forumhub.registration.delegations.purging import purge_lists
from tests.events.examples import make_event
from tests.registration.delegations.examples import accept, allot, put_all, registered, submit


def count(model) -> int:
    return db.session.scalar(select(func.count()).select_from(model))


def purge(now) -> int:
    with writing():
        return purge_lists(now)


def test_a_list_is_purged_after_its_days_and_what_was_accepted_stays(database, world):
    event = make_event(world)
    allot(world, event, None, retention_days=90)
    put_all(world, event, ["head", "member"])
    submit(world, event)
    accept(world, event)
    due = event.ends_at + timedelta(days=90)

    gone = [purge(now) for now in (due - timedelta(seconds=1), due, due)]

    assert (gone, count(Nomination), count(Nominee), len(registered(event))) == ([0, 1, 0], 0, 0, 2)


def test_a_list_of_an_event_without_settings_is_kept_for_the_usual_days(database, world):
    event = make_event(world)
    put_all(world, event, ["head"])

    assert [purge(event.ends_at + timedelta(days=days)) for days in (364, 365)] == [0, 1]
