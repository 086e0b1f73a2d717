"""Deleted ready texts go when they can no longer be restored."""

from datetime import datetime

from sqlalchemy import delete

from forumhub.database import db
from forumhub.minutes.readytexts.models import OwnText
from forumhub.minutes.readytexts.rules import RESTORABLE
from forumhub.registration.purging import purges


def purge_deleted(now: datetime) -> int:
    """How many."""
    over = delete(OwnText).where(OwnText.deleted_at <= now - RESTORABLE).returning(OwnText.id)
    return len(db.session.scalars(over).all())


purges["ready texts that were deleted"] = purge_deleted
