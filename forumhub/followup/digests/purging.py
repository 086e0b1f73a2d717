"""That a party was sent a digest is forgotten after a year; until then the way out in each of them works."""

from datetime import datetime, timedelta

from sqlalchemy import delete, func, select

from forumhub.database import db
from forumhub.followup.digests.models import DigestMail
from forumhub.registration.purging import purges

KEPT = timedelta(days=365)
"""Far longer than a digest is looked back for: nobody is told again of what was purged."""


def purge_digests(now: datetime) -> int:
    """How many."""
    old = DigestMail.written_at < now - KEPT
    count = db.session.scalar(select(func.count()).select_from(DigestMail).where(old)) or 0
    db.session.execute(delete(DigestMail).where(old))
    db.session.flush()
    return count


purges["which digests were sent to parties"] = purge_digests
