"""What was agreed: typed statements in a hash chain, one a register. Never purged, never changed.

An entry's hash is the SHA-256 of its statement in canonical JSON (RFC 8785). A statement names its type, its
register, its number and the hash before it, so a changed byte, a dropped, added or reordered entry shows. Persons
stand in it as salted commitments; the salts are kept beside the chain, which is whole without them.
"""

import hashlib
import json
import secrets
from collections.abc import Callable, Iterable
from datetime import UTC, datetime
from typing import Any, TypeVar

import rfc8785
from sqlalchemy import ForeignKey, String, Text, UniqueConstraint, event, inspect, select, text
from sqlalchemy.orm import Mapped, ORMExecuteState, Session, mapped_column

from forumhub.database import Base, Model, db

GENESIS = "0" * 64
"""What the first entry of a register names as the hash before it."""

Kept = TypeVar("Kept", bound=type[Base])
_frozen_columns: dict[type[Base], frozenset[str]] = {}


class ChangedFrozen(RuntimeError):
    """A programme tried to change or delete what was frozen; nobody may, so it is our mistake and not the reader's."""


def frozen(*columns: str) -> Callable[[Kept], Kept]:
    """Class decorator: rows are never deleted, and these columns never change; every column where none is named."""

    def guard(model: Kept) -> Kept:
        _frozen_columns[model] = frozenset(columns)
        event.listen(model, "before_update", _refuse_change)
        event.listen(model, "before_delete", _refuse_deletion)
        return model

    return guard


def _refuse_change(mapper: Any, connection: Any, row: Base) -> None:
    kept = _frozen_columns[type(row)] or {column.key for column in mapper.column_attrs}
    changed = sorted(name for name in kept if inspect(row).attrs[name].history.has_changes())
    if changed:
        raise ChangedFrozen(f"{mapper.class_.__name__} is frozen: {', '.join(changed)} would change")


def _refuse_deletion(mapper: Any, connection: Any, row: Base) -> None:
    raise ChangedFrozen(f"{mapper.class_.__name__} is frozen: a row would be deleted")


@event.listens_for(Session, "do_orm_execute")
def _refuse_many(state: ORMExecuteState) -> None:
    """The same for `update()` and `delete()` statements, which pass by the rows."""
    if (state.is_update or state.is_delete) and state.bind_mapper and state.bind_mapper.class_ in _frozen_columns:
        raise ChangedFrozen(f"{state.bind_mapper.class_.__name__} is frozen: rows would change or be deleted")


class LedgerHead(Model):
    """The last entry of a register; its row is what appending locks."""

    __tablename__ = "ledger_head"

    register_id: Mapped[int] = mapped_column(ForeignKey("register.id"), primary_key=True)
    number: Mapped[int]
    sha256: Mapped[str] = mapped_column(String(64))


@frozen()
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
    """Opens a commitment of the chain: whom it stands for. Nothing purges it; the chain names none of its rows."""

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


def hold(register_id: int) -> None:
    """Locks the chain before the rows that a statement is about, so that two who do both never wait in a circle."""
    _locked_head(register_id)


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
    """The register's head, locked until the transaction ends; two who begin a chain at once get the same row."""
    beginning = (
        "INSERT INTO ledger_head (register_id, number, sha256) VALUES (:register, 0, :hash) ON CONFLICT DO NOTHING"
    )
    db.session.execute(text(beginning), {"register": register_id, "hash": GENESIS})
    statement = select(LedgerHead).where(LedgerHead.register_id == register_id).with_for_update()
    return db.session.execute(statement.execution_options(populate_existing=True)).scalar_one()


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


def read(statement: str | bytes) -> dict[str, Any] | None:
    """What a statement or a manifest says; None where somebody changed it so that it cannot be read."""
    try:
        fields = json.loads(statement)
    except (ValueError, RecursionError):
        return None
    return fields if isinstance(fields, dict) else None


def is_as_written(entry: LedgerEntry) -> bool:
    """Whether its statement still has the hash under which it was stored."""
    return sha256(entry.statement.encode(errors="surrogatepass")) == entry.sha256


def check(register_id: int, expected_head: str | None) -> list[str]:
    """What is wrong with a register's stored chain: `problems`, and entries that bear a hash that is not theirs."""
    chain = entries(register_id)
    misplaced = [entry.number for entry in chain if not is_as_written(entry)]
    return [
        *problems([entry.statement for entry in chain], expected_head),
        *(f"entry {number} is stored under a hash that is not its own" for number in misplaced),
    ]


def problems(statements: Iterable[str], expected_head: str | None) -> list[str]:
    """What is wrong with a chain, in words; empty where it is whole and ends in `expected_head`.

    Pure: takes the statements as they were stored, oldest first. Without a head a chain can at best be consistent,
    since one recomputed from the start would be, too.
    """
    found, previous = [], GENESIS
    for number, statement in enumerate(statements, start=1):
        found += [f"entry {number} {fault}" for fault in _faults(statement, number, previous)]
        previous = sha256(statement.encode(errors="surrogatepass"))
    if expected_head is None:
        found.append("not anchored: no head was given" if found else "consistent, not anchored: no head was given")
    elif previous != expected_head:
        found.append(f"the chain ends in {previous}, not in the head {expected_head}")
    return found


def _faults(statement: str, number: int, previous: str) -> list[str]:
    try:
        fields = json.loads(statement)
        exact = isinstance(fields, dict) and canonical(fields) == statement.encode()
    except (ValueError, RecursionError):
        return ["cannot be read"]
    if not exact:
        return ["is not canonical JSON (RFC 8785)"]
    faults = [] if fields.get("number") == number else [f"bears the number {fields.get('number')}"]
    return faults if fields.get("previous") == previous else [*faults, "does not follow the entry before it"]
