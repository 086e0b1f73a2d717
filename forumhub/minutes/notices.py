"""What the secretariats are told: one message to all parties together at each step, with the ledger's head."""

from datetime import datetime

from forumhub import ledger
from forumhub.events.models import Event
from forumhub.mail.actions import Recipient, post_to_each
from forumhub.minutes.models import Circulation


def tell_secretariats(template: str, circulation: Circulation, *, now: datetime, **more: object) -> None:
    """`template`: which of templates/mail; all get the same snapshot, and so the same head."""
    document, event = circulation.document, circulation.document.event
    snapshot = {
        "kind": document.kind,
        "document": document.ulid,
        "version": circulation.version,
        "register": event.register.code,
        "titles": event.titles,
        "manifest": circulation.manifest_sha256,
        "head": ledger.head(event.register_id),
        "told": [party.secretariat_email for party in event.parties],
        "deadline": circulation.deadline.isoformat() if circulation.deadline else None,
        "timezone": event.timezone,
        **more,
    }
    post_to_each(template, _secretariats(event), snapshot, now=now)


def _secretariats(event: Event) -> list[Recipient]:
    return [
        Recipient(
            party.secretariat_email, party.names.get(party.language) or party.code, party.language, party.timezone
        )
        for party in event.parties
    ]
