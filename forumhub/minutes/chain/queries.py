"""Reads of a register's chain, and of the bytes that its statements name by their hashes."""

from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Select, exists, func, select
from sqlalchemy.orm import joinedload

from forumhub import ledger
from forumhub.agreements import queries as agreements
from forumhub.agreements.drafting import statement as agreement_statement
from forumhub.agreements.models import Agreement, AgreementVersion
from forumhub.database import db
from forumhub.errors import NotFound
from forumhub.events import queries as events
from forumhub.events.models import Event, EventParty, Register
from forumhub.files import StoredFile
from forumhub.ledger import Commitment, LedgerEntry
from forumhub.minutes.models import Approval, Circulation, Document, Objection, Revision, RevisionText
from forumhub.minutes.queries import visible_to
from forumhub.parties.models import Person
from forumhub.parties.policy import HEAD, ORGANIZER, SECRETARY, Reader

PAGE = 50


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
    """The register, to who sees each of its meetings and is of a party to each.

    Its chain names documents and acts of all of them, so who sees some of them does not see it.
    """
    of_register = Event.register_id == Register.id
    mine = exists().where(EventParty.event_id == Event.id, EventParty.party_id.in_(reader.party_ids))
    hidden = exists().where(of_register, ~(events.visible_to(reader) & mine.correlate(Event)))
    met = exists().where(of_register)
    statement = select(Register).where(Register.code == code, met.correlate(Register), ~hidden.correlate(Register))
    return db.session.scalar(statement)


def may_export(register_id: int, reader: Reader) -> bool:
    """Whether the reader keeps minutes, or leads, for a party of each meeting: an export holds what was objected to."""
    office = reader.parties_as(SECRETARY, ORGANIZER, HEAD)
    mine = exists().where(EventParty.event_id == Event.id, EventParty.party_id.in_(office)).correlate(Event)
    return not db.session.scalar(select(exists().where(Event.register_id == register_id, ~mine)))


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


def last_statement(register_id: int) -> str | None:
    """The newest entry's; None where the chain has not begun."""
    own = select(LedgerEntry.statement).where(LedgerEntry.register_id == register_id)
    return db.session.scalar(own.order_by(LedgerEntry.number.desc()).limit(1))


def documents_named(ulids: Collection[str], reader: Reader) -> dict[str, Document]:
    """Those of these documents that the reader may see."""
    statement = select(Document).where(Document.ulid.in_(ulids), visible_to(reader))
    return {document.ulid: document for document in db.session.scalars(statement)}


Holding = Callable[[int, Collection[str], Reader | None], Iterator[bytes]]
"""(register, hashes wanted, reader or None for the command line): bytes of which some may bear these hashes."""


def _manifests(register_id: int, wanted: Collection[str], reader: Reader | None) -> Iterator[bytes]:
    statement = _of(register_id, select(Circulation.manifest).join(Document, Document.id == Circulation.document_id))
    for manifest in db.session.scalars(statement.where(Circulation.manifest_sha256.in_(wanted))):
        yield manifest.encode()


def _texts(register_id: int, wanted: Collection[str], reader: Reader | None) -> Iterator[bytes]:
    """Of revisions that were circulated: a draft is its writers' own."""
    statement = (
        select(RevisionText.source)
        .join(Revision, Revision.id == RevisionText.revision_id)
        .join(Circulation, Circulation.revision_id == Revision.id)
        .join(Document, Document.id == Revision.document_id)
        .where(RevisionText.sha256.in_(wanted))
        .distinct()
    )
    for source in db.session.scalars(_of(register_id, statement)):
        yield source.encode()


def _words(register_id: int, wanted: Collection[str], reader: Reader | None) -> Iterator[bytes]:
    """Texts of objections and notes of approvals: short, and not stored by their hashes."""
    for model, column in ((Objection, Objection.text), (Approval, Approval.note)):
        statement = select(column).join(Circulation, Circulation.id == model.circulation_id)
        for words in db.session.scalars(
            _of(register_id, statement.join(Document, Document.id == Circulation.document_id))
        ):
            yield words.encode()


def _agreements(register_id: int, wanted: Collection[str], reader: Reader | None) -> Iterator[bytes]:
    statement = select(AgreementVersion).join(Agreement).where(AgreementVersion.sha256.in_(wanted))
    if reader is not None:
        statement = statement.where(agreements.version_visible_to(reader))
    for version in db.session.scalars(statement.options(joinedload(AgreementVersion.texts))).unique():
        yield ledger.canonical(agreement_statement(version))


HOLDINGS: list[Holding] = [_manifests, _texts, _words, _agreements]


def held(register_id: int, wanted: Collection[str], reader: Reader | None) -> dict[str, bytes]:
    """What the database holds under these hashes, recomputed from the bytes. A constant number of queries."""
    found: dict[str, bytes] = {}
    for holding in HOLDINGS:
        for content in holding(register_id, wanted, reader):
            if (name := ledger.sha256(content)) in wanted:
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


def _of(register_id: int, statement: Select[Any]) -> Select[Any]:
    return statement.join(Event, Event.id == Document.event_id).where(Event.register_id == register_id)
