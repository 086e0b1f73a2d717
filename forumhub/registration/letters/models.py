"""The letter templates that organizers uploaded for an event; without one there is the built-in."""

from datetime import datetime

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from forumhub.database import Addressed, Model, one_of
from forumhub.events.models import Event
from forumhub.parties.models import Person
from forumhub.registration.letters.rules import KINDS


class LetterTemplate(Addressed, Model):
    """A Word document with placeholders, for one kind of letter in one language."""

    __tablename__ = "letter_template"
    __table_args__ = (UniqueConstraint("event_id", "kind", "language"), one_of("kind", KINDS))

    id: Mapped[int] = mapped_column(primary_key=True)
    event_id: Mapped[int] = mapped_column(ForeignKey("event.id", ondelete="CASCADE"))
    kind: Mapped[str] = mapped_column(String(16))
    language: Mapped[str] = mapped_column(String(8))
    sha256: Mapped[str] = mapped_column(ForeignKey("stored_file.sha256"), index=True)
    name: Mapped[str] = mapped_column(String(255))
    uploaded_at: Mapped[datetime]
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))

    event: Mapped[Event] = relationship()
    person: Mapped[Person | None] = relationship(lazy="joined")
