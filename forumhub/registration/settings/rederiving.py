"""Derives deadlines again, as `events.rederiving` does instants: the wall clock is the promise."""

from sqlalchemy import select

from forumhub.database import db
from forumhub.events.models import Event
from forumhub.registration.models import RegistrationSettings
from forumhub.registration.settings.actions import derive_deadline


def derive_deadlines_again() -> int:
    """How many are another instant than before, by the time-zone database that is there now."""
    statement = select(RegistrationSettings, Event).join(Event, Event.id == RegistrationSettings.event_id)
    moved = 0
    for settings, event in db.session.execute(
        statement.where(RegistrationSettings.local_deadline.is_not(None))
    ).unique():
        before = settings.deadline
        derive_deadline(settings, event)
        moved += settings.deadline != before
    db.session.flush()
    return moved
