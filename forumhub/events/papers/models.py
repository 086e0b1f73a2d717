"""Papers of an event, their versions, and a file for each language of a version."""

from datetime import datetime

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from forumhub.database import Addressed, Model, one_of
from forumhub.events.models import Event
from forumhub.events.papers import rules
from forumhub.files import StoredFile
from forumhub.parties.models import Party, Person


class Paper(Addressed, Model):
    """What a party submits to an event: working paper, presentation, background paper or statement."""

    __tablename__ = "paper"
    __table_args__ = (
        one_of("kind", rules.KINDS),
        one_of("shared_with", rules.SHARING),
        UniqueConstraint("event_id", "kind", "number"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    event_id: Mapped[int] = mapped_column(ForeignKey("event.id", ondelete="CASCADE"))
    party_id: Mapped[int] = mapped_column(ForeignKey("party.id"), index=True)
    kind: Mapped[str] = mapped_column(String(24))
    number: Mapped[int | None]
    """Within the event and the kind; given when it is first shared, so that no gap tells of what is not, and kept."""
    titles: Mapped[dict[str, str]]
    item: Mapped[str] = mapped_column(String(120), default="")
    """The agenda item that it belongs to, in its party's words; empty for the event as a whole."""
    shared_with: Mapped[str] = mapped_column(String(16), default=rules.OWN_PARTY)
    latest: Mapped[int] = mapped_column(default=0)
    """The number of the last version."""
    shown_from: Mapped[int] = mapped_column(default=1)
    """The number of the version that was the last one when the paper was shared: what was before is its own party's."""
    withdrawn_at: Mapped[datetime | None]
    submitted_at: Mapped[datetime]
    changed_at: Mapped[datetime]
    lock_version: Mapped[int] = mapped_column(default=1)

    event: Mapped[Event] = relationship()
    party: Mapped[Party] = relationship(lazy="joined")
    versions: Mapped[list["PaperVersion"]] = relationship(
        order_by="PaperVersion.number.desc()", cascade="all, delete-orphan", lazy="selectin"
    )

    @property
    def symbol(self) -> str:
        """'WP.3', within its event."""
        return rules.symbol(self.kind, self.number)

    @property
    def is_open(self) -> bool:
        """Whether everybody who sees its event may read it."""
        return self.shared_with == rules.EVERYONE and self.withdrawn_at is None

    def versions_shown(self, *, own: bool) -> list["PaperVersion"]:
        """The last one first; to its own party all of them, to others those that it shared."""
        return [version for version in self.versions if own or version.number >= self.shown_from]

    @property
    def languages(self) -> list[str]:
        """Of the last version."""
        return [file.language for file in self.versions[0].files]


class PaperVersion(Model):
    """Versions are added and never changed, but for a language that comes later."""

    __tablename__ = "paper_version"
    __table_args__ = (UniqueConstraint("paper_id", "number"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    paper_id: Mapped[int] = mapped_column(ForeignKey("paper.id", ondelete="CASCADE"))
    number: Mapped[int]
    note: Mapped[str] = mapped_column(String(500), default="")
    """What is new in it, in its party's words."""
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    submitted_at: Mapped[datetime]

    person: Mapped[Person | None] = relationship(lazy="joined")
    files: Mapped[list["PaperFile"]] = relationship(
        order_by="PaperFile.language", cascade="all, delete-orphan", lazy="selectin"
    )


class PaperFile(Addressed, Model):
    """One language of a version: a stored file under the name that its party gave it."""

    __tablename__ = "paper_file"
    __table_args__ = (UniqueConstraint("version_id", "language"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    version_id: Mapped[int] = mapped_column(ForeignKey("paper_version.id", ondelete="CASCADE"))
    language: Mapped[str] = mapped_column(String(8))
    sha256: Mapped[str] = mapped_column(ForeignKey("stored_file.sha256"))
    name: Mapped[str] = mapped_column(String(255))
    submitted_at: Mapped[datetime]

    stored: Mapped[StoredFile] = relationship(lazy="joined")
