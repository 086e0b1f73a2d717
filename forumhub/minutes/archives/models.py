"""Archives of series: asked for by a person, made by the worker, taken by that person alone."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from forumhub.database import Addressed, Model, one_of
from forumhub.events.models import Series
from forumhub.minutes.archives.rules import STATES, WAITING


class SeriesArchive(Addressed, Model):
    """The file lies under its ULID in the folder `archives` of the instance."""

    __tablename__ = "series_archive"
    __table_args__ = (one_of("state", STATES), Index("ix_series_archive_state", "state"))

    id: Mapped[int] = mapped_column(primary_key=True)
    series_id: Mapped[int] = mapped_column(ForeignKey("series.id", ondelete="CASCADE"), index=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"), index=True)
    language: Mapped[str] = mapped_column(String(8))
    """Of what stands around the documents."""
    state: Mapped[str] = mapped_column(String(16), default=WAITING)
    done: Mapped[int] = mapped_column(default=0)
    total: Mapped[int] = mapped_column(default=0)
    """How many documents are in it already, and how many will be."""
    documents: Mapped[list[str]]
    """ULIDs of those that are in it: who may no longer see one of them may no longer take it."""
    asked_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]

    series: Mapped[Series] = relationship(lazy="joined")
