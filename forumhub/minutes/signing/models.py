"""A signed text: its official number, place and day, who signed for each party, and the scans of the originals."""

from datetime import date, datetime

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from forumhub.database import Addressed, Model
from forumhub.files import StoredFile
from forumhub.ledger import frozen
from forumhub.parties.models import Party, Person


@frozen()
class Signature(Addressed, Model):
    __tablename__ = "signature"
    __table_args__ = (UniqueConstraint("register_id", "number"), UniqueConstraint("document_id"))

    id: Mapped[int] = mapped_column(primary_key=True)
    document_id: Mapped[int] = mapped_column(ForeignKey("document.id"))
    circulation_id: Mapped[int] = mapped_column(ForeignKey("circulation.id"))
    register_id: Mapped[int] = mapped_column(ForeignKey("register.id"))
    number: Mapped[str] = mapped_column(String(60))
    """The official one, such as 'HLM/2026/1'."""
    place: Mapped[str] = mapped_column(String(200))
    signed_on: Mapped[date]
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    party_id: Mapped[int] = mapped_column(ForeignKey("party.id"))
    """Who entered it, and for which party."""
    entered_at: Mapped[datetime]
    salt: Mapped[str] = mapped_column(String(32))
    """With which the ledger's statement hides the names of the signatories."""

    person: Mapped[Person] = relationship(lazy="joined")
    party: Mapped[Party] = relationship(lazy="joined")
    signatories: Mapped[list["Signatory"]] = relationship(order_by="Signatory.id", lazy="selectin")
    copies: Mapped[list["SignedCopy"]] = relationship(order_by="SignedCopy.id", lazy="selectin")


@frozen()
class Signatory(Model):
    """Who signed for a party, as the paper names them."""

    __tablename__ = "signatory"
    __table_args__ = (UniqueConstraint("signature_id", "party_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    signature_id: Mapped[int] = mapped_column(ForeignKey("signature.id"))
    party_id: Mapped[int] = mapped_column(ForeignKey("party.id"))
    name: Mapped[str] = mapped_column(String(200))
    office: Mapped[str] = mapped_column(String(300))

    party: Mapped[Party] = relationship(lazy="joined")


@frozen()
class SignedCopy(Model):
    """The scan of a party's own copy of the signed original."""

    __tablename__ = "signed_copy"
    __table_args__ = (UniqueConstraint("signature_id", "party_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    signature_id: Mapped[int] = mapped_column(ForeignKey("signature.id"))
    party_id: Mapped[int] = mapped_column(ForeignKey("party.id"))
    name: Mapped[str] = mapped_column(String(255))
    sha256: Mapped[str] = mapped_column(ForeignKey("stored_file.sha256"))

    party: Mapped[Party] = relationship(lazy="joined")
    stored: Mapped[StoredFile] = relationship(lazy="joined")
