"""Where events take place: venues with their halls."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from forumhub.database import Addressed, Model
from forumhub.parties.models import Party


class Venue(Addressed, Model):
    """A house of a party, or one that it rents: who organizes for the party keeps its entry."""

    __tablename__ = "venue"
    __table_args__ = (
        CheckConstraint("capacity is null or capacity > 0", name="capacity"),
        CheckConstraint("(latitude is null) = (longitude is null)", name="coordinates"),
        CheckConstraint("latitude between -90 and 90", name="latitude"),
        CheckConstraint("longitude between -180 and 180", name="longitude"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    party_id: Mapped[int] = mapped_column(ForeignKey("party.id"), index=True)
    names: Mapped[dict[str, str]]
    address: Mapped[str] = mapped_column(Text, default="")
    city: Mapped[dict[str, str]]
    timezone: Mapped[str] = mapped_column(String(64))
    capacity: Mapped[int | None]
    """How many people it holds; None where nobody counted."""
    latitude: Mapped[float | None]
    """In degrees, north and east positive (WGS 84); both or none."""
    longitude: Mapped[float | None]
    located_at: Mapped[datetime | None]
    """When its coordinates were set last: since then calendars say others. None where they never were."""
    access_notes: Mapped[str] = mapped_column(Text, default="")
    """How to come in: gates, passes, ramps, lifts."""
    closed_at: Mapped[datetime | None]
    """Since when it is not offered any more; events that were planned there keep it."""
    lock_version: Mapped[int] = mapped_column(default=1)
    created_at: Mapped[datetime]

    party: Mapped[Party] = relationship(lazy="joined")
    halls: Mapped[list["Hall"]] = relationship(
        order_by="Hall.position", cascade="all, delete-orphan", lazy="selectin", back_populates="venue"
    )

    @property
    def coordinates(self) -> tuple[float, float] | None:
        """Latitude and longitude."""
        return None if self.latitude is None or self.longitude is None else (self.latitude, self.longitude)


class Hall(Addressed, Model):
    """One hall of a venue. An event occupies one, or the whole venue."""

    __tablename__ = "hall"
    __table_args__ = (
        UniqueConstraint("venue_id", "position"),
        CheckConstraint("capacity is null or capacity > 0", name="capacity"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    venue_id: Mapped[int] = mapped_column(ForeignKey("venue.id", ondelete="CASCADE"))
    position: Mapped[int]
    names: Mapped[dict[str, str]]
    capacity: Mapped[int | None]

    venue: Mapped[Venue] = relationship(back_populates="halls")
