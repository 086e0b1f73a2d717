"""Invitations, registrations, and an event's settings for them."""

from datetime import datetime

from sqlalchemy import CheckConstraint, DateTime, ForeignKey, Index, String, Text, UniqueConstraint, false
from sqlalchemy.orm import Mapped, mapped_column, relationship

from forumhub.database import Addressed, Model, one_of
from forumhub.events.models import Event
from forumhub.parties.models import Party, Person
from forumhub.registration.checkin.codes import LENGTH, new_code
from forumhub.registration.rules import (
    APPLICANTS,
    BY_APPLICATION,
    FUNCTIONS,
    INTENTIONS,
    MEMBER,
    MEMBERS,
    NUMBERS,
    RETENTION_DAYS,
    SENSITIVE_DAYS,
    SHOWN,
    STATES,
    WAYS,
    is_outdated,
)


class RegistrationSettings(Model):
    """How people register for an event. An event without a row has the defaults: `queries.settings_of`."""

    __tablename__ = "registration_settings"
    __table_args__ = (one_of("applicants", APPLICANTS), one_of("shown", SHOWN))

    event_id: Mapped[int] = mapped_column(ForeignKey("event.id", ondelete="CASCADE"), primary_key=True)
    applicants: Mapped[str] = mapped_column(String(16), default=MEMBERS, server_default=MEMBERS)
    """Who may apply by themselves."""
    shown: Mapped[str] = mapped_column(String(16), default=NUMBERS, server_default=NUMBERS)
    """What a party sees of the other delegations; its own it sees in full."""
    local_deadline: Mapped[datetime | None] = mapped_column(DateTime())
    """Until when parties nominate and people apply, on the host's clock; None: until the event ends."""
    deadline: Mapped[datetime | None]
    """The same as an instant, derived at each write."""
    offer_hours: Mapped[int | None]
    """How long a place that became free is offered to who waited; None: it is theirs at once."""
    retention_days: Mapped[int] = mapped_column(default=RETENTION_DAYS, server_default=str(RETENTION_DAYS))
    """After the event's end, until answers and other personal details are purged."""
    sensitive_days: Mapped[int] = mapped_column(default=SENSITIVE_DAYS, server_default=str(SENSITIVE_DAYS))
    """The same for answers to sensitive questions."""
    lock_version: Mapped[int] = mapped_column(default=1, server_default="1")


class Delegation(Addressed, Model):
    """A party's places at an event. Without a row it has as many as the event."""

    __tablename__ = "delegation"
    __table_args__ = (UniqueConstraint("event_id", "party_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    event_id: Mapped[int] = mapped_column(ForeignKey("event.id", ondelete="CASCADE"))
    party_id: Mapped[int] = mapped_column(ForeignKey("party.id"), index=True)
    quota: Mapped[int | None]
    """Places for its head, deputies and members; None: no limit but the event's."""
    observers: Mapped[int | None]
    """Places for its observers, besides; they count for the event's capacity, too."""
    precedence: Mapped[int | None]
    """Where it stands among the delegations; those without a number follow, in the order of codes."""

    event: Mapped[Event] = relationship()
    party: Mapped[Party] = relationship(lazy="joined")


class Registration(Addressed, Model):
    """A person's standing at an event. `queued_at` and `id` give the order in which the waiting list moves."""

    __tablename__ = "registration"
    __table_args__ = (
        UniqueConstraint("event_id", "person_id"),
        one_of("state", STATES),
        one_of("function", FUNCTIONS),
        one_of("way", WAYS),
        one_of("intention", ("", *INTENTIONS)),
        CheckConstraint("offered_until is null or state = 'waiting'", name="offered"),
        Index("ix_registration_event_state_queued", "event_id", "state", "queued_at"),
        Index("ix_registration_counted", "event_id", "party_id", "state", "function"),
        Index("ix_registration_offered_until", "offered_until"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    event_id: Mapped[int] = mapped_column(ForeignKey("event.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    party_id: Mapped[int | None] = mapped_column(ForeignKey("party.id"))
    """For whom the person comes; None for a guest of a public event."""
    state: Mapped[str] = mapped_column(String(16))
    queued_at: Mapped[datetime | None]
    """When the person asked for a place; None while invited only."""
    offered_until: Mapped[datetime | None]
    """While they wait: until when a place that became free is kept for them. It counts as taken."""
    wanted: Mapped[bool] = mapped_column(default=False, server_default=false())
    """The organizer asked for them, so that their place is confirmed once they have it."""
    way: Mapped[str] = mapped_column(String(16), default=BY_APPLICATION, server_default=BY_APPLICATION)
    let_in_as: Mapped[str | None] = mapped_column(String(16))
    """How they stood when it was recorded whether they came, to which undoing that leads back; None: confirmed."""
    function: Mapped[str] = mapped_column(String(16), default=MEMBER, server_default=MEMBER)
    """What they are in their delegation."""
    precedence: Mapped[int | None]
    """Where they stand in their delegation; those without a number follow by function, then by name."""
    honorific: Mapped[str] = mapped_column(String(60), default="", server_default="")
    title: Mapped[str] = mapped_column(String(300), default="", server_default="")
    """What they are at this event; else `person.title`."""
    affiliation: Mapped[str] = mapped_column(String(300), default="", server_default="")
    """The ministry or organisation, in words."""
    created_at: Mapped[datetime]
    changed_at: Mapped[datetime]
    calendar_sequence: Mapped[int] = mapped_column(default=-1)
    """SEQUENCE of what the person's calendar was mailed last (RFC 5545 §3.8.7.4); -1 before the first."""
    in_calendar: Mapped[bool] = mapped_column(default=False)
    """Whether it was mailed a REQUEST, and no CANCEL since."""
    intention: Mapped[str] = mapped_column(String(16), default="", server_default="")
    """What the person's calendar answered last; empty before."""
    intention_note: Mapped[str] = mapped_column(Text, default="", server_default="")
    intended_at: Mapped[datetime | None]
    intention_sequence: Mapped[int] = mapped_column(default=-1, server_default="-1")
    """SEQUENCE and DTSTAMP of that answer, by which older ones are known."""
    intention_stamp: Mapped[datetime | None]
    checkin_code: Mapped[str] = mapped_column(String(LENGTH), unique=True, default=new_code)
    """By which its person is checked in; `checkin.codes.code_of` says how it is shown."""

    event: Mapped[Event] = relationship(lazy="joined")
    person: Mapped[Person] = relationship(lazy="joined")
    party: Mapped[Party | None] = relationship(lazy="joined")

    @property
    def intention_outdated(self) -> bool:
        """Whether it was declared for an earlier time or place than the calendar was sent last."""
        return is_outdated(self.intention_sequence, self.calendar_sequence)


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
    reminder: Mapped[bool] = mapped_column(default=False, server_default=false())
    """Whether it reminds of one that was sent before, whose link holds as well."""

    registration: Mapped[Registration] = relationship(lazy="joined")
