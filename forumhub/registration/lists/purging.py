"""Imported lists go when the days of their event's settings have passed; what was read and never begun goes earlier."""

from datetime import datetime, timedelta

from sqlalchemy import delete, select

from forumhub.database import db
from forumhub.registration.lists.models import DelegateList
from forumhub.registration.lists.rules import DRAFT
from forumhub.registration.purging import events_due, purges, record_purge

DRAFT_DAYS = 30


def purge_imports(now: datetime) -> int:
    """How many lists, with all their lines; one audit entry an event. One that is postponed is still to come."""
    gone = _delete(DelegateList.state == DRAFT, DelegateList.uploaded_at <= now - timedelta(days=DRAFT_DAYS))
    for event in events_due(select(DelegateList.event_id), now):
        gone += _delete(DelegateList.event_id == event.id)
        record_purge("purge_imports", event, now)
    db.session.flush()
    return gone


def _delete(*which: object) -> int:
    return len(db.session.scalars(delete(DelegateList).where(*which).returning(DelegateList.id)).all())  # type: ignore[arg-type]


purges["imported lists"] = purge_imports
