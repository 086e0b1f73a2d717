"""What was scanned or typed at the door of an event, and what it was answered with."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from forumhub.database import Model, one_of
from forumhub.events.models import Event
from forumhub.parties.models import Person
from forumhub.registration.checkin.rules import OUTCOMES
from forumhub.registration.models import Registration


class Scan(Model):
    """One scan, told from all others by the ULID that the phone gave it: sent twice, it is answered alike.

    Who was refused, or unknown, is here too; what came of who was let in is the state of the registration.
    """

    __tablename__ = "checkin_scan"
    __table_args__ = (
        UniqueConstraint("event_id", "ulid"),
        one_of("outcome", OUTCOMES),
        Index("ix_checkin_scan_registration_id_outcome", "registration_id", "outcome"),
        Index("ix_checkin_scan_event_id_outcome_scanned_at", "event_id", "outcome", "scanned_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    ulid: Mapped[str] = mapped_column(String(26))
    event_id: Mapped[int] = mapped_column(ForeignKey("event.id", ondelete="CASCADE"))
    """The event at whose door it was made."""
    registration_id: Mapped[int | None] = mapped_column(ForeignKey("registration.id", ondelete="CASCADE"))
    """Whose code it was; of another event where that is the answer, None where nobody's."""
    outcome: Mapped[str] = mapped_column(String(16))
    scanned_at: Mapped[datetime]
    """When it was made; it may have waited in the phone until the network was back."""
    received_at: Mapped[datetime]
    by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    undone_at: Mapped[datetime | None]
    """When the organizer took the welcome back."""

    event: Mapped[Event] = relationship()
    registration: Mapped[Registration | None] = relationship()
    by: Mapped[Person | None] = relationship()
