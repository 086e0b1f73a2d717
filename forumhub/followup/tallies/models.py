"""How many items there are of each sort, kept so that a list of many costs what a list of few does."""

from datetime import date

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from forumhub.database import Model


class ItemTally(Model):
    """The number of items of a meeting that share kind, state and day.

    Each item that is not merely proposed counts once where `party_id` is None; once for each party that owns it, where
    `owner` is empty; and once for each code by which it is owned. It belongs to a meeting because rights do.
    """

    __tablename__ = "item_tally"
    __table_args__ = (
        Index("ix_item_tally_event_id", "event_id", "party_id", "owner"),
        Index("ix_item_tally_party_id", "party_id", "owner"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    event_id: Mapped[int] = mapped_column(ForeignKey("event.id"))
    kind: Mapped[str] = mapped_column(String(16))
    state: Mapped[str] = mapped_column(String(16))
    due_on: Mapped[date | None]
    """Of actions that are late once it has passed (rules.DUE_COUNTS); None of all others."""
    party_id: Mapped[int | None] = mapped_column(ForeignKey("party.id"))
    owner: Mapped[str] = mapped_column(String(32), default="")
    count: Mapped[int]
