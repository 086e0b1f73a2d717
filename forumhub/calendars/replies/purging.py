"""What goes of received mail when its time has passed: the mail as it arrived first, then what was read from it."""

from datetime import datetime, timedelta

from sqlalchemy import CursorResult, delete, select, update

from forumhub.calendars.replies.models import ReceivedMail
from forumhub.calendars.replies.rules import RAW_DAYS, UNMATCHED_DAYS
from forumhub.database import db
from forumhub.registration.models import Registration
from forumhub.registration.purging import events_due, purges


def purge_raw(now: datetime) -> int:
    old = ReceivedMail.received_at < now - timedelta(days=RAW_DAYS), ReceivedMail.raw.is_not(None)
    return _rows(db.session.execute(update(ReceivedMail).where(*old).values(raw=None)))


def purge_received(now: datetime) -> int:
    """What belongs to no event, after a time of its own; what belongs to one, with its other personal details."""
    unmatched = ReceivedMail.registration_id.is_(None), ReceivedMail.received_at < now - timedelta(days=UNMATCHED_DAYS)
    gone = _rows(db.session.execute(delete(ReceivedMail).where(*unmatched)))
    matched = select(Registration.event_id).join(ReceivedMail, ReceivedMail.registration_id == Registration.id)
    for event in events_due(matched, now):
        of_event = select(Registration.id).where(Registration.event_id == event.id)
        gone += _rows(db.session.execute(delete(ReceivedMail).where(ReceivedMail.registration_id.in_(of_event))))
        noted = update(Registration).where(Registration.event_id == event.id, Registration.intention_note != "")
        db.session.execute(noted.values(intention_note=""))
    return gone


def _rows(result: object) -> int:
    assert isinstance(result, CursorResult)
    return result.rowcount


purges["received mails as they arrived"] = purge_raw
purges["what was read from received mails"] = purge_received
