"""Reads of the outbox, for its worker and for who keeps the installation running."""

from datetime import datetime

from sqlalchemy import ColumnElement, and_, func, select

from forumhub.database import db
from forumhub.mail.models import OutboxMail


def waits() -> ColumnElement[bool]:
    return and_(OutboxMail.sent_at.is_(None), OutboxMail.given_up_at.is_(None))


def next_due(now: datetime) -> OutboxMail | None:
    """Locked where the database has row locks; what another worker claims at this moment is passed over."""
    due = select(OutboxMail).where(waits(), OutboxMail.due_at <= now).order_by(OutboxMail.due_at, OutboxMail.id)
    return db.session.scalar(due.limit(1).with_for_update(skip_locked=True))


def count_waiting() -> int:
    return db.session.scalar(select(func.count()).select_from(OutboxMail).where(waits())) or 0
