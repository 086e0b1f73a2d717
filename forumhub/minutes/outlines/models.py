"""The agenda templates of series."""

from datetime import datetime

from sqlalchemy import ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from forumhub.database import Model
from forumhub.parties.models import Person


class AgendaTemplate(Model):
    """With what the agenda of each new meeting of a series begins, in one language."""

    __tablename__ = "agenda_template"

    series_id: Mapped[int] = mapped_column(ForeignKey("series.id", ondelete="CASCADE"), primary_key=True)
    language: Mapped[str] = mapped_column(String(8), primary_key=True)
    source: Mapped[str] = mapped_column(Text)
    version: Mapped[int]
    """One more at each change, so that nobody writes over what they have not seen."""
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    changed_at: Mapped[datetime]

    person: Mapped[Person | None] = relationship(lazy="joined")
