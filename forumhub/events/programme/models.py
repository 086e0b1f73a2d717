"""The programme of an event: its halls, its sessions, and who speaks in them.

What an exchange file of another system says beyond these columns is kept in `foreign` of the row that it belongs to,
so that it goes out again as it came in.
"""

from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import JSON, CheckConstraint, DateTime, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from forumhub.database import Addressed, Model
from forumhub.events.models import Event
from forumhub.events.programme.rules import KINDS, PROGRAMME_STATES, SESSION_STATES, day_of
from forumhub.events.programme.rules.clashes import Frame, Slot
from forumhub.events.recurrence import instant
from forumhub.parties.models import Person


def _one_of(column: str, values: tuple[str, ...]) -> CheckConstraint:
    return CheckConstraint(f"{column} in ({', '.join(repr(value) for value in values)})", name=column)


class Programme(Addressed, Model):
    """What happens at an event, when and in which hall; an event has one, or none. Its clock is the event's.

    A draft is seen by organizers and secretaries of the event's parties, a published one by whoever sees the event.
    Its days have the same limits, in minutes from midnight: with `day_end` 1680 a day ends at 04:00 of the next one,
    and what begins before 04:00 belongs to the day before.
    """

    __tablename__ = "programme"
    __table_args__ = (
        _one_of("state", PROGRAMME_STATES),
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


class ProgrammeSession(Addressed, Model):
    """One session. Its promise is the wall clock at the event's place; `minutes` is its length on that clock.

    `local_start` is naive and may lie where no clock shows it: that is a clash, which blocks publishing alone.
    `sequence` and `changed_at` are what calendars are told (RFC 5545 §3.8.7.4, §3.8.7.2).
    """

    __tablename__ = "programme_session"
    __table_args__ = (
        _one_of("kind", KINDS),
        _one_of("state", SESSION_STATES),
        CheckConstraint("minutes > 0", name="minutes"),
        UniqueConstraint("programme_id", "guid"),
        Index("ix_programme_session_programme_id_local_start", "programme_id", "local_start"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    programme_id: Mapped[int] = mapped_column(ForeignKey("programme.id", ondelete="CASCADE"))
    hall_id: Mapped[int | None] = mapped_column(ForeignKey("programme_hall.id", ondelete="SET NULL"), index=True)
    """None where none was chosen yet; a break needs none."""
    guid: Mapped[str] = mapped_column(String(64))
    """Its name in exchange files, for life: a UUID of ours, or what the file that brought it said."""
    frab_id: Mapped[str] = mapped_column(String(40), default="")
    """The number that a frab schedule gave it, as text; empty for our own."""
    slug: Mapped[str] = mapped_column(String(300), default="")
    """Its name in addresses of the system that it came from; empty for our own."""
    local_start: Mapped[datetime] = mapped_column(DateTime())
    minutes: Mapped[int]
    kind: Mapped[str] = mapped_column(String(24))
    state: Mapped[str] = mapped_column(String(16), default="confirmed")
    titles: Mapped[dict[str, str]]
    subtitles: Mapped[dict[str, str]]
    track: Mapped[str] = mapped_column(String(120), default="")
    language: Mapped[str] = mapped_column(String(16), default="")
    """What is spoken: a BCP 47 tag, empty where it is not known."""
    interpretation: Mapped[list[str]]
    """BCP 47 tags of the languages into which it is interpreted."""
    abstract: Mapped[str] = mapped_column(Text, default="")
    """Markdown, short."""
    description: Mapped[str] = mapped_column(Text, default="")
    """Markdown, what follows the abstract."""
    html: Mapped[str] = mapped_column(Text, default="")
    """Of abstract and description together (`rules.text_of`), sanitised when they were saved."""
    links: Mapped[list[dict[str, str]]] = mapped_column(JSON)
    """[{"url": "https://…", "title": "…"}], http and https only."""
    foreign: Mapped[dict[str, Any]] = mapped_column(default=dict)
    """What an exchange file said besides: type, recording, licence, logo, attachments …; plain JSON values."""
    sequence: Mapped[int] = mapped_column(default=0)
    lock_version: Mapped[int] = mapped_column(default=1)
    changed_at: Mapped[datetime]
    created_at: Mapped[datetime]
    deleted_at: Mapped[datetime | None]
    """Since when it is gone for readers; it can be restored for rules.KEPT."""

    programme: Mapped[Programme] = relationship(back_populates="sessions")
    hall: Mapped[ProgrammeHall | None] = relationship()
    speakers: Mapped[list["Speaker"]] = relationship(
        order_by="Speaker.position", cascade="all, delete-orphan", lazy="selectin"
    )
    """In their order; whoever chairs is among them."""

    @property
    def local_end(self) -> datetime:
        return self.local_start + timedelta(minutes=self.minutes)

    @property
    def timezone(self) -> str:
        return self.programme.event.timezone

    @property
    def city(self) -> dict[str, str]:
        return self.programme.event.city

    @property
    def day(self) -> date:
        """The day of the programme that it belongs to: a session at 01:30 may belong to the evening before."""
        return day_of(self.local_start, self.programme.day_end)

    @property
    def slot(self) -> Slot:
        """As `rules.clashes` looks at it; its key is the ULID."""
        return Slot(
            key=self.ulid,
            local_start=self.local_start,
            minutes=self.minutes,
            kind=self.kind,
            hall=self.hall.ulid if self.hall else None,
            people={speaker.key: speaker.name for speaker in self.speakers},
            state=self.state,
            titles=self.titles,
        )

    @property
    def starts_at(self) -> datetime:
        """The instant, UTC; of a clock that is skipped as clocks go forward, by the offset before the change."""
        return instant(self.local_start, self.timezone)

    @property
    def ends_at(self) -> datetime:
        return instant(self.local_end, self.timezone)


class Speaker(Model):
    """Who speaks in a session or chairs it: a person of the installation, or a name and an affiliation alone."""

    __tablename__ = "programme_speaker"
    __table_args__ = (UniqueConstraint("session_id", "position"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    session_id: Mapped[int] = mapped_column(ForeignKey("programme_session.id", ondelete="CASCADE"))
    position: Mapped[int]
    """Its place in the order of the session, from 0."""
    chairs: Mapped[bool] = mapped_column(default=False)
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), index=True)
    name: Mapped[str] = mapped_column(String(200))
    """As the programme prints it; of a person, the name that they had when they were put down."""
    affiliation: Mapped[str] = mapped_column(String(300), default="")
    foreign: Mapped[dict[str, Any]] = mapped_column(default=dict)
    """What an exchange file said of the person: number, guid, biography …"""

    person: Mapped[Person | None] = relationship(lazy="joined")

    @property
    def key(self) -> str:
        """Tells people apart: somebody whom the installation knows by their row, others by their name."""
        return f"#{self.person_id}" if self.person_id else " ".join(self.name.casefold().split())
