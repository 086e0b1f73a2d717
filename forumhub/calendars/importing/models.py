"""Which foreign event became which event here, and calendars that were uploaded and looked at."""

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, LargeBinary, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from forumhub.database import Addressed, Model
from forumhub.events.models import Event
from forumhub.parties.models import Party


class ImportedEvent(Model):
    """A foreign event's UID and RECURRENCE-ID, for the party that imported it: another's import makes its own."""

    __tablename__ = "imported_event"
    __table_args__ = (UniqueConstraint("party_id", "uid", "occurrence"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    party_id: Mapped[int] = mapped_column(ForeignKey("party.id"))
    uid: Mapped[str] = mapped_column(String(400))
    occurrence: Mapped[str] = mapped_column(String(16), default="")
    """'20261125' or '20261125T060000Z', empty for what does not recur."""
    event_id: Mapped[int] = mapped_column(ForeignKey("event.id", ondelete="CASCADE"), index=True)
    sequence: Mapped[int]
    stamp: Mapped[datetime]
    """DTSTAMP or LAST-MODIFIED, whichever is later."""
    fingerprint: Mapped[str] = mapped_column(String(64))
    """SHA-256 of what was imported."""
    lock_version: Mapped[int]
    """The event's when it was imported: where that has grown, somebody changed it here."""

    event: Mapped[Event] = relationship()


class UploadedCalendar(Addressed, Model):
    """A file that somebody uploaded, and how they want it read: kept until they upload another."""

    __tablename__ = "uploaded_calendar"

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    party_id: Mapped[int] = mapped_column(ForeignKey("party.id"))
    name: Mapped[str] = mapped_column(String(200))
    body: Mapped[bytes] = mapped_column(LargeBinary, deferred=True)
    """Compressed by zlib."""
    choices: Mapped[dict[str, Any]]
    uploaded_at: Mapped[datetime]

    party: Mapped[Party] = relationship(lazy="joined")
