"""Reads of a register's chain, and of the bytes that its statements name by their hashes."""

from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass
from typing import Any, TypeVar

from sqlalchemy import ColumnElement, Select, exists, func, select
from sqlalchemy.orm import aliased, joinedload

from forumhub import ledger
from forumhub.agreements import queries as agreements
from forumhub.agreements.drafting import statement as agreement_statement
from forumhub.agreements.models import Agreement, AgreementVersion
from forumhub.database import db
from forumhub.errors import NotFound
from forumhub.events import queries as events
from forumhub.events.models import Event, EventParty, Register
from forumhub.files import StoredFile
from forumhub.followup.acceptance.holding import answers
from forumhub.ledger import Commitment, LedgerEntry
from forumhub.minutes.grants.queries import granting_events
from forumhub.minutes.models import Approval, Circulation, Document, Objection, Revision, RevisionText
from forumhub.minutes.queries import circulated_events, visible_to
from forumhub.minutes.silence.models import SilenceBreak
from forumhub.minutes.statements.models import AttachedStatement, StatementText
from forumhub.parties.models import Person
from forumhub.parties.policy import HEAD, ORGANIZER, SECRETARY, Reader

PAGE = 50
Rows = TypeVar("Rows", bound=Select[*tuple[Any, ...]])


def get_register(code: str) -> Register:
    """Whoever reads: for the command line alone, never for a page. Raises NotFound."""
    register = db.session.scalar(select(Register).where(Register.code == code))
    if register is None:
        raise NotFound
    return register


def get_readable(code: str, reader: Reader) -> Register:
    """Raises NotFound."""
    register = find_readable(code, reader)
    if register is None:
        raise NotFound
    return register


def find_readable(code: str, reader: Reader) -> Register | None:
    """The register, to who sees each of its meetings of which the chain tells, and is of a party to each.

    Its chain names documents and acts of all of them, so who sees some of them does not see it. Before it tells of any,
    it is for who sees all meetings.
    """
    of_register = Event.register_id == Register.id
    mine = exists().where(EventParty.event_id == Event.id, EventParty.party_id.in_(reader.party_ids)).correlate(Event)
    seen = events.visible_to(reader) & mine
    hidden = exists().where(of_register, _told(), ~seen).correlate(Register)
    met = exists().where(of_register, seen).correlate(Register)
    return db.session.scalar(select(Register).where(Register.code == code, met, ~hidden))


def may_export(register_id: int, reader: Reader) -> bool:
    """Whether the reader keeps minutes, or leads, for a party of each of these meetings: an export holds what was
    objected to.
    """
    office = reader.parties_as(SECRETARY, ORGANIZER, HEAD)
    mine = exists().where(EventParty.event_id == Event.id, EventParty.party_id.in_(office)).correlate(Event)
    return not db.session.scalar(select(exists().where(Event.register_id == register_id, _told(), ~mine)))


def find_exportable(code: str, reader: Reader) -> Register | None:
    """The register, to who may take its chain with them."""
    register = find_readable(code, reader)
    return register if register and may_export(register.id, reader) else None


def _told() -> ColumnElement[bool]:
    """Meetings of which the register's chain tells; every one while it tells of none, for statements on Event."""
    other = aliased(Event)
    told = circulated_events().union(granting_events())
    begun = exists().where(other.register_id == Event.register_id, other.id.in_(told))
    return Event.id.in_(told) | ~begun.correlate(Event)


