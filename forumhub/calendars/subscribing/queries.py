"""Reads of one's own subscriptions."""

from sqlalchemy import ColumnElement, func, select

from forumhub.calendars.models import Subscription
from forumhub.database import db
from forumhub.errors import NotFound
from forumhub.parties.models import Person
from forumhub.parties.policy import Reader


def visible_to(reader: Reader) -> ColumnElement[bool]:
    """As a condition for SQL: one's own that were not revoked."""
    return (Subscription.account_id == reader.account_id) & Subscription.revoked_at.is_(None)


def subscriptions_of(reader: Reader) -> list[Subscription]:
    """Newest first."""
    order = Subscription.created_at.desc(), Subscription.id.desc()
    return list(db.session.scalars(select(Subscription).where(visible_to(reader)).order_by(*order)))


def count_subscriptions(reader: Reader) -> int:
    return db.session.scalar(select(func.count()).select_from(Subscription).where(visible_to(reader))) or 0


def get_subscription(ulid: str, reader: Reader, *, lock: bool = False) -> Subscription:
    """Raises NotFound where it is another's, or revoked. `lock` keeps it so until the transaction ends."""
    statement = select(Subscription).where(visible_to(reader), Subscription.ulid == ulid)
    subscription = db.session.scalar(statement.with_for_update() if lock else statement)
    if subscription is None:
        raise NotFound
    return subscription


def person_ulid(reader: Reader) -> str:
    """Of a reader who is signed in."""
    return db.session.scalars(select(Person.ulid).where(Person.id == reader.person_id)).one()
