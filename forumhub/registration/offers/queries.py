"""Reads of places that are offered, and the links by which they are accepted."""

from datetime import UTC, datetime

from sqlalchemy import select

from forumhub.database import db
from forumhub.mail import sealing
from forumhub.registration.models import Registration

PURPOSE = "offer"


def offer_token(registration: Registration) -> str:
    """For the mail's link: names the registration and this one offer, and bears our signature; nothing is stored."""
    assert registration.offered_until
    return sealing.signed(f"{registration.ulid}-{int(registration.offered_until.timestamp())}", PURPOSE)


def find_offered(token: str) -> tuple[Registration, datetime] | None:
    """Whom a place was offered by this link, and until when; the bearer needs no other right. None: not ours."""
    text = sealing.unsigned(token, PURPOSE)
    if text is None:
        return None
    ulid, _, seconds = text.partition("-")
    registration = db.session.scalar(select(Registration).where(Registration.ulid == ulid))
    return (registration, datetime.fromtimestamp(int(seconds), UTC)) if registration else None


def events_with_lapsed(now: datetime) -> list[int]:
    """Row ids of the events at which an offer has run out."""
    statement = select(Registration.event_id).where(Registration.offered_until <= now).distinct()
    return list(db.session.scalars(statement.order_by(Registration.event_id)))


def lapsed(event_id: int, now: datetime) -> list[Registration]:
    """Whose offer has run out, in the order of the queue."""
    statement = select(Registration).where(Registration.event_id == event_id, Registration.offered_until <= now)
    return list(db.session.scalars(statement.order_by(Registration.queued_at, Registration.id)))
