"""What the worker does for offered places each minute."""

import logging
from typing import TYPE_CHECKING

from huey import crontab

from forumhub import clock
from forumhub.database import db, locked, writing
from forumhub.events.models import Event
from forumhub.mail.worker import periodic
from forumhub.registration.offers.actions import expire_offers
from forumhub.registration.offers.queries import events_with_lapsed

if TYPE_CHECKING:
    from flask import Flask

logger = logging.getLogger(__name__)


def end_lapsed(app: "Flask") -> None:
    """Ends the offers that ran out, in one transaction an event; where there is none, nothing is locked.

    An event at which this fails is logged and tried again a minute later; the others do not wait for it.
    """
    with app.app_context():
        now = clock.now()
        lapsed = events_with_lapsed(now)
        db.session.rollback()
        for event_id in lapsed:
            try:
                with writing():
                    expire_offers(locked(Event, event_id), now=now)
            except Exception:
                logger.exception("the offers of event %s that ran out were not ended", event_id)


periodic["end_lapsed_offers"] = crontab(), end_lapsed
