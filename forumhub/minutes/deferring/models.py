"""Points of agendas that were deferred, and the next agenda in which each stands."""

from datetime import datetime

from sqlalchemy import ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from forumhub.database import Addressed, Model
from forumhub.followup.rules import LONGEST_SECTION
from forumhub.minutes.models import Document
from forumhub.parties.models import Party


class Deferral(Addressed, Model):
    """A point of a meeting's agenda or minutes that waits for the next meeting of the series."""

    __tablename__ = "deferral"

    id: Mapped[int] = mapped_column(primary_key=True)
    document_id: Mapped[int] = mapped_column(ForeignKey("document.id", ondelete="CASCADE"), index=True)
    number: Mapped[str] = mapped_column(String(LONGEST_SECTION))
    """Of its heading, as it was then."""
    titles: Mapped[dict[str, str]]
    """Of its heading, in each language of the text."""
    fields: Mapped[str] = mapped_column(String(300))
    """The parenthesis in which the heading of the working language ends, without its brackets."""
    words: Mapped[str] = mapped_column(Text)
    """Why, in the words of who deferred it."""
    party_id: Mapped[int] = mapped_column(ForeignKey("party.id"))
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    at: Mapped[datetime]
    before_id: Mapped[int | None] = mapped_column(ForeignKey("deferral.id"), index=True)
    """The deferral by which it came to this meeting, where it was deferred before."""
    withdrawn_at: Mapped[datetime | None]

    document: Mapped[Document] = relationship(lazy="joined")
    party: Mapped[Party] = relationship(lazy="joined")
    before: Mapped["Deferral | None"] = relationship(remote_side="Deferral.id")

    @property
    def chain(self) -> list["Deferral"]:
        """Itself, then those before it, the latest first."""
        return [self, *(self.before.chain if self.before else [])]


class DeferralTaken(Model):
    """A deferred point stands in an agenda. Who may not see that agenda does not learn it."""

    __tablename__ = "deferral_taken"

    deferral_id: Mapped[int] = mapped_column(ForeignKey("deferral.id", ondelete="CASCADE"), primary_key=True)
    document_id: Mapped[int] = mapped_column(
        ForeignKey("document.id", ondelete="CASCADE"), primary_key=True, index=True
    )

    document: Mapped[Document] = relationship(lazy="joined")
