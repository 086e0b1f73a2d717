"""What was agreed: typed statements in a hash chain, one a register. Never purged, never changed.

An entry's hash is the SHA-256 of its statement in canonical JSON (RFC 8785). A statement names its type, its
register, its number and the hash before it, so a changed byte, a dropped, added or reordered entry shows. Persons
stand in it as salted commitments; the salts are kept beside the chain and can be purged without breaking it.
"""

import hashlib
import secrets
from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Any

import rfc8785
from sqlalchemy import ForeignKey, String, Text, UniqueConstraint, select
from sqlalchemy.orm import Mapped, mapped_column

from forumhub.database import Model, db

GENESIS = "0" * 64
"""What the first entry of a register names as the hash before it."""


class LedgerHead(Model):
    """The last entry of a register; its row is what appending locks."""

    __tablename__ = "ledger_head"

    register_id: Mapped[int] = mapped_column(ForeignKey("register.id"), primary_key=True)
    number: Mapped[int]
    sha256: Mapped[str] = mapped_column(String(64))


class LedgerEntry(Model):
    __tablename__ = "ledger_entry"
    __table_args__ = (UniqueConstraint("register_id", "number"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    register_id: Mapped[int] = mapped_column(ForeignKey("register.id"))
    number: Mapped[int]
    statement: Mapped[str] = mapped_column(Text)
    """Canonical JSON: these characters, as UTF-8, are what is hashed."""
    sha256: Mapped[str] = mapped_column(String(64), unique=True)


class Commitment(Model):
    """Opens a commitment of the chain: whom it stands for. Purging the row leaves the chain whole."""

    __tablename__ = "ledger_commitment"

    sha256: Mapped[str] = mapped_column(String(64), primary_key=True)
    salt: Mapped[str] = mapped_column(String(64))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)


def canonical(value: Any) -> bytes:
    """RFC 8785 bytes of plain JSON values."""
    return rfc8785.dumps(value)


def sha256(content: bytes) -> str:
    """Lower-case hexadecimal, 64 characters."""
    return hashlib.sha256(content).hexdigest()


def head(register_id: int) -> str:
    """The hash of the register's last entry; GENESIS where there is none."""
    row = db.session.get(LedgerHead, register_id)
    return row.sha256 if row else GENESIS


def append(register_id: int, register_code: str, kind: str, body: dict[str, Any], *, now: datetime) -> LedgerEntry:
    """Adds `forumhub/<kind>/v1` to the register's chain. Call it inside `writing()`; it locks the head."""
    last = _locked_head(register_id)
    statement = canonical(
        {
            **body,
            "type": f"forumhub/{kind}/v1",
            "register": register_code,
            "number": last.number + 1,
            "previous": last.sha256,
            "at": now.astimezone(UTC).isoformat(timespec="seconds"),
        }
    )
    entry = LedgerEntry(
        register_id=register_id, number=last.number + 1, statement=statement.decode(), sha256=sha256(statement)
    )
    last.number, last.sha256 = entry.number, entry.sha256
    db.session.add(entry)
    db.session.flush()
    return entry


def _locked_head(register_id: int) -> LedgerHead:
    statement = select(LedgerHead).where(LedgerHead.register_id == register_id).with_for_update()
    last = db.session.scalar(statement.execution_options(populate_existing=True))
    if last is None:
        last = LedgerHead(register_id=register_id, number=0, sha256=GENESIS)
        db.session.add(last)
        db.session.flush()
    return last


def commit_to(person_id: int, ulid: str) -> str:
    """A commitment to a person for a statement: SHA-256 over a fresh salt and the person's ULID."""
    salt = secrets.token_hex(16)
    commitment = sha256(f"{salt}:{ulid}".encode())
    db.session.add(Commitment(sha256=commitment, salt=salt, person_id=person_id))
    return commitment


def entries(register_id: int) -> list[LedgerEntry]:
    """The whole chain, oldest first."""
    statement = select(LedgerEntry).where(LedgerEntry.register_id == register_id).order_by(LedgerEntry.number)
    return list(db.session.scalars(statement))


def problems(statements: Iterable[dict[str, Any]], expected_head: str | None) -> list[str]:
    """What is wrong with a chain, in words; empty where it is whole and ends in `expected_head`.

    Pure: takes the parsed statements, oldest first. Without a head a chain can at best be consistent, since one
    recomputed from the start would be, too.
    """
    found, previous = [], GENESIS
    for number, statement in enumerate(statements, start=1):
        if statement.get("number") != number:
            found.append(f"entry {number} bears the number {statement.get('number')}")
        if statement.get("previous") != previous:
            found.append(f"entry {number} does not follow the entry before it")
        previous = sha256(canonical(statement))
    if expected_head is None:
        found.append("consistent, not anchored: no head was given" if not found else "not anchored: no head was given")
    elif previous != expected_head:
        found.append(f"the chain ends in {previous}, not in the head {expected_head}")
    return found
