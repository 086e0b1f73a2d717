"""Scans go when the days of their event's settings have passed: who came is what the registrations say."""

from datetime import datetime

from sqlalchemy import delete, func, select

from forumhub.database import db
from forumhub.registration.checkin.models import Scan
from forumhub.registration.purging import events_due, purges, record_purge


def purge_scans(now: datetime) -> int:
    """How many; one audit entry an event. One that is postponed is still to come."""
    gone = 0
    for event in events_due(select(Scan.event_id), now):
        scans = db.session.scalar(select(func.count()).select_from(Scan).where(Scan.event_id == event.id)) or 0
        db.session.execute(delete(Scan).where(Scan.event_id == event.id))
        record_purge("purge_scans", event, now)
        gone += scans
    db.session.flush()
    return gone


purges["scans at the door"] = purge_scans
