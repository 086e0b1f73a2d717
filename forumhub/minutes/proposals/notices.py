"""The other parties' secretariats are told of comments and proposals: one message for all of a quarter of an hour."""

from datetime import datetime, timedelta

from sqlalchemy import select

from forumhub.database import db
from forumhub.mail.actions import post
from forumhub.mail.models import OutboxMail
from forumhub.mail.rules import on_the_wire
from forumhub.minutes.models import Document
from forumhub.parties.addressing import secretariat
from forumhub.parties.models import Party

GATHERED = timedelta(minutes=15)
TEMPLATE = "proposals"


def tell_others(document: Document, party_id: int, *, now: datetime) -> None:
    """Adds to a message that still waits, else puts one there. The document's lock keeps two from doing so at once."""
    for party in document.event.parties:
        if party.id != party_id:
            _tell(document, party, now)


def _tell(document: Document, party: Party, now: datetime) -> None:
    to = secretariat(party)
    if waiting := _waiting(document, on_the_wire(to.email), now):
        waiting.snapshot = {**waiting.snapshot, "count": waiting.snapshot["count"] + 1}
        return
    snapshot = {"kind": document.kind, "document": document.ulid, "titles": document.event.titles, "count": 1}
    mail = post(
        TEMPLATE,
        to_email=to.email,
        to_name=to.name,
        language=to.language,
        timezone=to.timezone,
        snapshot=snapshot,
        now=now,
    )
    mail.due_at = now + GATHERED


def _waiting(document: Document, email: str, now: datetime) -> OutboxMail | None:
    statement = select(OutboxMail).where(
        OutboxMail.template == TEMPLATE,
        OutboxMail.recipient == email,
        OutboxMail.sent_at.is_(None),
        OutboxMail.attempts == 0,
        OutboxMail.due_at > now,
    )
    found = db.session.scalars(statement.with_for_update())
    return next((mail for mail in found if mail.snapshot["document"] == document.ulid), None)
