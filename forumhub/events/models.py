"""Registers and events. The tables of series are in their sub-room, and are handed out here too."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import CheckConstraint, DateTime, ForeignKey, Index, String, Text, UniqueConstraint, false
from sqlalchemy.orm import Mapped, mapped_column, relationship

from forumhub.agreements.models import Agreement
from forumhub.database import Addressed, Model, one_of
from forumhub.events.recurrence import instants
from forumhub.events.rules import KINDS, MOVING, STANDINGS, STATES
from forumhub.events.series.models import HostTurn, Series, SeriesParty, SeriesRule, SkippedOccurrence
from forumhub.events.series.rules import BRIEF_DETAIL, lets_out
from forumhub.events.venues.models import Hall, Venue
from forumhub.parties.models import Party, Person
from forumhub.parties.policy import ACCESS_LEVELS, PARTIES

__all__ = [
    "Event",
    "EventHead",
    "EventParticipant",
    "EventParty",
    "HostTurn",
    "Register",
    "Series",
    "SeriesParty",
    "SeriesRule",
    "SkippedOccurrence",
]

COMPARED = (
    *MOVING, "titles", "conference", "starts_at", "ends_at", "access", "capacity", "places_taken", "sequence",
    "party_ids",
)  # fmt: skip


class Register(Model):
    """Where the items of a series, or of an event that stands alone, are numbered. Its code never changes: HLM."""

    __tablename__ = "register"

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(String(16), unique=True)


class Event(Addressed, Model):
    """A meeting. Its promise is the wall clock at its place: `local_start`, `local_end`, `timezone`.

    `starts_at`, `ends_at` are derived from them at each write. `sequence` and `changed_at` are what calendars
    are told (RFC 5545 §3.8.7.4, §3.8.7.2).
    """

    __tablename__ = "event"
    __table_args__ = (
        one_of("kind", KINDS),
        one_of("state", STATES),
        one_of("access", ACCESS_LEVELS),
        CheckConstraint("places_taken >= 0", name="places_taken"),
        CheckConstraint("capacity is null or places_taken <= capacity", name="capacity"),
        UniqueConstraint("series_id", "occurrence"),
        Index("ix_event_listed", "starts_at", "ends_at", "state", "access"),  # so that others' rows need no look
        Index("ix_event_venue_id_starts_at", "venue_id", "starts_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    register_id: Mapped[int] = mapped_column(ForeignKey("register.id"), index=True)
    series_id: Mapped[int | None] = mapped_column(ForeignKey("series.id"))
    occurrence: Mapped[date | None]
    """The day that the series' rule gave it: its place in the series, kept when it moves. None for an extra one."""
    turn: Mapped[int | None]
    """Whose turn it is: counted in the rotation of the rule that gave it its day, whatever was skipped or swapped."""
    kind: Mapped[str] = mapped_column(String(24))
    titles: Mapped[dict[str, str]]
    description: Mapped[str] = mapped_column(Text, default="")
    description_html: Mapped[str] = mapped_column(Text, default="")
    state: Mapped[str] = mapped_column(String(16), default="tentative")
    state_reason: Mapped[str] = mapped_column(Text, default="")
    """Why it was postponed or cancelled, in the organizer's words."""
    local_start: Mapped[datetime] = mapped_column(DateTime())
    local_end: Mapped[datetime] = mapped_column(DateTime())
    timezone: Mapped[str] = mapped_column(String(64))
    starts_at: Mapped[datetime]
    ends_at: Mapped[datetime]
    all_day: Mapped[bool] = mapped_column(default=False, server_default=false())
    """Its days are told, and no clock times: of the wall clocks the days count. The hours keep its venue."""
    city: Mapped[dict[str, str]]
    venue: Mapped[str] = mapped_column(String(300), default="")
    """As it is shown: the names of `site` and `hall` where they are chosen, else what was typed."""
    venue_id: Mapped[int | None] = mapped_column(ForeignKey("venue.id"))
    hall_id: Mapped[int | None] = mapped_column(ForeignKey("hall.id"), index=True)
    """The one hall that it has; None where it has the whole venue."""
    conference: Mapped[str] = mapped_column(String(500), default="", server_default="")
    """The https link to its video conference."""
    host_id: Mapped[int | None] = mapped_column(ForeignKey("party.id"))
    languages: Mapped[list[str]]
    access: Mapped[str] = mapped_column(String(16), default="parties")
    agreement_id: Mapped[int | None] = mapped_column(ForeignKey("agreement.id"), index=True)
    clause: Mapped[str] = mapped_column(String(16), default="")
    capacity: Mapped[int | None]
    places_taken: Mapped[int] = mapped_column(default=0)
    """Written by registration, under the lock on this row."""
    sequence: Mapped[int] = mapped_column(default=0)
    changed_at: Mapped[datetime]
    papers_changed_at: Mapped[datetime | None]
    """When the papers that each of its readers sees changed last, which calendars tell. None where none ever did."""
    lock_version: Mapped[int] = mapped_column(default=1)
    example: Mapped[bool] = mapped_column(default=False)
    copied_from_id: Mapped[int | None] = mapped_column(ForeignKey("event.id"), index=True)
    created_at: Mapped[datetime]

    register: Mapped[Register] = relationship(lazy="joined")
    series: Mapped[Series | None] = relationship()
    copied_from: Mapped["Event | None"] = relationship(remote_side="Event.id")
    agreement: Mapped[Agreement | None] = relationship(lazy="joined")
    host: Mapped[Party | None] = relationship(lazy="joined")
    site: Mapped[Venue | None] = relationship()
    hall: Mapped[Hall | None] = relationship()
    parties: Mapped[list[Party]] = relationship(secondary="event_party", order_by=Party.code, lazy="selectin")
    heads: Mapped[list["EventHead"]] = relationship(cascade="all, delete-orphan")

    @property
    def party_ids(self) -> set[int]:
        return {party.id for party in self.parties}

    @property
    def calendar_detail(self) -> str:
        return self.series.calendar_detail if self.series else BRIEF_DETAIL

    @property
    def tells_more(self) -> bool:
        """Whether mails, and calendars outside, may say more of it than title, time, city and link."""
        return lets_out(self.access, self.calendar_detail)

    @property
    def tells_outcomes(self) -> bool:
        """Whether they may carry words that are never everybody's, whatever the public sees of it: of its actions and
        minutes, and of papers to its parties."""
        return lets_out(PARTIES, self.calendar_detail)

    def set_time(self, local_start: datetime, local_end: datetime, timezone: str) -> None:
        """Wall clocks and their zone, and the instants derived from them. Raises RuleBroken for what no clock shows."""
        self.starts_at, self.ends_at = instants(local_start, local_end, timezone)
        self.local_start, self.local_end, self.timezone = local_start, local_end, timezone

    def snapshot(self) -> dict[str, Any]:
        """What is compared before and after a change: its columns as they are; `host` by its names, None where there
        is none; `parties`, by code, by theirs.
        """
        return {
            **{name: getattr(self, name) for name in COMPARED},
            "host": self.host.names if self.host else None,
            "parties": {party.code: party.names for party in sorted(self.parties, key=lambda party: party.code)},
        }


