"""What the worker does for deadlines each minute."""

import logging
from typing import TYPE_CHECKING

from huey import crontab

from forumhub import clock
from forumhub.database import db, writing
from forumhub.mail.worker import periodic
from forumhub.minutes.silence.actions import meet_deadline
from forumhub.minutes.silence.queries import with_deadline_near

if TYPE_CHECKING:
    from flask import Flask

logger = logging.getLogger(__name__)


def meet_deadlines(app: "Flask") -> None:
    """Does what each deadline calls for, in one transaction a document; where none is near, nothing is locked.

    A document at which this fails is logged and tried again a minute later; the others do not wait for it.
    """
    with app.app_context():
        waiting = with_deadline_near(clock.now())
        db.session.rollback()
        for document_id in waiting:
            try:
                with writing():
                    meet_deadline(document_id, now=clock.now())
            except Exception:
                logger.exception("the deadline of document %s was not met", document_id)


periodic["meet_deadlines"] = crontab(), meet_deadlines
