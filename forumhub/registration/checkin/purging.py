"""Scans go when the days of their event's settings have passed: who came is what the registrations say."""

from datetime import datetime, timedelta

from sqlalchemy import delete, func, select

from forumhub import audit
from forumhub.database import db
from forumhub.events.models import Event
from forumhub.events.rules import POSTPONED
from forumhub.phrases import in_language
from forumhub.registration.checkin.models import Scan
from forumhub.registration.models import RegistrationSettings
from forumhub.registration.purging import purges
from forumhub.registration.rules import RETENTION_DAYS


def purge_scans(now: datetime) -> int:
    """How many; one audit entry an event. One that is postponed is still to come."""
    gone = 0
    for event in _due(now):
        scans = db.session.scalar(select(func.count()).select_from(Scan).where(Scan.event_id == event.id)) or 0
        db.session.execute(delete(Scan).where(Scan.event_id == event.id))
        label, parties = in_language(event.titles, "en"), event.party_ids
        audit.record("registration.purge_scans", event.ulid, by=None, parties=parties, now=now, label=label)
        gone += scans
    db.session.flush()
    return gone


def _due(now: datetime) -> list[Event]:
    days = func.coalesce(RegistrationSettings.retention_days, RETENTION_DAYS)
    with_scans = (
        select(Event, days)
        .outerjoin(RegistrationSettings, RegistrationSettings.event_id == Event.id)
        .where(Event.ends_at < now, Event.state != POSTPONED)
        .where(Event.id.in_(select(Scan.event_id)))
        .order_by(Event.id)
    )
    rows = db.session.execute(with_scans).unique()
    return [event for event, kept_days in rows if event.ends_at + timedelta(days=kept_days) <= now]


purges["scans at the door"] = purge_scans
