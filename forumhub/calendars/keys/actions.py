"""Revoking all at once what opens one's calendars."""

from datetime import datetime

from sqlalchemy import update

from forumhub import audit
from forumhub.calendars.dav import queries as devices
from forumhub.calendars.dav.models import AppPassword
from forumhub.calendars.keys.queries import Keys, keys_of
from forumhub.calendars.models import Subscription
from forumhub.calendars.subscribing import queries as links
from forumhub.database import db, locked
from forumhub.errors import N_, NotAllowed
from forumhub.parties.models import Account, Person
from forumhub.parties.policy import Reader


def revoke_keys(*, by: Reader, now: datetime) -> Keys:
    """All links and passwords for devices of one's own open nothing from now on; returns how many they were.

    It is never done by itself, not even by a reset: most who reset have forgotten a password, and a calendar whose key
    died goes on showing what it read last, so that its owner would miss the meeting that was moved. What a key opens
    is read only and ends with the roles. So it is offered where the password or the sessions end, as the first thing
    to do, and by one button.

    Raises NotAllowed for who is not signed in.
    """
    if by.account_id is None:
        raise NotAllowed(N_("Sign in first: a calendar of your own belongs to an account."))
    locked(Account, by.account_id)  # keys are made under this lock, so that none is made meanwhile
    revoked = keys_of(by)
    for kind, own in ((Subscription, links.visible_to(by)), (AppPassword, devices.visible_to(by))):
        db.session.execute(update(kind).where(own).values(revoked_at=now))
    if any(revoked):
        ulid = db.session.get_one(Person, by.person_id).ulid
        audit.record(
            "calendars.revoke_keys", ulid, by=by.person_id, parties=[], now=now, label=by.name, **revoked._asdict()
        )
    return revoked
