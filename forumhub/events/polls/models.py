"""Date polls: proposed slots, the parties that are asked, and what each answered when."""

from datetime import datetime

from sqlalchemy import DateTime, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from forumhub.agreements.models import Agreement
from forumhub.database import Addressed, Model, one_of
from forumhub.errors import NotFound
from forumhub.events.models import Event
from forumhub.events.polls import rules
from forumhub.events.rules import KINDS
from forumhub.parties.models import Party, Person
from forumhub.parties.policy import ACCESS_LEVELS


class Poll(Addressed, Model):
    """Several slots of which one becomes the date of an event. It is never deleted.

    What it says of the event is what stood when it was opened; where `event` is None, choosing makes one of it.
    Its slots are wall clocks in `timezone`, the host's.
    """

    __tablename__ = "poll"
    __table_args__ = (
        one_of("kind", KINDS),
        one_of("access", ACCESS_LEVELS),
        one_of("state", rules.STATES),
        one_of("shown", rules.SHOWN),
        Index("ix_poll_state_deadline", "state", "deadline"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    event_id: Mapped[int | None] = mapped_column(ForeignKey("event.id"), index=True)
    titles: Mapped[dict[str, str]]
    kind: Mapped[str] = mapped_column(String(24))
    access: Mapped[str] = mapped_column(String(16))
    host_id: Mapped[int | None] = mapped_column(ForeignKey("party.id"))
    timezone: Mapped[str] = mapped_column(String(64))
    city: Mapped[dict[str, str]]
    venue: Mapped[str] = mapped_column(String(300))
    agreement_id: Mapped[int | None] = mapped_column(ForeignKey("agreement.id"))
    clause: Mapped[str] = mapped_column(String(16))
    note: Mapped[str] = mapped_column(Text)
    """What the organizer says to the parties."""
    proposed_by_id: Mapped[int] = mapped_column(ForeignKey("party.id"))
    """The party whose organizers keep the poll: it is asked like the others."""
    proposer_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    state: Mapped[str] = mapped_column(String(16), default=rules.OPEN)
    shown: Mapped[str] = mapped_column(String(16))
    """When parties see each other's answers."""
    deadline: Mapped[datetime]
    opened_at: Mapped[datetime]
    reminded_at: Mapped[datetime | None]
    chosen_number: Mapped[int | None]
    decided_at: Mapped[datetime | None]
    """When a date was chosen or the poll withdrawn."""
    decided_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    reason: Mapped[str] = mapped_column(Text, default="")
    """Why it was withdrawn, in the organizer's words."""

    event: Mapped[Event | None] = relationship()
    agreement: Mapped[Agreement | None] = relationship()
    host: Mapped[Party | None] = relationship(foreign_keys=[host_id], lazy="joined")
    proposed_by: Mapped[Party] = relationship(foreign_keys=[proposed_by_id], lazy="joined")
    proposer: Mapped[Person | None] = relationship(foreign_keys=[proposer_id])
    decided_by: Mapped[Person | None] = relationship(foreign_keys=[decided_by_id])
    parties: Mapped[list[Party]] = relationship(secondary="poll_party", order_by=Party.code, lazy="selectin")
    slots: Mapped[list["PollSlot"]] = relationship(order_by="PollSlot.number", back_populates="poll", lazy="selectin")
    answers: Mapped[list["PollAnswer"]] = relationship(order_by="PollAnswer.id", back_populates="poll")

    @property
    def party_ids(self) -> set[int]:
        return {party.id for party in self.parties}

    @property
    def chosen(self) -> "PollSlot | None":
        return next((slot for slot in self.slots if slot.number == self.chosen_number), None)

    @property
    def current(self) -> dict[int, "PollAnswer"]:
        """By the party's row id, what it answered last."""
        return {answer.party_id: answer for answer in self.answers}

    @property
    def everyone_answered(self) -> bool:
        return self.party_ids <= self.current.keys()

    def standing(self, now: datetime) -> str:
        return rules.standing(self.state, self.deadline, now)

    def slot(self, number: int) -> "PollSlot":
        """Raises NotFound."""
        found = next((slot for slot in self.slots if slot.number == number), None)
        if found is None:
            raise NotFound
        return found


class PollParty(Model):
    __tablename__ = "poll_party"

    poll_id: Mapped[int] = mapped_column(ForeignKey("poll.id"), primary_key=True)
    party_id: Mapped[int] = mapped_column(ForeignKey("party.id"), primary_key=True, index=True)


class PollSlot(Model):
    """A proposed time, numbered from 1 in the order of time. Shows as an event does: on the host's clock and others."""

    __tablename__ = "poll_slot"
    __table_args__ = (UniqueConstraint("poll_id", "number"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    poll_id: Mapped[int] = mapped_column(ForeignKey("poll.id"))
    number: Mapped[int]
    local_start: Mapped[datetime] = mapped_column(DateTime())
    local_end: Mapped[datetime] = mapped_column(DateTime())
    starts_at: Mapped[datetime]
    ends_at: Mapped[datetime]

    poll: Mapped[Poll] = relationship(back_populates="slots")

    @property
    def timezone(self) -> str:
        return self.poll.timezone

    @property
    def city(self) -> dict[str, str]:
        return self.poll.city


class PollAnswer(Model):
    """What a party's secretariat answered at one time, to all slots. A later one takes its place, and both stay."""

    __tablename__ = "poll_answer"
    __table_args__ = (Index("ix_poll_answer_poll_party", "poll_id", "party_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    poll_id: Mapped[int] = mapped_column(ForeignKey("poll.id"))
    party_id: Mapped[int] = mapped_column(ForeignKey("party.id"))
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    at: Mapped[datetime]

    poll: Mapped[Poll] = relationship(back_populates="answers")
    party: Mapped[Party] = relationship(lazy="joined")
    person: Mapped[Person | None] = relationship(lazy="joined")
    words: Mapped[list["PollWord"]] = relationship(order_by="PollWord.number", lazy="selectin")


class PollWord(Model):
    """Yes, if need be or no to the slot of this number."""

    __tablename__ = "poll_word"
    __table_args__ = (one_of("word", rules.WORDS),)

    answer_id: Mapped[int] = mapped_column(ForeignKey("poll_answer.id"), primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    word: Mapped[str] = mapped_column(String(16))
    comment: Mapped[str] = mapped_column(Text)
