"""Agreements, their versions and texts, and the clauses that later rooms refer to."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from forumhub.agreements.rules import STATES
from forumhub.database import Addressed, Model, one_of
from forumhub.parties.models import Party, Person


class Agreement(Model):
    """An instrument between parties, under a code that never changes: CN-BY-2016."""

    __tablename__ = "agreement"

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(String(40), unique=True)
    example: Mapped[bool] = mapped_column(default=False)
    """Made up, or summarised, for illustration: its page says so."""
    created_at: Mapped[datetime]

    parties: Mapped[list[Party]] = relationship(secondary="agreement_party", order_by=Party.code, lazy="selectin")
    versions: Mapped[list["AgreementVersion"]] = relationship(
        back_populates="agreement", order_by="AgreementVersion.number"
    )


class AgreementParty(Model):
    __tablename__ = "agreement_party"

    agreement_id: Mapped[int] = mapped_column(ForeignKey("agreement.id", ondelete="CASCADE"), primary_key=True)
    party_id: Mapped[int] = mapped_column(ForeignKey("party.id"), primary_key=True, index=True)


class AgreementVersion(Addressed, Model):
    """draft, proposed (awaits the parties), in_force (frozen), superseded."""

    __tablename__ = "agreement_version"
    __table_args__ = (
        UniqueConstraint("agreement_id", "number"),
        one_of("state", STATES),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    agreement_id: Mapped[int] = mapped_column(ForeignKey("agreement.id", ondelete="CASCADE"))
    number: Mapped[int]
    state: Mapped[str] = mapped_column(String(16), default="draft", active_history=True)
    reached_on: Mapped[date | None]
    """The day on which the parties reached it."""
    place: Mapped[str] = mapped_column(String(120), default="")
    in_force_from: Mapped[date | None]
    sha256: Mapped[str | None] = mapped_column(String(64))
    """Over the canonical JSON of all its texts; set when it is proposed, and what approvals bind to."""
    lock_version: Mapped[int] = mapped_column(default=1)
    """Grows with each saved change, so that a stale save is noticed."""
    created_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    created_at: Mapped[datetime]
    frozen_at: Mapped[datetime | None]

    agreement: Mapped[Agreement] = relationship(back_populates="versions", lazy="joined")
    texts: Mapped[list["AgreementText"]] = relationship(
        back_populates="version", order_by="AgreementText.language", cascade="all, delete-orphan"
    )
    clauses: Mapped[list["Clause"]] = relationship(
        back_populates="version", order_by="Clause.position", cascade="all, delete-orphan"
    )
    approvals: Mapped[list["AgreementApproval"]] = relationship(
        back_populates="version", order_by="AgreementApproval.id", cascade="all, delete-orphan"
    )

    @property
    def reference(self) -> str:
        """`CN-BY-2016, version 2`, as logs and mails call it."""
        return f"{self.agreement.code}, version {self.number}"

    @property
    def titles(self) -> dict[str, str]:
        return {text.language: text.title for text in self.texts}


class AgreementText(Model):
    """One language of a version: Markdown source and the HTML that was rendered on save."""

    __tablename__ = "agreement_text"
    __table_args__ = (UniqueConstraint("version_id", "language"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    version_id: Mapped[int] = mapped_column(ForeignKey("agreement_version.id", ondelete="CASCADE"))
    language: Mapped[str] = mapped_column(String(8))
    title: Mapped[str] = mapped_column(String(300))
    source: Mapped[str] = mapped_column(Text)
    html: Mapped[str] = mapped_column(Text)
    sha256: Mapped[str] = mapped_column(String(64))
    numbers: Mapped[list[str]] = mapped_column(default=list)
    """The clause numbers of this language, as the text spells them, in its order."""
    refusals: Mapped[list[Any]] = mapped_column(JSON, default=list)
    """What keeps the text from being proposed, as [line, msgid, values]: whatever two readers could see differently."""

    version: Mapped[AgreementVersion] = relationship(back_populates="texts")


class Clause(Model):
    """A numbered heading of a version. Its number is its address and is never reused: `CN-BY-2016 art. 2`."""

    __tablename__ = "clause"
    __table_args__ = (UniqueConstraint("version_id", "number"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    version_id: Mapped[int] = mapped_column(ForeignKey("agreement_version.id", ondelete="CASCADE"))
    number: Mapped[str] = mapped_column(String(16))
    """`2`, `5.2`, `5(2)`"""
    position: Mapped[int]
    titles: Mapped[dict[str, str]]
    """By language; empty for a paragraph under a heading."""

    version: Mapped[AgreementVersion] = relationship(back_populates="clauses")


class AgreementApproval(Model):
    """A party's approval of a version, bound to the hash that its person saw."""

    __tablename__ = "agreement_approval"
    __table_args__ = (UniqueConstraint("version_id", "party_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    version_id: Mapped[int] = mapped_column(ForeignKey("agreement_version.id"))
    party_id: Mapped[int] = mapped_column(ForeignKey("party.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    sha256: Mapped[str] = mapped_column(String(64))
    approved_at: Mapped[datetime]

    version: Mapped[AgreementVersion] = relationship(back_populates="approvals")
    party: Mapped[Party] = relationship(lazy="joined")
    person: Mapped[Person] = relationship()
