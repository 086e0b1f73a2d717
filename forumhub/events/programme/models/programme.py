"""The programme itself and its halls."""

from datetime import datetime
from typing import TYPE_CHECKING, Any

from sqlalchemy import CheckConstraint, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from forumhub.database import Addressed, Model, one_of
from forumhub.events.models import Event
from forumhub.events.programme.rules import PROGRAMME_STATES
from forumhub.events.programme.rules.clashes import Frame

if TYPE_CHECKING:
    from forumhub.events.programme.models.session import ProgrammeSession


class Programme(Addressed, Model):
    """What happens at an event, when and in which hall; an event has one, or none. Its clock is the event's.

    A draft is seen by organizers and secretaries of the event's parties, a published one by whoever sees the event.
    Its days have the same limits, in minutes from midnight: with `day_end` 1680 a day ends at 04:00 of the next one,
    and what begins before 04:00 belongs to the day before.
    """

    __tablename__ = "programme"
    __table_args__ = (
        one_of("state", PROGRAMME_STATES),
        CheckConstraint("0 <= day_start and day_start < day_end and day_end <= day_start + 1440", name="day_limits"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    event_id: Mapped[int] = mapped_column(ForeignKey("event.id", ondelete="CASCADE"), unique=True)
    state: Mapped[str] = mapped_column(String(16), default="draft")
    day_start: Mapped[int]
    day_end: Mapped[int]
    version: Mapped[int] = mapped_column(default=0)
    """How many times it was published."""
    published_at: Mapped[datetime | None]
    """When it was published last."""
    changed_at: Mapped[datetime]
    """When it, a hall or a session of it was changed last."""
    foreign: Mapped[dict[str, Any]] = mapped_column(default=dict)
    """What an exchange file said of its conference and days; plain JSON values."""
    lock_version: Mapped[int] = mapped_column(default=1)
    """Of the programme itself: its days, its halls and their order. Each session has its own."""
    created_at: Mapped[datetime]

    event: Mapped[Event] = relationship(lazy="joined")
    halls: Mapped[list["ProgrammeHall"]] = relationship(
        back_populates="programme", order_by="ProgrammeHall.position, ProgrammeHall.id", cascade="all, delete-orphan"
    )
    sessions: Mapped[list["ProgrammeSession"]] = relationship(
        back_populates="programme",
        order_by="ProgrammeSession.local_start, ProgrammeSession.id",
        cascade="all, delete-orphan",
    )
    """Deleted ones, too: pages read `queries.sessions_of`."""

    @property
    def frame(self) -> Frame:
        """Between what its sessions lie, for `rules.clashes`; halls by their ULID."""
        hours = {hall.ulid: (hall.opens, hall.closes) for hall in self.halls}
        return Frame(
            local_start=self.event.local_start,
            local_end=self.event.local_end,
            timezone=self.event.timezone,
            day_start=self.day_start,
            day_end=self.day_end,
            halls={ulid: (first, last) for ulid, (first, last) in hours.items() if first is not None and last},
            languages=frozenset(self.event.languages),
        )


class ProgrammeHall(Addressed, Model):
    """Where sessions take place; by the names that the programme gives it."""

    __tablename__ = "programme_hall"

    id: Mapped[int] = mapped_column(primary_key=True)
    programme_id: Mapped[int] = mapped_column(ForeignKey("programme.id", ondelete="CASCADE"), index=True)
    names: Mapped[dict[str, str]]
    position: Mapped[int]
    """Its place in the order of columns, from 0."""
    capacity: Mapped[int | None]
    opens: Mapped[int | None]
    """Minutes from midnight; None where it is open all day."""
    closes: Mapped[int | None]
    """Minutes from midnight, at most 2880; None where it is open all day."""
    foreign: Mapped[dict[str, Any]] = mapped_column(default=dict)

    programme: Mapped[Programme] = relationship(back_populates="halls")
