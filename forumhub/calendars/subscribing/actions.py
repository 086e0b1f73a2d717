"""Making, renewing and revoking links, and writing down when they were used."""

import secrets
from collections.abc import Iterable
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import Update, bindparam, or_, update

from forumhub import audit
from forumhub.calendars.dav.models import AppPassword
from forumhub.calendars.models import Subscription
from forumhub.calendars.opening import sha256_of
from forumhub.calendars.rules import check_label
from forumhub.calendars.subscribing import queries
from forumhub.calendars.subscribing.noting import Use
from forumhub.calendars.subscribing.rules import MOST_SUBSCRIPTIONS, counts_before
from forumhub.database import db, locked
from forumhub.errors import N_, NotAllowed, RuleBroken
from forumhub.parties.models import Account
from forumhub.parties.policy import Reader

MISSING_LABEL = N_("Give the link a name, such as the device that will use it.")


class Subscribed(NamedTuple):
    """`token` is known here and now only; what is kept is its SHA-256."""

    subscription: Subscription
    token: str


def subscribe(collection: str, label: str, *, by: Reader, now: datetime) -> Subscribed:
    """A secret address of its own for what `collection` asks for (membership.reading).

    What it shows is what the subscriber may see whenever it is read. Raises NotAllowed where nobody is signed in,
    RuleBroken for a label that is empty or too long and for too many subscriptions.
    """
    if by.account_id is None:
        raise NotAllowed(N_("Sign in first: a calendar of your own belongs to an account."))
    account = locked(Account, by.account_id)
    if queries.count_subscriptions(by) >= MOST_SUBSCRIPTIONS:
        raise RuleBroken(
            N_("You have %(most)s links already; revoke one that you no longer use."), most=MOST_SUBSCRIPTIONS
        )
    subscription = Subscription(account_id=account.id, collection=collection, label=check_label(label, MISSING_LABEL))
    token = _give_token(subscription, now)
    db.session.add(subscription)
    _enter("calendars.subscribe", subscription, by, now)
    return Subscribed(subscription, token)


def renew_subscription(ulid: str, *, by: Reader, now: datetime) -> Subscribed:
    """The same link by a new address; the old one answers from now on as one that never was.

    Raises NotFound where it is another's, or revoked.
    """
    subscription = queries.get_subscription(ulid, by, lock=True)
    token = _give_token(subscription, now)
    _enter("calendars.renew", subscription, by, now)
    return Subscribed(subscription, token)


def _give_token(subscription: Subscription, now: datetime) -> str:
    token = secrets.token_urlsafe(16)
    subscription.token_sha256, subscription.created_at = sha256_of(token), now
    subscription.last_used_at, subscription.last_client = None, ""
    return token


def revoke_subscription(ulid: str, *, by: Reader, now: datetime) -> Subscription:
    """Its address answers from now on as one that never was. Raises NotFound where it is another's, or revoked."""
    subscription = queries.get_subscription(ulid, by, lock=True)
    subscription.revoked_at = now
    _enter("calendars.revoke", subscription, by, now)
    return subscription


def revoke_subscriptions(*, by: Reader, now: datetime) -> int:
    """All that are one's own; returns how many."""
    subscriptions = queries.subscriptions_of(by)
    for subscription in subscriptions:
        subscription.revoked_at = now
        _enter("calendars.revoke", subscription, by, now)
    return len(subscriptions)


def write_uses(uses: Iterable[Use]) -> None:
    """When and by what each key was used last: once an hour, and nothing for one that has died since.

    A key is a link's address or a device's password; both are named by their ULIDs.
    """
    rows = [
        {"of": use.ulid, "used_at": use.used_at, "before": counts_before(use.used_at), "client": use.client}
        for use in uses
    ]
    for key in (Subscription, AppPassword) if rows else ():
        db.session.connection().execute(_used(key), rows)


def _used(key: type[Subscription] | type[AppPassword]) -> Update:
    moment = key.last_used_at.type
    used_at, before = bindparam("used_at", type_=moment), bindparam("before", type_=moment)
    long_ago = or_(key.last_used_at.is_(None), key.last_used_at <= before)
    statement = update(key).where(key.ulid == bindparam("of"), key.created_at <= used_at, long_ago)
    return statement.values(last_used_at=used_at, last_client=bindparam("client"))


def _enter(act: str, subscription: Subscription, by: Reader, now: datetime) -> None:
    db.session.flush()
    audit.record(act, subscription.ulid, by=by.person_id, parties=[], now=now, label=subscription.label)
