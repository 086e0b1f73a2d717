"""What a delegate is given of the mails that came to their reply addresses, with all else that is stored about them."""

from collections.abc import Collection
from typing import Any

from sqlalchemy import select

from forumhub.calendars.replies.models import ReceivedMail
from forumhub.database import db
from forumhub.registration.privacy.queries import kept_by_later_rooms

_NAMES = (
    "received_at",
    "recipient",
    "sender",
    "message_id",
    "size",
    "outcome",
    "method",
    "status",
    "comment",
    "sequence",
    "stamp",
    "proposed_start",
    "proposed_end",
    "proposed_whole_days",
    "reason",
)


def mails_of(registration_ids: Collection[int]) -> dict[int, list[dict[str, Any]]]:
    """By row id, the oldest first. One query."""
    statement = select(ReceivedMail).where(ReceivedMail.registration_id.in_(registration_ids)).order_by(ReceivedMail.id)
    found: dict[int, list[dict[str, Any]]] = {}
    for mail in db.session.scalars(statement):
        assert mail.registration_id
        values = {name: getattr(mail, name) for name in _NAMES}
        found.setdefault(mail.registration_id, []).append(
            values | {"reason_values": mail.reason_values, "calendar_kept": mail.raw_kept}  # type: ignore[attr-defined]
        )
    return found


kept_by_later_rooms["received_mails"] = mails_of
