"""Writes of the calendars room: what feeds show, and who subscribed to them."""

import secrets
from datetime import datetime
from typing import NamedTuple

from forumhub import audit
from forumhub.calendars import queries
from forumhub.calendars.blobs import store_blobs
from forumhub.calendars.describing import component_version
from forumhub.calendars.models import Subscription
from forumhub.calendars.publishing import EVERYBODY, Touched, publish
from forumhub.calendars.rules import MOST_SUBSCRIPTIONS
from forumhub.database import db, locked
from forumhub.errors import N_, NotAllowed, RuleBroken
from forumhub.mail.rules import one_line
from forumhub.parties.models import Account
from forumhub.parties.policy import Reader

BATCH = 200
LONGEST_LABEL = 120


def publish_events(touched: Touched, *, now: datetime) -> None:
    """Brings every feed up to date with these events, with sessions and outcomes of those that changed."""
    store_blobs(publish(touched, now))


def render_again_if_stale(now: datetime) -> int:
    """Renders up to 200 events that miss a component or have an older version's; returns how many. To be repeated."""
    stale = set(queries.stale_events(component_version(), BATCH))
    if stale:
        publish_events(Touched(stale, stale, EVERYBODY, set()), now=now)
    return len(stale)


class Subscribed(NamedTuple):
    """`token` is known here and now only; what is kept is its SHA-256."""

    subscription: Subscription
    token: str


def subscribe(collection: str, label: str, *, by: Reader, now: datetime) -> Subscribed:
    """A secret address of its own for person/<ulid>, the subscriber's meetings, or for series/<ulid>.

    What it shows is what the subscriber may see whenever it is read. Raises NotAllowed where nobody is signed in,
    RuleBroken for a label that is empty or too long and for too many subscriptions.
    """
    if by.account_id is None:
        raise NotAllowed(N_("Sign in first: a calendar of your own belongs to an account."))
    account = locked(Account, by.account_id)
    if queries.count_subscriptions(account.id) >= MOST_SUBSCRIPTIONS:
        raise RuleBroken(
            N_("You have %(most)s links already; revoke one that you no longer use."), most=MOST_SUBSCRIPTIONS
        )
    token = secrets.token_urlsafe(16)
    subscription = Subscription(
        token_sha256=queries.sha256_of(token),
        account_id=account.id,
        collection=collection,
        label=_checked_label(label),
        created_at=now,
    )
    db.session.add(subscription)
    _enter("calendars.subscribe", subscription, by, now)
    return Subscribed(subscription, token)


def _checked_label(label: str) -> str:
    label = one_line(label)
    if not label:
        raise RuleBroken(N_("Give the link a name, such as the device that will use it."), "label")
    if len(label) > LONGEST_LABEL:
        raise RuleBroken(
            N_("The name is longer than %(most)s characters; make it shorter."), "label", most=LONGEST_LABEL
        )
    return label


def revoke_subscription(subscription: Subscription, *, by: Reader, now: datetime) -> Subscription:
    """Its address answers from now on as one that never was. Raises NotAllowed for another's."""
    if subscription.account_id != by.account_id:
        raise NotAllowed(N_("Everybody revokes their own links."))
    subscription.revoked_at = now
    _enter("calendars.revoke", subscription, by, now)
    return subscription


def _enter(act: str, subscription: Subscription, by: Reader, now: datetime) -> None:
    db.session.flush()
    audit.record(act, subscription.ulid, by=by.person_id, parties=[], now=now, label=subscription.label)
