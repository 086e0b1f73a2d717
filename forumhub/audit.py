"""Who did what: entries with the parties that may read them. They can be purged; what was agreed is in `ledger`."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, Select, String, select
from sqlalchemy.orm import Mapped, mapped_column, relationship

from forumhub.database import Addressed, Model, db


class AuditEntry(Addressed, Model):
    """`act` is a verb of the trade with its room (`events.postpone`); `subject` a code or ULID."""

    __tablename__ = "audit_entry"
    __table_args__ = (Index("ix_audit_entry_subject", "subject"), Index("ix_audit_entry_at", "at"))

    id: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[datetime]
    act: Mapped[str] = mapped_column(String(48))
    subject: Mapped[str] = mapped_column(String(64))
    label: Mapped[str] = mapped_column(String(300), default="")
    """What the subject was called then."""
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    details: Mapped[dict[str, Any]]

    readers: Mapped[list["AuditReader"]] = relationship(cascade="all, delete-orphan")


class AuditReader(Model):
    __tablename__ = "audit_reader"

    entry_id: Mapped[int] = mapped_column(ForeignKey("audit_entry.id", ondelete="CASCADE"), primary_key=True)
    party_id: Mapped[int] = mapped_column(ForeignKey("party.id"), primary_key=True, index=True)


def record(
    act: str,
    subject: str,
    *,
    by: int | None,
    parties: Iterable[int],
    now: datetime,
    label: str = "",
    **details: object,
) -> AuditEntry:
    """Adds one entry to the running transaction. `by` and `parties` are row ids; `details` plain JSON values."""
    entry = AuditEntry(at=now, act=act, subject=subject, label=label, person_id=by, details=details)
    entry.readers = [AuditReader(party_id=party_id) for party_id in sorted(set(parties))]
    db.session.add(entry)
    return entry


def readable_by(party_ids: Iterable[int]) -> Select[AuditEntry]:
    """Entries that at least one of these parties may read, newest first."""
    readable = select(AuditReader.entry_id).where(AuditReader.party_id.in_(list(party_ids)))
    return select(AuditEntry).where(AuditEntry.id.in_(readable)).order_by(AuditEntry.at.desc(), AuditEntry.id.desc())
