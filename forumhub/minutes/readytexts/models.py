"""What a party keeps to put into its drafts."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String, Text, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from forumhub.database import Addressed, Model
from forumhub.minutes.readytexts.rules import LONGEST_NAME, caret
from forumhub.parties.models import Party, Person


class OwnText(Addressed, Model):
    """A party's ready text, in one language. Other parties do not know that it is there."""

    __tablename__ = "own_text"
    __table_args__ = (
        Index(
            "uq_own_text_party_id_language_name",
            "party_id",
            "language",
            "name",
            unique=True,
            sqlite_where=text("deleted_at IS NULL"),
            postgresql_where=text("deleted_at IS NULL"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    party_id: Mapped[int] = mapped_column(ForeignKey("party.id"))
    language: Mapped[str] = mapped_column(String(8))
    name: Mapped[str] = mapped_column(String(LONGEST_NAME))
    source: Mapped[str] = mapped_column(Text)
    version: Mapped[int]
    """One more at each change, so that nobody writes over what they have not seen."""
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), index=True)
    changed_at: Mapped[datetime]
    deleted_at: Mapped[datetime | None] = mapped_column(index=True)

    party: Mapped[Party] = relationship(lazy="joined")
    person: Mapped[Person | None] = relationship(lazy="joined")

    @property
    def caret(self) -> int:
        return caret(self.source)
