"""What the worker does for delegations each hour."""

import logging
from datetime import datetime
from typing import TYPE_CHECKING

from huey import crontab

from forumhub import clock
from forumhub.database import db, writing
from forumhub.mail.worker import periodic
from forumhub.registration.delegations.reminding import events_due, remind_parties

if TYPE_CHECKING:
    from flask import Flask

logger = logging.getLogger(__name__)


def remind_all(app: "Flask") -> None:
    """Reminds the parties whose list is due within three days and not submitted."""
    with app.app_context():
        now = clock.now()
        due = events_due(now)
        db.session.rollback()
        for event_id in due:
            _remind(event_id, now)


def _remind(event_id: int, now: datetime) -> None:
    """In one transaction an event."""
    try:
        with writing():
            remind_parties(event_id, now=now)
    except Exception:  # the parties of the other events must still be reminded
        logger.exception("the parties of event %s were not reminded of their lists", event_id)


periodic["remind_delegations"] = crontab(minute="53"), remind_all
