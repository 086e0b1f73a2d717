"""Agendas and minutes: documents, their revisions and texts, circulations, approvals and objections."""

import json
from datetime import date, datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from forumhub.database import Addressed, Model, one_of
from forumhub.events.models import Event
from forumhub.files import StoredFile
from forumhub.ledger import frozen
from forumhub.minutes.rules import BY_EVERY_PARTY, KINDS, LATER, LEGAL_STATUSES, PROCEDURES, SILENCE, STATES, WAYS
from forumhub.parties.models import Party, Person


class Document(Addressed, Model):
    """The agenda or the minutes of an event, or what belongs to one of them: a corrigendum, a language version.

    A party draft is one side's own; a shared draft is every party's.
    """

    __tablename__ = "document"
    __table_args__ = (
        one_of("kind", KINDS),
        one_of("state", STATES),
        one_of("legal_status", LEGAL_STATUSES),
        CheckConstraint(f"(kind in {LATER!r}) = (of_id is not null)", name="of"),
        Index("ix_document_event_kind", "event_id", "kind"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    event_id: Mapped[int] = mapped_column(ForeignKey("event.id"))
    kind: Mapped[str] = mapped_column(String(16))
    of_id: Mapped[int | None] = mapped_column(ForeignKey("document.id"), index=True)
    """The settled document that it corrects, or gives in another language."""
    state: Mapped[str] = mapped_column(String(16), default="party_draft")
    drafted_by_id: Mapped[int] = mapped_column(ForeignKey("party.id"))
    """The party whose draft it is, or was."""
    legal_status: Mapped[str] = mapped_column(String(24), default="record")
    working_language: Mapped[str] = mapped_column(String(8), default="en")
    version: Mapped[int] = mapped_column(default=0)
    """How often it was circulated."""
    shared_from: Mapped[int | None]
    """The number of the first revision that every party's drafters saw: what one side wrote before stays its own."""
    created_at: Mapped[datetime]
    withdrawn_at: Mapped[datetime | None]
    """When the party whose draft it is gave it up."""

    event: Mapped[Event] = relationship(lazy="joined")
    drafted_by: Mapped[Party] = relationship(lazy="joined")
    of: Mapped["Document | None"] = relationship(remote_side=[id])
    revisions: Mapped[list["Revision"]] = relationship(back_populates="document", order_by="Revision.number")
    circulations: Mapped[list["Circulation"]] = relationship(back_populates="document", order_by="Circulation.version")


@frozen()
class Revision(Addressed, Model):
    """One saved state of a document; never changed afterwards."""

    __tablename__ = "revision"
    __table_args__ = (UniqueConstraint("document_id", "number"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    document_id: Mapped[int] = mapped_column(ForeignKey("document.id", ondelete="CASCADE"))
    number: Mapped[int]
    author_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    created_at: Mapped[datetime]

    document: Mapped[Document] = relationship(back_populates="revisions")
    author: Mapped[Person | None] = relationship(lazy="joined")
    texts: Mapped[list["RevisionText"]] = relationship(order_by="RevisionText.language", lazy="selectin")

    @property
    def sources(self) -> dict[str, str]:
        """Markdown by language."""
        return {text.language: text.source for text in self.texts}


@frozen()
class RevisionText(Model):
    """One language of a revision. The HTML was rendered when it was saved."""

    __tablename__ = "revision_text"
    __table_args__ = (UniqueConstraint("revision_id", "language"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    revision_id: Mapped[int] = mapped_column(ForeignKey("revision.id", ondelete="CASCADE"))
    language: Mapped[str] = mapped_column(String(8))
    source: Mapped[str] = mapped_column(Text)
    html: Mapped[str] = mapped_column(Text)
    sha256: Mapped[str] = mapped_column(String(64))


class WorkingCopy(Model):
    """What a person typed and has not saved: private, unstamped, kept by autosave."""

    __tablename__ = "working_copy"

    document_id: Mapped[int] = mapped_column(ForeignKey("document.id", ondelete="CASCADE"), primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), primary_key=True)
    language: Mapped[str] = mapped_column(String(8), primary_key=True)
    base_number: Mapped[int]
    """The revision on which it was typed; 0 before the first."""
    source: Mapped[str] = mapped_column(Text)
    saved_at: Mapped[datetime]


@frozen(
    "document_id",
    "revision_id",
    "version",
    "manifest",
    "manifest_sha256",
    "circulated_by_id",
    "circulated_for_id",
    "circulated_at",
    "deadline",
    "procedure",
)
class Circulation(Addressed, Model):
    """A frozen manifest: canonical JSON (RFC 8785), typed `forumhub/circulation/v1`, and what became of it."""

    __tablename__ = "circulation"
    __table_args__ = (UniqueConstraint("document_id", "version"), one_of("procedure", PROCEDURES))

    id: Mapped[int] = mapped_column(primary_key=True)
    document_id: Mapped[int] = mapped_column(ForeignKey("document.id"))
    revision_id: Mapped[int] = mapped_column(ForeignKey("revision.id"))
    version: Mapped[int]
    manifest: Mapped[str] = mapped_column(Text)
    manifest_sha256: Mapped[str] = mapped_column(String(64), index=True)
    circulated_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    circulated_for_id: Mapped[int] = mapped_column(ForeignKey("party.id"))
    circulated_at: Mapped[datetime]
    message_id: Mapped[str | None] = mapped_column(String(200))
    """Of the message that told the secretariats; none is known of what was circulated before this was kept."""
    deadline: Mapped[datetime | None] = mapped_column(index=True)
    procedure: Mapped[str] = mapped_column(String(24), default=BY_EVERY_PARTY)
    warned_at: Mapped[datetime | None]
    """When the secretariats were told that the deadline comes."""
    told_at: Mapped[datetime | None]
    """When they were told that it passed."""
    silence_broken_at: Mapped[datetime | None]
    """When a party said that it does not agree yet: since then every party's approval is waited for."""
    voided_at: Mapped[datetime | None]
    """When an objection brought a new version."""
    agreed_at: Mapped[datetime | None]

    document: Mapped[Document] = relationship(back_populates="circulations")
    revision: Mapped[Revision] = relationship(lazy="joined")
    circulated_by: Mapped[Person] = relationship(lazy="joined")
    circulated_for: Mapped[Party] = relationship(lazy="joined")
    approvals: Mapped[list["Approval"]] = relationship(order_by="Approval.id", lazy="selectin")
    objections: Mapped[list["Objection"]] = relationship(order_by="Objection.id", lazy="selectin")

    @property
    def waits_in_silence(self) -> bool:
        """Whether it is agreed at its deadline unless a party speaks."""
        return self.procedure == SILENCE and not (self.silence_broken_at or self.agreed_at or self.voided_at)

    @property
    def counting_ways(self) -> list[str]:
        """In which ways the parties approved that have done so, and not ad referendum alone."""
        return [approval.way for approval in self.approvals if not approval.provisional]

    @property
    def prior_choices(self) -> list[dict[str, Any]]:
        """By which silence counts: `party`, `days`, and `entry`, a hash in the ledger, of each party."""
        choices: list[dict[str, Any]] = json.loads(self.manifest).get("silence", [])
        return choices

    @property
    def party_codes(self) -> list[str]:
        """The parties that the manifest names: each of them approves, whatever becomes of the event."""
        codes: list[str] = json.loads(self.manifest)["parties"]
        return codes

    @property
    def prevailing_language(self) -> str | None:
        """The language that prevails where texts differ, as the manifest has it."""
        code: str | None = json.loads(self.manifest)["prevailing_language"]
        return code


@frozen()
class Approval(Model):
    """A party's approval of one manifest, recorded by a person whom the party authorised at the event.

    By silence nobody recorded it: the party had chosen beforehand that its silence counts.
    """

    __tablename__ = "approval"
    __table_args__ = (
        UniqueConstraint("circulation_id", "party_id", "provisional"),
        one_of("way", WAYS),
        CheckConstraint("person_id is not null or way = 'silence'", name="person"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    circulation_id: Mapped[int] = mapped_column(ForeignKey("circulation.id"))
    party_id: Mapped[int] = mapped_column(ForeignKey("party.id"))
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    way: Mapped[str] = mapped_column(String(16))
    manifest_sha256: Mapped[str] = mapped_column(String(64))
    head_seen: Mapped[str] = mapped_column(String(64))
    """The head of the register's ledger that the approver saw."""
    note: Mapped[str] = mapped_column(Text, default="")
    """Where and how, in the words of who recorded it."""
    provisional: Mapped[bool] = mapped_column(default=False)
    """Ad referendum: it counts once the same party has approved in another way."""
    note_number: Mapped[str] = mapped_column(String(120), default="")
    note_date: Mapped[date | None]
    scan_sha256: Mapped[str | None] = mapped_column(ForeignKey("stored_file.sha256"))
    scan_name: Mapped[str] = mapped_column(String(255), default="")
    approved_at: Mapped[datetime]

    party: Mapped[Party] = relationship(lazy="joined")
    person: Mapped[Person | None] = relationship(lazy="joined")
    scan: Mapped[StoredFile | None] = relationship(lazy="joined")


@frozen()
class Objection(Model):
    """A party's objection to a circulated version; with it the version is void and the text is a draft again."""

    __tablename__ = "objection"

    id: Mapped[int] = mapped_column(primary_key=True)
    circulation_id: Mapped[int] = mapped_column(ForeignKey("circulation.id"), index=True)
    party_id: Mapped[int] = mapped_column(ForeignKey("party.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    text: Mapped[str] = mapped_column(Text)
    at: Mapped[datetime]

    party: Mapped[Party] = relationship(lazy="joined")
    person: Mapped[Person] = relationship(lazy="joined")
