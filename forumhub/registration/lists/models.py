"""Lists of delegates that were uploaded, and what became of each of their lines."""

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from forumhub.database import Addressed, Model, one_of
from forumhub.events.models import Event
from forumhub.parties.models import Person
from forumhub.registration.lists.rules import DRAFT, LIST_STATES, OUTCOMES


class DelegateList(Addressed, Model):
    """A file, how it is read, and how far its import has come. The file itself goes once it is imported."""

    __tablename__ = "delegate_list"
    __table_args__ = (one_of("state", LIST_STATES), Index("ix_delegate_list_state", "state"))

    id: Mapped[int] = mapped_column(primary_key=True)
    event_id: Mapped[int] = mapped_column(ForeignKey("event.id", ondelete="CASCADE"), index=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    """Who uploaded it, and on whose behalf the worker goes on."""
    name: Mapped[str] = mapped_column(String(200))
    body: Mapped[bytes] = mapped_column(LargeBinary, deferred=True)
    """The file, compressed by zlib; empty once it is imported."""
    cells: Mapped[bytes] = mapped_column(LargeBinary, deferred=True)
    """Its records as `storing.packed_table` writes them; empty once it is imported."""
    choices: Mapped[dict[str, Any]]
    state: Mapped[str] = mapped_column(String(16), default=DRAFT)
    uploaded_at: Mapped[datetime]
    started_at: Mapped[datetime | None]
    ended_at: Mapped[datetime | None]
    reason: Mapped[str] = mapped_column(String(300), default="")
    """Why it stopped before its end: a marked msgid."""

    event: Mapped[Event] = relationship(lazy="joined")
    person: Mapped[Person] = relationship(lazy="joined")


class DelegateListLine(Model):
    """What became of a line. Those that are `pending` are still to be entered; so a killed import goes on."""

    __tablename__ = "delegate_list_line"
    __table_args__ = (one_of("outcome", OUTCOMES), Index("ix_delegate_list_line_outcome", "list_id", "outcome"))

    list_id: Mapped[int] = mapped_column(ForeignKey("delegate_list.id", ondelete="CASCADE"), primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    name: Mapped[str] = mapped_column(String(200))
    outcome: Mapped[str] = mapped_column(String(16))
    reason: Mapped[str] = mapped_column(String(300), default="")
    """A marked msgid, and what fills it."""
    said: Mapped[dict[str, Any]]
    registration_id: Mapped[int | None] = mapped_column(ForeignKey("registration.id", ondelete="SET NULL"), index=True)
