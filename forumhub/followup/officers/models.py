"""Who inside a party does the work on an item: known to that party alone."""

from datetime import datetime

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from forumhub.database import Model
from forumhub.parties.models import Party, Person


class ItemOfficer(Model):
    __tablename__ = "item_officer"
    __table_args__ = (UniqueConstraint("item_id", "party_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    item_id: Mapped[int] = mapped_column(ForeignKey("item.id", ondelete="CASCADE"))
    party_id: Mapped[int] = mapped_column(ForeignKey("party.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    """Of that party."""
    named_at: Mapped[datetime]

    party: Mapped[Party] = relationship(lazy="joined")
    person: Mapped[Person] = relationship(lazy="joined")
