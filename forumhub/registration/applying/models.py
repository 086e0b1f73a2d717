"""What strangers ask for, until they confirm it."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from forumhub.database import Addressed, Model
from forumhub.events.models import Event
from forumhub.parties.models import Party
from forumhub.registration.models import Registration


class Application(Addressed, Model):
    """A link sent to an address that somebody typed; only its SHA-256 is kept. GET shows, POST confirms.

    Once it leads to a registration, what was typed is gone from here.
    """

    __tablename__ = "application"
    __table_args__ = (Index("ix_application_email_created", "email", "created_at"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    event_id: Mapped[int] = mapped_column(ForeignKey("event.id", ondelete="CASCADE"), index=True)
    registration_id: Mapped[int | None] = mapped_column(ForeignKey("registration.id", ondelete="CASCADE"), index=True)
    token_sha256: Mapped[str] = mapped_column(String(64), unique=True)
    email: Mapped[str] = mapped_column(String(254))
    """Lower case."""
    name: Mapped[str] = mapped_column(String(200), default="")
    own_name: Mapped[str] = mapped_column(String(200), default="")
    affiliation: Mapped[str] = mapped_column(String(300), default="")
    party_id: Mapped[int | None] = mapped_column(ForeignKey("party.id"))
    """For whom they say that they come; None: as a guest."""
    language: Mapped[str] = mapped_column(String(8))
    created_at: Mapped[datetime]
    """When they asked, and consented that it is stored."""
    expires_at: Mapped[datetime] = mapped_column(index=True)
    """Until when it can be confirmed."""

    event: Mapped[Event] = relationship(lazy="joined")
    party: Mapped[Party | None] = relationship(lazy="joined")
    registration: Mapped[Registration | None] = relationship(lazy="joined")
