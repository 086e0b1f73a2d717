"""Lists go when the days of their event's settings have passed: what was accepted of them are registrations."""

from datetime import datetime, timedelta

from sqlalchemy import func, select

from forumhub import audit
from forumhub.database import db
from forumhub.events.models import Event
from forumhub.events.rules import POSTPONED
from forumhub.phrases import in_language
from forumhub.registration.delegations.models import Nomination
from forumhub.registration.models import RegistrationSettings
from forumhub.registration.purging import purges
from forumhub.registration.rules import RETENTION_DAYS


def purge_lists(now: datetime) -> int:
    """How many lists, with everybody on them; one audit entry an event. One that is postponed is still to come."""
    gone = 0
    for event in _due(now):
        lists = db.session.scalars(select(Nomination).where(Nomination.event_id == event.id)).all()
        for nomination in lists:
            db.session.delete(nomination)
        label, parties = in_language(event.titles, "en"), event.party_ids
        audit.record("registration.purge_lists", event.ulid, by=None, parties=parties, now=now, label=label)
        gone += len(lists)
    db.session.flush()
    return gone


def _due(now: datetime) -> list[Event]:
    days = func.coalesce(RegistrationSettings.retention_days, RETENTION_DAYS)
    with_lists = (
        select(Event, days)
        .outerjoin(RegistrationSettings, RegistrationSettings.event_id == Event.id)
        .where(Event.ends_at < now, Event.state != POSTPONED)
        .where(Event.id.in_(select(Nomination.event_id)))
        .order_by(Event.id)
    )
    rows = db.session.execute(with_lists).unique()
    return [event for event, kept_days in rows if event.ends_at + timedelta(days=kept_days) <= now]


purges["lists of delegations"] = purge_lists
