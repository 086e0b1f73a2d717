"""Tombstones go after half a year: a client that did not sync for so long reads everything anew."""

from datetime import datetime, timedelta

from sqlalchemy import delete, func, select

from forumhub.calendars.counting import forget_before
from forumhub.calendars.models import CalendarMember
from forumhub.database import db
from forumhub.registration.purging import purges

KEPT = timedelta(days=180)


def purge_tombstones(now: datetime) -> int:
    """How many. Sync tokens from before the last of them are not good any more."""
    member = CalendarMember
    old = member.gone, member.gone_at < now - KEPT
    last = db.session.scalar(select(func.max(member.seq)).where(*old))
    if last is None:
        return 0
    forget_before(last)
    deleted = delete(member).where(*old, member.seq <= last).returning(member.uid)
    return len(db.session.scalars(deleted, execution_options={"synchronize_session": False}).all())


purges["what left calendars long ago"] = purge_tombstones
