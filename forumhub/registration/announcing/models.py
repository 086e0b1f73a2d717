"""What an organizer announced to an event's delegates, and who was told."""

from datetime import datetime

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from forumhub.database import Addressed, Model, one_of
from forumhub.events.models import Event
from forumhub.parties.models import Person
from forumhub.registration.announcing.rules import MARKUPS


class Announcement(Addressed, Model):
    """One text in up to three languages. It never changes: what was mailed stays on record."""

    __tablename__ = "announcement"
    __table_args__ = (one_of("markup", MARKUPS),)

    id: Mapped[int] = mapped_column(primary_key=True)
    event_id: Mapped[int] = mapped_column(ForeignKey("event.id", ondelete="CASCADE"), index=True)
    written_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    sent_at: Mapped[datetime]
    markup: Mapped[str] = mapped_column(String(16))
    subjects: Mapped[dict[str, str]]
    """By language, as are the texts and their HTML."""
    texts: Mapped[dict[str, str]]
    pages: Mapped[dict[str, str]]
    chosen_by: Mapped[dict[str, str]]
    """How its readers were chosen: the filters of the list, or {"rows": how many were ticked}."""
    told: Mapped[int]
    """To how many people it was mailed."""
    unreached: Mapped[int]
    """How many of them have no address."""

    event: Mapped[Event] = relationship(lazy="joined")
    written_by: Mapped[Person | None] = relationship(lazy="joined")


class AnnouncementReader(Model):
    """Somebody to whom it was addressed; `language` is the one of the text that they were sent."""

    __tablename__ = "announcement_reader"

    announcement_id: Mapped[int] = mapped_column(ForeignKey("announcement.id", ondelete="CASCADE"), primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), primary_key=True, index=True)
    language: Mapped[str] = mapped_column(String(8))
    mailed: Mapped[bool]
