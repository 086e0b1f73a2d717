"""What parties put forward for an agenda, and in which drafts it was taken up."""

from datetime import datetime

from sqlalchemy import ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from forumhub.database import Addressed, Model, one_of
from forumhub.events.models import Event
from forumhub.minutes.agendas.rules import KINDS, STATES
from forumhub.minutes.models import Document
from forumhub.parties.models import Party, Person


class AgendaPoint(Addressed, Model):
    """A concern of a party, or a point that it proposes: its own until it is submitted, then every party's to read."""

    __tablename__ = "agenda_point"
    __table_args__ = (one_of("kind", KINDS), one_of("state", STATES))

    id: Mapped[int] = mapped_column(primary_key=True)
    event_id: Mapped[int] = mapped_column(ForeignKey("event.id", ondelete="CASCADE"), index=True)
    party_id: Mapped[int] = mapped_column(ForeignKey("party.id"), index=True)
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    """Who put it forward last."""
    kind: Mapped[str] = mapped_column(String(16))
    state: Mapped[str] = mapped_column(String(16))
    organ: Mapped[str] = mapped_column(String(32))
    """The code of the party, or of its organ, that raises the concern or presents the point."""
    language: Mapped[str] = mapped_column(String(8))
    title: Mapped[str] = mapped_column(String(300))
    text: Mapped[str] = mapped_column(Text)
    minutes_long: Mapped[int | None]
    submitted_at: Mapped[datetime | None]
    """None while only its own side knows of it, whatever became of it."""
    answer: Mapped[str] = mapped_column(Text, default="")
    """Why it was left out, in the words of who left it."""
    answered_for_id: Mapped[int | None] = mapped_column(ForeignKey("party.id"))
    changed_at: Mapped[datetime]

    event: Mapped[Event] = relationship(lazy="joined")
    party: Mapped[Party] = relationship(lazy="joined", foreign_keys=party_id)
    answered_for: Mapped[Party | None] = relationship(foreign_keys=answered_for_id, lazy="joined")
    person: Mapped[Person | None] = relationship(lazy="joined")


class AgendaPointTaken(Model):
    """A point stands in an agenda. Who may not see the agenda does not learn it: it may be one side's own draft."""

    __tablename__ = "agenda_point_taken"

    point_id: Mapped[int] = mapped_column(ForeignKey("agenda_point.id", ondelete="CASCADE"), primary_key=True)
    document_id: Mapped[int] = mapped_column(
        ForeignKey("document.id", ondelete="CASCADE"), primary_key=True, index=True
    )
    taken_at: Mapped[datetime]

    document: Mapped[Document] = relationship()
