"""Statements that one party attached to a version of a text, each in its languages or as a file."""

from datetime import datetime

from sqlalchemy import ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from forumhub.database import Addressed, Model
from forumhub.files import StoredFile
from forumhub.ledger import frozen
from forumhub.minutes.models import Circulation
from forumhub.parties.models import Party, Person


@frozen("ulid", "circulation_id", "party_id", "person_id", "attached_at", "file_name", "file_sha256")
class AttachedStatement(Addressed, Model):
    """One party's alone; it is no part of the text. What was taken back stays here, as the ledger names it."""

    __tablename__ = "attached_statement"

    id: Mapped[int] = mapped_column(primary_key=True)
    circulation_id: Mapped[int] = mapped_column(ForeignKey("circulation.id"), index=True)
    party_id: Mapped[int] = mapped_column(ForeignKey("party.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    attached_at: Mapped[datetime]
    file_name: Mapped[str] = mapped_column(String(255), default="")
    file_sha256: Mapped[str | None] = mapped_column(ForeignKey("stored_file.sha256"))
    withdrawn_at: Mapped[datetime | None]

    circulation: Mapped[Circulation] = relationship()
    party: Mapped[Party] = relationship(lazy="joined")
    person: Mapped[Person] = relationship(lazy="joined")
    stored: Mapped[StoredFile | None] = relationship(lazy="joined")
    texts: Mapped[list["StatementText"]] = relationship(order_by="StatementText.language", lazy="selectin")


@frozen()
class StatementText(Model):
    """Plain words in one language, shown as they are: no Markdown, so no line of them is an item."""

    __tablename__ = "statement_text"
    __table_args__ = (UniqueConstraint("statement_id", "language"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    statement_id: Mapped[int] = mapped_column(ForeignKey("attached_statement.id"))
    language: Mapped[str] = mapped_column(String(8))
    text: Mapped[str] = mapped_column(Text)
    sha256: Mapped[str] = mapped_column(String(64))
