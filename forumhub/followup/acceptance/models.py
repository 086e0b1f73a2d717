"""What parties answered to recommendations. Answers are added, never changed: the last of a party holds."""

from datetime import datetime

from sqlalchemy import ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from forumhub.database import Model, one_of
from forumhub.followup.acceptance.rules import ANSWERS
from forumhub.parties.models import Party, Person


class ItemAnswer(Model):
    __tablename__ = "item_answer"
    __table_args__ = (one_of("answer", ANSWERS),)

    id: Mapped[int] = mapped_column(primary_key=True)
    item_id: Mapped[int] = mapped_column(ForeignKey("item.id", ondelete="CASCADE"), index=True)
    party_id: Mapped[int] = mapped_column(ForeignKey("party.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    answer: Mapped[str] = mapped_column(String(16))
    words: Mapped[str] = mapped_column(Text, default="")
    at: Mapped[datetime]

    party: Mapped[Party] = relationship(lazy="joined")
    person: Mapped[Person] = relationship(lazy="joined")
