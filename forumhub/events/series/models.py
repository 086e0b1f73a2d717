"""Series: their rules, the rotation of hosts, and the days that were skipped."""

from datetime import date, datetime
from typing import TYPE_CHECKING

from sqlalchemy import DateTime, ForeignKey, String, Text, UniqueConstraint, false
from sqlalchemy.orm import Mapped, mapped_column, relationship

from forumhub.agreements.models import Agreement
from forumhub.database import Addressed, Model, one_of
from forumhub.events.rules import KINDS
from forumhub.events.series.rules import CALENDAR_DETAILS
from forumhub.events.venues.models import Hall, Venue
from forumhub.parties.models import Party
from forumhub.parties.policy import ACCESS_LEVELS

if TYPE_CHECKING:
    from forumhub.events.models import Register


class Series(Addressed, Model):
    """Meetings that come again: a rule, a rotation of hosts, and the clause that they carry out."""

    __tablename__ = "series"
    __table_args__ = (
        one_of("kind", KINDS),
        one_of("access", ACCESS_LEVELS),
        one_of("calendar_detail", CALENDAR_DETAILS),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    register_id: Mapped[int] = mapped_column(ForeignKey("register.id"), unique=True)
    titles: Mapped[dict[str, str]]
    kind: Mapped[str] = mapped_column(String(24))
    access: Mapped[str] = mapped_column(String(16), default="parties")
    capacity: Mapped[int | None]
    all_day: Mapped[bool] = mapped_column(default=False, server_default=false())
    conference: Mapped[str] = mapped_column(String(500), default="", server_default="")
    languages: Mapped[list[str]]
    agreement_id: Mapped[int | None] = mapped_column(ForeignKey("agreement.id"), index=True)
    clause: Mapped[str] = mapped_column(String(16), default="")
    months_ahead: Mapped[int] = mapped_column(default=24)
    """How far its meetings are planned ahead, night by night."""
    planned_until: Mapped[date | None]
    """The day up to which each place of its rules has its meeting, or was skipped."""
    calendar_detail: Mapped[str] = mapped_column(String(8), default="brief", server_default="brief")
    """What mails, and calendars outside, may carry of its meetings that are not public, their actions and minutes."""
    calendar_detail_changed_at: Mapped[datetime | None]
    """When that was switched last: since then calendars say other things of all its meetings. None where it never was.
    """
    copied_from_id: Mapped[int | None] = mapped_column(ForeignKey("series.id"), index=True)
    example: Mapped[bool] = mapped_column(default=False)
    lock_version: Mapped[int] = mapped_column(default=1)
    created_at: Mapped[datetime]

    register: Mapped["Register"] = relationship(lazy="joined")
    agreement: Mapped[Agreement | None] = relationship(lazy="joined")
    parties: Mapped[list[Party]] = relationship(secondary="series_party", order_by=Party.code, lazy="selectin")
    copied_from: Mapped["Series | None"] = relationship(remote_side="Series.id")
    rules: Mapped[list["SeriesRule"]] = relationship(
        order_by="SeriesRule.from_day", cascade="all, delete-orphan", lazy="selectin"
    )
    skips: Mapped[list["SkippedOccurrence"]] = relationship(
        order_by="SkippedOccurrence.day", cascade="all, delete-orphan"
    )

    @property
    def rule(self) -> "SeriesRule":
        """The last one: by it the series goes on."""
        return self.rules[-1]

    @property
    def rrule(self) -> str:
        return self.rule.rrule

    @property
    def first_local_start(self) -> datetime:
        return self.rule.first_local_start

    @property
    def minutes_long(self) -> int:
        return self.rule.minutes_long

    @property
    def rotation(self) -> list["HostTurn"]:
        return self.rule.rotation

    @property
    def party_ids(self) -> set[int]:
        return {party.id for party in self.parties}


class SeriesParty(Model):
    __tablename__ = "series_party"

    series_id: Mapped[int] = mapped_column(ForeignKey("series.id", ondelete="CASCADE"), primary_key=True)
    party_id: Mapped[int] = mapped_column(ForeignKey("party.id"), primary_key=True, index=True)


class SeriesRule(Model):
    """When, for how long and at whose place a series meets, from a day on until the next of its rules begins."""

    __tablename__ = "series_rule"
    __table_args__ = (UniqueConstraint("series_id", "from_day"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    series_id: Mapped[int] = mapped_column(ForeignKey("series.id", ondelete="CASCADE"))
    from_day: Mapped[date]
    rrule: Mapped[str] = mapped_column(String(500), default="")
    """RFC 5545 §3.3.10, over local time of the host; empty where dates are set by hand."""
    first_local_start: Mapped[datetime] = mapped_column(DateTime())
    """Wall clock, at the host: the rule counts from it, and the first turn of the rotation is its."""
    minutes_long: Mapped[int]
    """From the start of the first day to the end of the last, in minutes."""

    rotation: Mapped[list["HostTurn"]] = relationship(
        order_by="HostTurn.position", cascade="all, delete-orphan", lazy="selectin"
    )


class SkippedOccurrence(Model):
    """A day of a series' rule on which there is no meeting (RFC 5545 §3.8.5.1, EXDATE). Its host's turn passes."""

    __tablename__ = "skipped_occurrence"

    series_id: Mapped[int] = mapped_column(ForeignKey("series.id", ondelete="CASCADE"), primary_key=True)
    day: Mapped[date] = mapped_column(primary_key=True)
    reason: Mapped[str] = mapped_column(Text, default="")


class HostTurn(Model):
    """One place in a rule's rotation: who hosts, where, on whose clock."""

    __tablename__ = "host_turn"
    __table_args__ = (UniqueConstraint("rule_id", "position"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    rule_id: Mapped[int] = mapped_column(ForeignKey("series_rule.id", ondelete="CASCADE"))
    position: Mapped[int]
    party_id: Mapped[int] = mapped_column(ForeignKey("party.id"))
    city: Mapped[dict[str, str]]
    venue: Mapped[str] = mapped_column(String(300), default="")
    """As it is shown: the names of `site` and `hall` where they are chosen, else what was typed."""
    venue_id: Mapped[int | None] = mapped_column(ForeignKey("venue.id"))
    hall_id: Mapped[int | None] = mapped_column(ForeignKey("hall.id"))
    timezone: Mapped[str] = mapped_column(String(64))

    party: Mapped[Party] = relationship(lazy="joined")
    site: Mapped[Venue | None] = relationship(lazy="joined")
    hall: Mapped[Hall | None] = relationship(lazy="joined")
