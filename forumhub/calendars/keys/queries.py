"""What opens one's calendars without signing in: links, and passwords for devices."""

from datetime import datetime
from typing import NamedTuple

from sqlalchemy import func, select, true

from forumhub.calendars.dav import queries as devices
from forumhub.calendars.dav.models import AppPassword
from forumhub.calendars.models import Subscription
from forumhub.calendars.subscribing import queries as links
from forumhub.database import db
from forumhub.parties.models import Account
from forumhub.parties.policy import Reader


class Keys(NamedTuple):
    """How many of each."""

    links: int
    devices: int


def keys_of(reader: Reader, made_by: datetime | None = None) -> Keys:
    """Of one's own, those that work; only those that were made until then. One query."""
    kinds = (Subscription, links.visible_to(reader)), (AppPassword, devices.visible_to(reader))
    counted = [
        select(func.count(kind.id)).where(own, kind.created_at <= made_by if made_by else true()).scalar_subquery()
        for kind, own in kinds
    ]
    return Keys(*db.session.execute(select(*counted)).one())


def keys_before_reset(reader: Reader) -> Keys:
    """Those that are older than the reset for which the reader still waits: somebody else may have made them."""
    account = db.session.get(Account, reader.account_id) if reader.quarantined else None
    if account is None or account.credentials_reset_at is None:
        return Keys(0, 0)
    return keys_of(reader, account.credentials_reset_at)
