"""A party's list of nominees for an event."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from forumhub.database import Addressed, Model, one_of
from forumhub.events.models import Event
from forumhub.parties.models import Party, Person
from forumhub.registration.delegations import rules
from forumhub.registration.models import Registration
from forumhub.registration.rules import ENDED, FUNCTIONS, MEMBER


class Nomination(Addressed, Model):
    """The list itself. While it is a draft, or returned, it is its own party's alone.

    What was accepted of it are registrations; it holds what the party wants, so that amendments are what differs.
    """

    __tablename__ = "nomination"
    __table_args__ = (UniqueConstraint("event_id", "party_id"), one_of("state", rules.STATES))

    id: Mapped[int] = mapped_column(primary_key=True)
    event_id: Mapped[int] = mapped_column(ForeignKey("event.id", ondelete="CASCADE"))
    party_id: Mapped[int] = mapped_column(ForeignKey("party.id"), index=True)
    state: Mapped[str] = mapped_column(String(16), default=rules.DRAFT)
    words: Mapped[str] = mapped_column(Text, default="")
    """With which it was returned last."""
    submitted_at: Mapped[datetime | None]
    accepted_at: Mapped[datetime | None]
    """When it was accepted last; None before the first time."""
    reminded_for: Mapped[datetime | None]
    """The deadline of which the party was reminded."""
    changed_at: Mapped[datetime]
    lock_version: Mapped[int] = mapped_column(default=1)

    event: Mapped[Event] = relationship()
    party: Mapped[Party] = relationship(lazy="joined")
    nominees: Mapped[list["Nominee"]] = relationship(
        back_populates="nomination", order_by="Nominee.position, Nominee.id", cascade="all, delete-orphan"
    )

    @property
    def accepted_once(self) -> bool:
        return self.accepted_at is not None

    @property
    def listed(self) -> list["Nominee"]:
        """Whom the party wants to come, in its order. Who withdrew, or was declined, is on the list no more."""
        return [nominee for nominee in self.nominees if not nominee.removed and not nominee.ended]

    @property
    def leaving(self) -> list["Nominee"]:
        """Who is registered, and was taken off the list."""
        return [nominee for nominee in self.nominees if nominee.removed and not nominee.ended]


class Nominee(Addressed, Model):
    """Somebody on the list: a person who is known, or who is entered with it when it is accepted."""

    __tablename__ = "nominee"
    __table_args__ = (
        one_of("function", FUNCTIONS),
        Index("ix_nominee_nomination_position", "nomination_id", "position"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    nomination_id: Mapped[int] = mapped_column(ForeignKey("nomination.id", ondelete="CASCADE"))
    position: Mapped[int]
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), index=True)
    registration_id: Mapped[int | None] = mapped_column(ForeignKey("registration.id", ondelete="SET NULL"), index=True)
    """What accepting the list made of it; None while it is new."""
    removed: Mapped[bool] = mapped_column(default=False)
    """Taken off the list; the registration stands until that is accepted."""
    typed_name: Mapped[str] = mapped_column("name", String(200), default="")
    typed_own_name: Mapped[str] = mapped_column("own_name", String(200), default="")
    typed_email: Mapped[str] = mapped_column("email", String(254), default="")
    """Of a person who is not known yet; lower case, or empty."""
    honorific: Mapped[str] = mapped_column(String(60), default="")
    title: Mapped[str] = mapped_column(String(300), default="")
    affiliation: Mapped[str] = mapped_column(String(300), default="")
    function: Mapped[str] = mapped_column(String(16), default=MEMBER)

    lock_version: Mapped[int] = mapped_column(default=1)

    nomination: Mapped[Nomination] = relationship(back_populates="nominees")
    person: Mapped[Person | None] = relationship(lazy="joined")
    registration: Mapped[Registration | None] = relationship(lazy="joined")

    @property
    def ended(self) -> bool:
        """Registered once, and no more."""
        return self.registration is not None and self.registration.state in ENDED

    @property
    def name(self) -> str:
        return self.person.name if self.person else self.typed_name

    @property
    def own_name(self) -> str:
        return self.person.own_name if self.person else self.typed_own_name

    @property
    def email(self) -> str:
        return (self.person.email or "") if self.person else self.typed_email
