"""An event's questions, in versions; the answers of those who register; and who may read the sensitive ones."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from forumhub.database import Addressed, Model, one_of
from forumhub.events.models import Event
from forumhub.parties.models import Party, Person
from forumhub.registration.models import Registration
from forumhub.registration.questions import codes
from forumhub.registration.questions.rules import COUNTRY, KINDS, LANGUAGE, SECTION


class FormVersion(Addressed, Model):
    """What an event asks. A published version never changes; editing it makes the one draft."""

    __tablename__ = "form_version"
    __table_args__ = (UniqueConstraint("event_id", "number"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    event_id: Mapped[int] = mapped_column(ForeignKey("event.id", ondelete="CASCADE"))
    number: Mapped[int]
    created_at: Mapped[datetime]
    published_at: Mapped[datetime | None]
    """None: a draft, which only organizers see."""
    published_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))

    event: Mapped[Event] = relationship()
    rows: Mapped[list["Question"]] = relationship(
        order_by="Question.position", cascade="all, delete-orphan", lazy="selectin", back_populates="version"
    )

    @property
    def questions(self) -> list["Question"]:
        """In their order, sections among them; without those that were removed from the draft."""
        return [question for question in self.rows if question.removed_at is None]

    @property
    def removed(self) -> list["Question"]:
        return [question for question in self.rows if question.removed_at is not None]

    def section_of(self, question: "Question") -> "Question | None":
        """The heading under which the question stands; None before the first."""
        above = [row for row in self.rows if row.is_section and row.position < question.position]
        return above[-1] if above else None

    def find(self, key: str) -> "Question | None":
        return next((question for question in self.questions if question.key == key), None)


class Question(Addressed, Model):
    """A question in one version of a form; its `key` is the same in all. A section is the heading of those below."""

    __tablename__ = "question"
    __table_args__ = (UniqueConstraint("version_id", "key"), one_of("kind", KINDS))

    id: Mapped[int] = mapped_column(primary_key=True)
    version_id: Mapped[int] = mapped_column(ForeignKey("form_version.id", ondelete="CASCADE"))
    key: Mapped[str] = mapped_column(String(26))
    position: Mapped[int]
    kind: Mapped[str] = mapped_column(String(16))
    labels: Mapped[dict[str, str]]
    helps: Mapped[dict[str, str]]
    required: Mapped[bool] = mapped_column(default=False)
    sensitive: Mapped[bool] = mapped_column(default=False)
    """Its answers are encrypted, and shown only to whom the parties named."""
    options: Mapped[list[dict[str, Any]]] = mapped_column(JSON)
    """Of choices: {"value": …, "labels": {language: text}} each; a value is never given to another option."""
    shown_if_key: Mapped[str] = mapped_column(String(26), default="")
    """The key of an earlier question, on whose answer it depends whether this one is asked; empty: it is always."""
    shown_if_value: Mapped[str] = mapped_column(String(26), default="")
    removed_at: Mapped[datetime | None]
    lock_version: Mapped[int] = mapped_column(default=1)

    version: Mapped[FormVersion] = relationship(back_populates="rows")

    @property
    def choices(self) -> list[str]:
        """The values that may be chosen; empty where anything may be said."""
        if self.kind in (COUNTRY, LANGUAGE):
            return codes.countries() if self.kind == COUNTRY else codes.languages()
        return [option["value"] for option in self.options]

    @property
    def is_section(self) -> bool:
        return self.kind == SECTION


class AnswerSheet(Model):
    """That a registration answered, and which version last. Its `lock_version` tells two writers from each other."""

    __tablename__ = "answer_sheet"

    registration_id: Mapped[int] = mapped_column(ForeignKey("registration.id", ondelete="CASCADE"), primary_key=True)
    version_id: Mapped[int] = mapped_column(ForeignKey("form_version.id", ondelete="CASCADE"), index=True)
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    """Who wrote: the delegate, or their secretariat."""
    answered_at: Mapped[datetime]
    lock_version: Mapped[int] = mapped_column(default=1)

    version: Mapped[FormVersion] = relationship(lazy="joined")
    person: Mapped[Person | None] = relationship(lazy="joined")


class Answer(Addressed, Model):
    """What was answered to a question of a certain version: in the open, or sealed where the question is sensitive."""

    __tablename__ = "answer"
    __table_args__ = (UniqueConstraint("registration_id", "question_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    registration_id: Mapped[int] = mapped_column(ForeignKey("registration.id", ondelete="CASCADE"))
    question_id: Mapped[int] = mapped_column(ForeignKey("question.id", ondelete="CASCADE"), index=True)
    value: Mapped[Any] = mapped_column(JSON(none_as_null=True), nullable=True)
    """As `rules.read` gives it; of a file {"name": …, "size": …}; None where it is sealed."""
    sealed: Mapped[str] = mapped_column(Text, default="")
    """The same, encrypted: see `sealing`."""
    sealed_for_id: Mapped[int | None] = mapped_column(ForeignKey("party.id"), index=True)
    """The party for which the person came when they gave a sealed answer; None: a guest. Whom another party names, for
    which they come later, does not read it."""
    file_sha256: Mapped[str | None] = mapped_column(ForeignKey("stored_file.sha256"), index=True)
    """Of a file; of a sealed one that of the encrypted bytes."""
    answered_at: Mapped[datetime]
    """When this was said first, such as a consent."""

    registration: Mapped[Registration] = relationship()
    question: Mapped[Question] = relationship(lazy="joined")

    def is_sealed_for(self, party_id: int | None) -> bool:
        return bool(self.sealed) and self.sealed_for_id == party_id

    @property
    def is_anothers(self) -> bool:
        """Whether it is sealed for another party than the one for which the person comes now."""
        return bool(self.sealed) and not self.is_sealed_for(self.registration.party_id)


class SensitiveReader(Addressed, Model):
    """Somebody whom a party named to read the sensitive answers of its own people at an event."""

    __tablename__ = "sensitive_reader"
    __table_args__ = (UniqueConstraint("event_id", "party_id", "person_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    event_id: Mapped[int] = mapped_column(ForeignKey("event.id", ondelete="CASCADE"))
    party_id: Mapped[int | None] = mapped_column(ForeignKey("party.id"), index=True)
    """None: for guests, who come for no party."""
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    named_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    named_at: Mapped[datetime]

    event: Mapped[Event] = relationship()
    party: Mapped[Party | None] = relationship(lazy="joined")
    person: Mapped[Person] = relationship(foreign_keys=[person_id], lazy="joined")
