"""Imported lists go when the days of their event's settings have passed; what was read and never begun goes earlier."""

from datetime import datetime, timedelta

from sqlalchemy import delete, func, select

from forumhub import audit
from forumhub.database import db
from forumhub.events.models import Event
from forumhub.events.rules import POSTPONED
from forumhub.phrases import in_language
from forumhub.registration.lists.models import DelegateList
from forumhub.registration.lists.rules import DRAFT
from forumhub.registration.models import RegistrationSettings
from forumhub.registration.purging import purges
from forumhub.registration.rules import RETENTION_DAYS

DRAFT_DAYS = 30


def purge_imports(now: datetime) -> int:
    """How many lists, with all their lines; one audit entry an event. One that is postponed is still to come."""
    gone = _delete(DelegateList.state == DRAFT, DelegateList.uploaded_at <= now - timedelta(days=DRAFT_DAYS))
    for event in _due(now):
        gone += _delete(DelegateList.event_id == event.id)
        label, parties = in_language(event.titles, "en"), event.party_ids
        audit.record("registration.purge_imports", event.ulid, by=None, parties=parties, now=now, label=label)
    db.session.flush()
    return gone


def _delete(*which: object) -> int:
    return len(db.session.scalars(delete(DelegateList).where(*which).returning(DelegateList.id)).all())  # type: ignore[arg-type]


def _due(now: datetime) -> list[Event]:
    days = func.coalesce(RegistrationSettings.retention_days, RETENTION_DAYS)
    with_lists = (
        select(Event, days)
        .outerjoin(RegistrationSettings, RegistrationSettings.event_id == Event.id)
        .where(Event.ends_at < now, Event.state != POSTPONED)
        .where(Event.id.in_(select(DelegateList.event_id)))
        .order_by(Event.id)
    )
    rows = db.session.execute(with_lists).unique()
    return [event for event, kept_days in rows if event.ends_at + timedelta(days=kept_days) <= now]


purges["imported lists"] = purge_imports
