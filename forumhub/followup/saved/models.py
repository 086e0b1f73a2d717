"""Filters of the registers that a reader named and keeps."""

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from forumhub.database import Addressed, Model
from forumhub.parties.models import Party, Person


class SavedFilter(Addressed, Model):
    __tablename__ = "saved_filter"
    __table_args__ = (UniqueConstraint("person_id", "name"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    party_id: Mapped[int | None] = mapped_column(ForeignKey("party.id"), index=True)
    """The own party, whose people see it too; None where it is the person's alone."""
    name: Mapped[str] = mapped_column(String(80))
    query: Mapped[dict[str, str]]
    """What `Filters.as_query` gives: what differs from the defaults."""

    person: Mapped[Person] = relationship(lazy="joined")
    party: Mapped[Party | None] = relationship(lazy="joined")
