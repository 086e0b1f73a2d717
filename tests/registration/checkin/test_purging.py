"""Scans go with the days of their event's settings; who came stays."""

from datetime import timedelta

from sqlalchemy import func, select

from forumhub.database import db, writing
from forumhub.registration.checkin.models import Scan
from forumhub.registration.checkin.purging import purge_scans
from forumhub.registration.checkin.queries import came_at
from forumhub.registration.models import RegistrationSettings
from tests.registration.checkin.examples import make_door, scan, state_of


def purge(now) -> int:
    with writing():
        return purge_scans(now)


def scans() -> int:
    return db.session.scalar(select(func.count()).select_from(Scan))


def test_scans_are_purged_after_their_days_and_who_came_stays(database, world):
    event, (delegate, _other) = make_door(world)
    with writing():
        db.session.add(RegistrationSettings(event_id=event.id, retention_days=90))
    scan(world, event, delegate.checkin_code)
    scan(world, event, "0000000000")
    came, due = came_at(delegate), event.ends_at + timedelta(days=90)

    gone = [purge(now) for now in (due - timedelta(seconds=1), due, due)]

    assert (gone, scans()) == ([0, 2, 0], 0)
    assert (state_of(delegate), came_at(delegate)) == ("attended", came)


def test_scans_of_an_event_without_settings_are_kept_for_the_usual_days(database, world):
    event, (delegate, _other) = make_door(world)
    scan(world, event, delegate.checkin_code)

    assert [purge(event.ends_at + timedelta(days=days)) for days in (364, 365)] == [0, 1]
