"""Invitations and registrations."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from forumhub.database import Addressed, Model, one_of
from forumhub.events.models import Event
from forumhub.parties.models import Party, Person
from forumhub.registration.rules import STATES


class Registration(Addressed, Model):
    """A person's standing at an event. `queued_at` and `id` give the order in which the waiting list moves."""

    __tablename__ = "registration"
    __table_args__ = (
        UniqueConstraint("event_id", "person_id"),
        one_of("state", STATES),
        Index("ix_registration_event_state_queued", "event_id", "state", "queued_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    event_id: Mapped[int] = mapped_column(ForeignKey("event.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    party_id: Mapped[int | None] = mapped_column(ForeignKey("party.id"))
    """For whom the person comes; None for a guest of a public event."""
    state: Mapped[str] = mapped_column(String(16))
    queued_at: Mapped[datetime | None]
    """When the person asked for a place; None while invited only."""
    created_at: Mapped[datetime]
    changed_at: Mapped[datetime]
    calendar_sequence: Mapped[int] = mapped_column(default=-1)
    """SEQUENCE of what the person's calendar was mailed last (RFC 5545 §3.8.7.4); -1 before the first."""
    in_calendar: Mapped[bool] = mapped_column(default=False)
    """Whether it was mailed a REQUEST, and no CANCEL since."""

    event: Mapped[Event] = relationship(lazy="joined")
    person: Mapped[Person] = relationship(lazy="joined")
    party: Mapped[Party | None] = relationship(lazy="joined")


class Invitation(Addressed, Model):
    """A signed link sent by mail; only its SHA-256 is kept. GET shows, POST acts."""

    __tablename__ = "invitation"

    id: Mapped[int] = mapped_column(primary_key=True)
    registration_id: Mapped[int] = mapped_column(ForeignKey("registration.id", ondelete="CASCADE"), index=True)
    token_sha256: Mapped[str] = mapped_column(String(64), unique=True)
    invited_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    created_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    withdrawn_at: Mapped[datetime | None]

    registration: Mapped[Registration] = relationship(lazy="joined")
