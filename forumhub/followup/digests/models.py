"""The weekly digest to a party's secretariat: what the party chose, and what was sent."""

from datetime import date, datetime

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from forumhub.database import Model
from forumhub.parties.models import Party

MONDAY = 0


class DigestWish(Model):
    """Of a party that changed something; every other one has its digest on Monday, of all its registers."""

    __tablename__ = "digest_wish"

    party_id: Mapped[int] = mapped_column(ForeignKey("party.id"), primary_key=True)
    weekday: Mapped[int] = mapped_column(default=MONDAY)
    """0 is Monday, on the party's clock."""
    stopped_at: Mapped[datetime | None]
    """Since when none is sent."""


class DigestOff(Model):
    """A register that the party's digest leaves out."""

    __tablename__ = "digest_off"

    party_id: Mapped[int] = mapped_column(ForeignKey("party.id"), primary_key=True)
    register_id: Mapped[int] = mapped_column(ForeignKey("register.id"), primary_key=True)


class DigestMail(Model):
    """The one digest of a party's week. Its token, in the mail's link, stops them; only its hash is kept."""

    __tablename__ = "digest_mail"
    __table_args__ = (UniqueConstraint("party_id", "digest_on"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    party_id: Mapped[int] = mapped_column(ForeignKey("party.id"))
    digest_on: Mapped[date]
    """The day whose digest it is, on the party's clock."""
    token_sha256: Mapped[str] = mapped_column(String(64), unique=True)
    written_at: Mapped[datetime]

    party: Mapped[Party] = relationship(lazy="joined")
