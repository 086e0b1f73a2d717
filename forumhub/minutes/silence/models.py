"""Which party chose the silence procedure for a register, and who broke silence."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from forumhub.database import Model
from forumhub.ledger import frozen
from forumhub.minutes.silence.rules import FEWEST_DAYS, MOST_DAYS
from forumhub.parties.models import Party, Person


class SilenceChoice(Model):
    """A party's present choice. The ledger keeps all that were made; a version in circulation names its own."""

    __tablename__ = "silence_choice"
    __table_args__ = (CheckConstraint(f"days between {FEWEST_DAYS} and {MOST_DAYS}", name="days"),)

    register_id: Mapped[int] = mapped_column(ForeignKey("register.id"), primary_key=True)
    party_id: Mapped[int] = mapped_column(ForeignKey("party.id"), primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    days: Mapped[int]
    """How many the party has at least, from circulation to the deadline."""
    chosen_at: Mapped[datetime]
    entry_sha256: Mapped[str] = mapped_column(String(64))
    """The ledger's entry that records it."""

    party: Mapped[Party] = relationship(lazy="joined")
    person: Mapped[Person] = relationship(lazy="joined")


@frozen()
class SilenceBreak(Model):
    """A party said that it does not agree yet: from then on the version waits for every party's approval."""

    __tablename__ = "silence_break"
    __table_args__ = (UniqueConstraint("circulation_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    circulation_id: Mapped[int] = mapped_column(ForeignKey("circulation.id"))
    party_id: Mapped[int] = mapped_column(ForeignKey("party.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    text: Mapped[str] = mapped_column(Text)
    at: Mapped[datetime]

    party: Mapped[Party] = relationship(lazy="joined")
    person: Mapped[Person] = relationship(lazy="joined")
