"""Comments on paragraphs of a draft, other wordings proposed for them, and what is answered."""

from datetime import datetime

from sqlalchemy import ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from forumhub.database import Addressed, Model, one_of
from forumhub.minutes.models import Document
from forumhub.minutes.proposals.rules import STATES
from forumhub.parties.models import Party, Person


class Proposal(Addressed, Model):
    """Kept with its answers whatever becomes of it; its paragraph is kept as it was."""

    __tablename__ = "proposal"
    __table_args__ = (one_of("state", STATES),)

    id: Mapped[int] = mapped_column(primary_key=True)
    document_id: Mapped[int] = mapped_column(ForeignKey("document.id", ondelete="CASCADE"), index=True)
    language: Mapped[str] = mapped_column(String(8))
    paragraph: Mapped[str] = mapped_column(Text)
    place: Mapped[int]
    """Where it stood among the units of the text; with the paragraph's words it finds it again."""
    revision: Mapped[int]
    """The number of the revision on which it was made."""
    wording: Mapped[str | None] = mapped_column(Text)
    """None for a comment, empty for a deletion."""
    words: Mapped[str] = mapped_column(Text, default="")
    own_side: Mapped[bool]
    """Made while the draft was one side's own: it stays that side's when the draft is shared."""
    party_id: Mapped[int] = mapped_column(ForeignKey("party.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    made_at: Mapped[datetime]
    state: Mapped[str] = mapped_column(String(16), default="open")
    settled_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    settled_for_id: Mapped[int | None] = mapped_column(ForeignKey("party.id"))
    settled_at: Mapped[datetime | None]

    document: Mapped[Document] = relationship()
    party: Mapped[Party] = relationship(foreign_keys=party_id, lazy="joined")
    person: Mapped[Person] = relationship(foreign_keys=person_id, lazy="joined")
    settled_by: Mapped[Person | None] = relationship(foreign_keys=settled_by_id, lazy="joined")
    settled_for: Mapped[Party | None] = relationship(foreign_keys=settled_for_id, lazy="joined")
    answers: Mapped[list["ProposalAnswer"]] = relationship(order_by="ProposalAnswer.id", lazy="selectin")


class ProposalAnswer(Model):
    """What somebody answered, or the words with which it was declined."""

    __tablename__ = "proposal_answer"

    id: Mapped[int] = mapped_column(primary_key=True)
    proposal_id: Mapped[int] = mapped_column(ForeignKey("proposal.id", ondelete="CASCADE"), index=True)
    party_id: Mapped[int] = mapped_column(ForeignKey("party.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    words: Mapped[str] = mapped_column(Text)
    at: Mapped[datetime]

    party: Mapped[Party] = relationship(lazy="joined")
    person: Mapped[Person] = relationship(lazy="joined")
