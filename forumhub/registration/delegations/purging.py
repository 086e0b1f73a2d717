"""Lists go when the days of their event's settings have passed: what was accepted of them are registrations."""

from datetime import datetime

from sqlalchemy import select

from forumhub.database import db
from forumhub.registration.delegations.models import Nomination
from forumhub.registration.purging import events_due, purges, record_purge


def purge_lists(now: datetime) -> int:
    """How many lists, with everybody on them; one audit entry an event. One that is postponed is still to come."""
    gone = 0
    for event in events_due(select(Nomination.event_id), now):
        lists = db.session.scalars(select(Nomination).where(Nomination.event_id == event.id)).all()
        for nomination in lists:
            db.session.delete(nomination)
        record_purge("purge_lists", event, now)
        gone += len(lists)
    db.session.flush()
    return gone


purges["lists of delegations"] = purge_lists
