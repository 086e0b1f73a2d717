"""Files that go with a text: of a draft, where they come and go, and of a circulated version, where they stay."""

from datetime import datetime

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from forumhub.database import Addressed, Model
from forumhub.files import StoredFile
from forumhub.ledger import frozen


class Annex(Addressed, Model):
    """What a draft has now; the next circulation freezes it."""

    __tablename__ = "annex"
    __table_args__ = (UniqueConstraint("document_id", "name"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    document_id: Mapped[int] = mapped_column(ForeignKey("document.id", ondelete="CASCADE"))
    name: Mapped[str] = mapped_column(String(255))
    sha256: Mapped[str] = mapped_column(ForeignKey("stored_file.sha256"))
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    added_at: Mapped[datetime]

    stored: Mapped[StoredFile] = relationship(lazy="joined")


@frozen()
class CirculatedAnnex(Model):
    """What a manifest names: its bytes are kept as long as the manifest is."""

    __tablename__ = "circulated_annex"
    __table_args__ = (UniqueConstraint("circulation_id", "number"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    circulation_id: Mapped[int] = mapped_column(ForeignKey("circulation.id"))
    number: Mapped[int]
    """From 1, in the manifest's order."""
    name: Mapped[str] = mapped_column(String(255))
    sha256: Mapped[str] = mapped_column(ForeignKey("stored_file.sha256"))

    stored: Mapped[StoredFile] = relationship(lazy="joined")
