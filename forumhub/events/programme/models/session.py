"""Sessions, and who speaks in them."""

from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import JSON, CheckConstraint, DateTime, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from forumhub.database import Addressed, Model, one_of
from forumhub.events.programme.models.programme import Programme, ProgrammeHall
from forumhub.events.programme.rules import KINDS, SESSION_STATES, day_of
from forumhub.events.programme.rules.clashes import Slot
from forumhub.events.recurrence import instant
from forumhub.parties.models import Person


class ProgrammeSession(Addressed, Model):
    """One session. Its promise is the wall clock at the event's place; `minutes` is its length on that clock.

    `local_start` is naive and may lie where no clock shows it: that is a clash, which blocks publishing alone.
    `sequence` and `changed_at` are what calendars are told (RFC 5545 §3.8.7.4, §3.8.7.2).
    """

    __tablename__ = "programme_session"
    __table_args__ = (
        one_of("kind", KINDS),
        one_of("state", SESSION_STATES),
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
