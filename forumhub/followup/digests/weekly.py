"""What the worker does for the digests of parties, four times an hour: somewhere it is morning at any quarter of it."""

import logging
from datetime import datetime
from typing import TYPE_CHECKING

from huey import crontab

from forumhub import clock
from forumhub.database import db, writing
from forumhub.followup.digests import actions
from forumhub.mail.worker import periodic
from forumhub.parties.queries import all_parties

if TYPE_CHECKING:
    from flask import Flask

logger = logging.getLogger(__name__)


def tell_parties(app: "Flask") -> None:
    """Writes the digest of each party whose day it is, in one transaction a party."""
    with app.app_context():
        now = clock.now()
        due = [party.id for party in all_parties() if actions.digest_due(party, now)]
        db.session.rollback()
        for party_id in due:
            _tell(party_id, now)


def _tell(party_id: int, now: datetime) -> None:
    try:
        with writing():
            actions.write_digest(party_id, now=now)
    except Exception:  # the others must still be told
        logger.exception("the party in row %s was sent no digest", party_id)


periodic["digest_to_parties"] = crontab(minute="9,24,39,54"), tell_parties
