"""Which reminders somebody was sent is forgotten after a year; until then the way out in each of them works."""

from datetime import datetime, timedelta

from sqlalchemy import delete, func, select

from forumhub.database import db
from forumhub.followup.reminding.models import ReminderMail, ReminderTold
from forumhub.registration.purging import purges

KEPT = timedelta(days=365)
"""Far longer than any step or digest is looked back for: nobody is told again of what was purged."""


def purge_reminders(now: datetime) -> int:
    """How many mails; what they told goes with them."""
    old = ReminderMail.written_at < now - KEPT
    count = db.session.scalar(select(func.count()).select_from(ReminderMail).where(old)) or 0
    db.session.execute(delete(ReminderTold).where(ReminderTold.mail_id.in_(select(ReminderMail.id).where(old))))
    db.session.execute(delete(ReminderMail).where(old))
    db.session.flush()
    return count


purges["which reminders were sent to whom"] = purge_reminders
