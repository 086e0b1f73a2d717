"""Which entry of the chain says that a person was named to approve for a party at an event."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from forumhub.database import Model
from forumhub.ledger import frozen


@frozen("sha256", "event_id", "party_id", "person_id")
class ApprovalGrant(Model):
    """Commitments are salted anew in each entry, so that the chain alone does not tell whose grant stands."""

    __tablename__ = "approval_grant"
    __table_args__ = (Index("ix_approval_grant_named", "event_id", "party_id", "person_id"),)

    sha256: Mapped[str] = mapped_column(String(64), primary_key=True)
    """Of the entry `grant`."""
    event_id: Mapped[int] = mapped_column(ForeignKey("event.id"))
    party_id: Mapped[int] = mapped_column(ForeignKey("party.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    ended_at: Mapped[datetime | None]
    """None while it stands."""
