"""What each person wants to be reminded of, and what they were told."""

from datetime import date, datetime

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from forumhub.database import Model
from forumhub.followup.reminding.rules import Wish, days_in
from forumhub.parties.models import Person


class ReminderWish(Model):
    """Of who changed something; everybody else is reminded as `Wish()` says."""

    __tablename__ = "reminder_wish"

    person_id: Mapped[int] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"), primary_key=True)
    days_before: Mapped[str] = mapped_column(String(40))
    """'14,3,0'"""
    overdue: Mapped[bool]
    digest_weekday: Mapped[int | None]
    """0 is Monday."""
    stopped_at: Mapped[datetime | None]
    """Since when no reminder and no digest goes there."""

    @property
    def wish(self) -> Wish:
        return Wish(days_in(self.days_before), self.overdue, self.digest_weekday)


class ReminderOff(Model):
    """A register of whose actions the person is not reminded."""

    __tablename__ = "reminder_off"

    person_id: Mapped[int] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"), primary_key=True)
    register_id: Mapped[int] = mapped_column(ForeignKey("register.id"), primary_key=True)


class ReminderMail(Model):
    """The one mail of a person's day. Its token, in each mail's link, stops them; only its hash is kept."""

    __tablename__ = "reminder_mail"
    __table_args__ = (UniqueConstraint("person_id", "day"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"))
    day: Mapped[date]
    """On the person's clock."""
    digest_on: Mapped[date | None]
    """The day whose digest it holds."""
    token_sha256: Mapped[str] = mapped_column(String(64), unique=True)
    written_at: Mapped[datetime]

    person: Mapped[Person] = relationship(lazy="joined")
    told: Mapped[list["ReminderTold"]] = relationship(cascade="all, delete-orphan")


class ReminderTold(Model):
    """A step of an action's due date, told to a person: never twice."""

    __tablename__ = "reminder_told"
    __table_args__ = (
        UniqueConstraint("person_id", "item_id", "due_on", "step_on"),
        Index("ix_reminder_told_mail_id", "mail_id"),
        Index("ix_reminder_told_item_id", "item_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    mail_id: Mapped[int] = mapped_column(ForeignKey("reminder_mail.id", ondelete="CASCADE"))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"))
    item_id: Mapped[int] = mapped_column(ForeignKey("item.id", ondelete="CASCADE"))
    due_on: Mapped[date]
    step_on: Mapped[date]