@dataclass(frozen=True)
class ChainPage:
    """One page of a chain, newest first; `total` counts all entries."""

    entries: list[LedgerEntry]
    total: int
    page: int

    @property
    def pages(self) -> int:
        return max(1, -(-self.total // PAGE))


def chain_page(register_id: int, number: int) -> ChainPage:
    """A number beyond the chain gives its last page."""
    own = LedgerEntry.register_id == register_id
    count = db.session.scalar(select(func.count(LedgerEntry.id)).where(own)) or 0
    number = min(max(number, 1), max(1, -(-count // PAGE)))
    rows = select(LedgerEntry).where(own).order_by(LedgerEntry.number.desc()).limit(PAGE).offset(PAGE * (number - 1))
    return ChainPage(list(db.session.scalars(rows)), count, number)


def last_entry(register_id: int) -> LedgerEntry | None:
    """The newest; None where the chain has not begun."""
    own = select(LedgerEntry).where(LedgerEntry.register_id == register_id)
    return db.session.scalar(own.order_by(LedgerEntry.number.desc()).limit(1))


def documents_named(ulids: Collection[str], reader: Reader) -> dict[str, Document]:
    """Those of these documents that the reader may see."""
    statement = select(Document).where(Document.ulid.in_(ulids), visible_to(reader))
    return {document.ulid: document for document in db.session.scalars(statement)}


def events_named(ulids: Collection[str], reader: Reader) -> dict[str, Event]:
    """Those of these events that the reader may see."""
    statement = select(Event).where(Event.ulid.in_(ulids), events.visible_to(reader))
    return {event.ulid: event for event in db.session.scalars(statement)}


def numbers_of(register_id: int, hashes: Collection[str]) -> dict[str, int]:
    """The numbers of the entries that have these hashes."""
    own = LedgerEntry.register_id == register_id, LedgerEntry.sha256.in_(hashes)
    rows = db.session.execute(select(LedgerEntry.sha256, LedgerEntry.number).where(*own))
    return {row.sha256: row.number for row in rows}


Holding = Callable[[int, Collection[str], Reader | None], Iterator[tuple[str, bytes]]]
"""(register, hashes wanted, reader or None for the command line): the hash under which each was kept, and its bytes.

They are not compared here: what was changed since is exported as it is now, for `verify` to find.
"""


def _manifests(register_id: int, wanted: Collection[str], reader: Reader | None) -> Iterator[tuple[str, bytes]]:
    kept = select(Circulation.manifest_sha256, Circulation.manifest)
    statement = _of(register_id, kept.join(Document, Document.id == Circulation.document_id))
    for name, manifest in db.session.execute(statement.where(Circulation.manifest_sha256.in_(wanted))):
        yield name, manifest.encode()


def _texts(register_id: int, wanted: Collection[str], reader: Reader | None) -> Iterator[tuple[str, bytes]]:
    """Of revisions that were circulated: a draft is its writers' own."""
    statement = (
        select(RevisionText.sha256, RevisionText.source)
        .join(Revision, Revision.id == RevisionText.revision_id)
        .join(Circulation, Circulation.revision_id == Revision.id)
        .join(Document, Document.id == Revision.document_id)
        .where(RevisionText.sha256.in_(wanted))
        .distinct()
    )
    for name, source in db.session.execute(_of(register_id, statement)):
        yield name, source.encode()


def _words(register_id: int, wanted: Collection[str], reader: Reader | None) -> Iterator[tuple[str, bytes]]:
    """Texts of objections, of who broke silence, and notes of approvals: short, and not stored by their hashes."""
    for model, column in ((Objection, Objection.text), (Approval, Approval.note), (SilenceBreak, SilenceBreak.text)):
        statement = select(column).join(Circulation, Circulation.id == model.circulation_id)
        for words in db.session.scalars(
            _of(register_id, statement.join(Document, Document.id == Circulation.document_id))
        ):
            yield ledger.sha256(words.encode()), words.encode()


def _agreements(register_id: int, wanted: Collection[str], reader: Reader | None) -> Iterator[tuple[str, bytes]]:
    statement = select(AgreementVersion).join(Agreement).where(AgreementVersion.sha256.in_(wanted))
    if reader is not None:
        statement = statement.where(agreements.version_visible_to(reader))
    for version in db.session.scalars(statement.options(joinedload(AgreementVersion.texts))).unique():
        yield str(version.sha256), ledger.canonical(agreement_statement(version))


def _statements(register_id: int, wanted: Collection[str], reader: Reader | None) -> Iterator[tuple[str, bytes]]:
    """Of single parties, whether they were taken back or not: the chain names them."""
    statement = (
        select(StatementText.sha256, StatementText.text)
        .join(AttachedStatement, AttachedStatement.id == StatementText.statement_id)
        .join(Circulation, Circulation.id == AttachedStatement.circulation_id)
        .join(Document, Document.id == Circulation.document_id)
        .where(StatementText.sha256.in_(wanted))
    )
    for name, words in db.session.execute(_of(register_id, statement)):
        yield name, words.encode()


HOLDINGS: list[Holding] = [_manifests, _texts, _words, _agreements, _statements, answers]


def held(register_id: int, wanted: Collection[str], reader: Reader | None) -> dict[str, bytes]:
    """What the database holds under these hashes, as it is now. A constant number of queries.

    Of two under one hash, the one that does not bear it counts: a change must not hide behind a copy.
    """
    found: dict[str, bytes] = {}
    for holding in HOLDINGS:
        for name, content in holding(register_id, wanted, reader):
            if name in wanted and (name not in found or ledger.sha256(content) != name):
                found[name] = content
    return found


def stored(wanted: Collection[str]) -> set[str]:
    """Which of these are files on the disk."""
    return set(db.session.scalars(select(StoredFile.sha256).where(StoredFile.sha256.in_(wanted))))


def openings(wanted: Collection[str]) -> list[dict[str, str]]:
    """Who stands behind these commitments, as far as that is still kept."""
    statement = select(Commitment.sha256, Commitment.salt, Person.ulid, Person.name)
    rows = db.session.execute(
        statement.join(Person, Person.id == Commitment.person_id).where(Commitment.sha256.in_(wanted))
    )
    keys = ("commitment", "salt", "person", "name")
    return [dict(zip(keys, row, strict=True)) for row in sorted(map(tuple, rows))]


def _of(register_id: int, statement: Rows) -> Rows:
    return statement.join(Event, Event.id == Document.event_id).where(Event.register_id == register_id)