class EventParty(Model):
    __tablename__ = "event_party"

    event_id: Mapped[int] = mapped_column(ForeignKey("event.id", ondelete="CASCADE"), primary_key=True)
    party_id: Mapped[int] = mapped_column(ForeignKey("party.id"), primary_key=True, index=True)


class EventHead(Model):
    """Who leads a party's delegation at an event, and who may approve its texts for the party there."""

    __tablename__ = "event_head"
    __table_args__ = (UniqueConstraint("event_id", "party_id", "person_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    event_id: Mapped[int] = mapped_column(ForeignKey("event.id", ondelete="CASCADE"))
    party_id: Mapped[int] = mapped_column(ForeignKey("party.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    leads: Mapped[bool] = mapped_column(default=True)
    may_approve: Mapped[bool] = mapped_column(default=True)

    party: Mapped[Party] = relationship(lazy="joined")
    person: Mapped[Person] = relationship(lazy="joined")


class EventParticipant(Model):
    """What events must know of registration: who stands how. Written by registration through events' actions."""

    __tablename__ = "event_participant"
    __table_args__ = (one_of("standing", STANDINGS),)

    event_id: Mapped[int] = mapped_column(ForeignKey("event.id", ondelete="CASCADE"), primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), primary_key=True, index=True)
    standing: Mapped[str] = mapped_column(String(16))
