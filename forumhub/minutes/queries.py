"""Reads of documents. A draft is for those who write and lead, a frozen text for every member of its parties."""

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import ColumnElement, Select, and_, exists, func, or_, select
from sqlalchemy.orm import contains_eager, selectinload

from forumhub.database import db
from forumhub.errors import NotFound
from forumhub.events import queries as events
from forumhub.events.models import Event, EventHead, EventParticipant, EventParty
from forumhub.events.rules import ADMITTED
from forumhub.minutes.models import Approval, Circulation, Document, Objection, Revision, RevisionText, WorkingCopy
from forumhub.minutes.rules import (
    AGENDA,
    CIRCULATED,
    FROZEN,
    LATER,
    MINUTES,
    PARTY_DRAFT,
    SETTLED,
    SHARED_DRAFT,
    WITHDRAWN,
    Scan,
)
from forumhub.parties.models import Party
from forumhub.parties.policy import HEAD, ORGANIZER, SECRETARY, Reader
from forumhub.parties.queries import in_office


def visible_to(reader: Reader) -> ColumnElement[bool]:
    """Documents that the reader may see, for statements that read Document.

    A party draft: secretaries, organizers and heads of its party. A shared draft, and one that was withdrawn: those
    of every party of the event, and who is named to lead there. A frozen text: every member of a party of the event,
    who is named to lead there, and participants who were invited or confirmed.
    """
    drafters = reader.parties_as(SECRETARY, ORGANIZER, HEAD)
    return and_(
        Document.event_id.in_(select(Event.id).where(events.visible_to(reader))),
        or_(
            and_(Document.state == PARTY_DRAFT, Document.drafted_by_id.in_(drafters)),
            and_(Document.state.in_((SHARED_DRAFT, WITHDRAWN)), or_(of_parties(drafters), led_by(reader))),
            and_(Document.state.in_(FROZEN), or_(of_parties(reader.party_ids), led_by(reader), _admitting(reader))),
        ),
    )


def of_parties(party_ids: frozenset[int]) -> ColumnElement[bool]:
    return Document.event_id.in_(select(EventParty.event_id).where(EventParty.party_id.in_(party_ids)))


def led_by(reader: Reader) -> ColumnElement[bool]:
    """Named to lead or approve there by a party in which the reader holds an office today."""
    named = EventHead.person_id == reader.person_id, EventHead.party_id.in_(reader.party_ids)
    return Document.event_id.in_(select(EventHead.event_id).where(*named))


def _admitting(reader: Reader) -> ColumnElement[bool]:
    named = EventParticipant.person_id == reader.person_id, EventParticipant.standing.in_(ADMITTED)
    return Document.event_id.in_(select(EventParticipant.event_id).where(*named))


def get_document(ulid: str, reader: Reader) -> Document:
    """Raises NotFound."""
    document = db.session.scalar(select(Document).where(Document.ulid == ulid, visible_to(reader)))
    if document is None:
        raise NotFound
    return document


def documents_of(event_id: int, reader: Reader) -> list[Document]:
    """Agendas before minutes, the older first."""
    statement = select(Document).where(Document.event_id == event_id, visible_to(reader))
    return list(db.session.scalars(statement.order_by(Document.kind, Document.id)))


def latest_revision(document_id: int) -> Revision:
    """With its texts and its author. Every document has one: it is made with its first."""
    newest = select(Revision).where(Revision.document_id == document_id).order_by(Revision.number.desc()).limit(1)
    return db.session.execute(newest).unique().scalar_one()


def latest_sources(document_id: int) -> tuple[int, dict[str, str]]:
    """The newest revision's number and its Markdown by language, without its pages: what a save is compared with."""
    newest = select(func.max(Revision.number)).where(Revision.document_id == document_id).scalar_subquery()
    texts = select(Revision.number, RevisionText.language, RevisionText.source).join(RevisionText)
    rows = db.session.execute(texts.where(Revision.document_id == document_id, Revision.number == newest)).all()
    return rows[0].number, {row.language: row.source for row in rows}


def circulations_of(document_id: int) -> list[Circulation]:
    """Newest first, with approvals, objections and texts."""
    statement = select(Circulation).where(Circulation.document_id == document_id).order_by(Circulation.version.desc())
    return list(db.session.scalars(statement).unique())


def find_circulation(document_id: int, version: int) -> Circulation | None:
    statement = select(Circulation).where(Circulation.document_id == document_id, Circulation.version == version)
    return db.session.execute(statement).unique().scalar_one_or_none()


def current_circulation(document: Document) -> Circulation | None:
    """The version that is circulated or agreed now; None while the text is a draft."""
    return find_circulation(document.id, document.version) if document.state in FROZEN else None


def last_circulation(document: Document) -> Circulation | None:
    """The version that was circulated last, whatever has become of it; None where none was."""
    return find_circulation(document.id, document.version)


def seen_circulation(document: Document, manifest_sha256: str | None) -> Circulation | None:
    """The version whose manifest somebody saw, whatever has become of it; the last one where there is none."""
    seen = (each for each in document.circulations if each.manifest_sha256 == manifest_sha256)
    return next(seen, None) or last_circulation(document)


def waits_for_words(document: Document, manifest_sha256: str | None) -> bool:
    """Whether this manifest is what is circulated now: neither void, nor agreed, nor followed by another."""
    last = last_circulation(document)
    return document.state == CIRCULATED and last is not None and last.manifest_sha256 == manifest_sha256


def settled_circulation(document: Document) -> Circulation:
    """The version that was agreed, of a document in one of rules.SETTLED."""
    circulation = current_circulation(document)
    assert circulation, "a settled document has its circulation"
    return circulation


def agreed_later(*where: ColumnElement[bool]) -> list[Circulation]:
    """What every party agreed of texts that were settled before: corrigenda, versions in other languages; in the order
    in which that was, whoever sees them, as far as `where` has it.
    """
    statement = (
        select(Circulation)
        .join(Circulation.document)
        .where(Document.kind.in_(LATER), *where)
        .where(Circulation.version == Document.version, Circulation.agreed_at.is_not(None))
        .options(contains_eager(Circulation.document))
        .order_by(Circulation.agreed_at, Circulation.id)
    )
    return list(db.session.scalars(statement).unique())


def scans_of(circulation: Circulation) -> dict[str, Scan]:
    """What the parties attached to their approvals of this version, by hash: one page is often signed by all."""
    found = [(given.scan, given.scan_name) for given in circulation.approvals if given.scan]
    return {stored.sha256: Scan(name, stored.sha256, stored.size) for stored, name in found}


def approving_heads(event: Event, now: datetime) -> list[EventHead]:
    """Whom the event names to approve, as far as they are in an office of their party today."""
    named = [head for head in events.heads_of(event.id) if head.may_approve]
    held = in_office({head.person_id for head in named}, now)
    return [head for head in named if (head.party_id, head.person_id) in held]


def approvers_of(event: Event, now: datetime) -> dict[str, list[str]]:
    """Names of those who may approve the event's texts today, by their party's code."""
    named = approving_heads(event, now)
    return {party.code: [head.person.name for head in named if head.party_id == party.id] for party in event.parties}


def waiting_for(reader: Reader) -> list[Circulation]:
    """Circulated versions that a party for which the reader may approve has not approved yet, oldest first."""
    given = exists().where(Approval.circulation_id == Circulation.id, Approval.party_id == EventHead.party_id)
    given = given.where(~Approval.provisional)
    named = exists().where(
        EventHead.event_id == Document.event_id,
        EventHead.person_id == reader.person_id,
        EventHead.party_id.in_(reader.party_ids),
        EventHead.may_approve,
        ~given.correlate(Circulation, EventHead),  # it would bring a circulation of its own, and be true of any
    )
    statement = (
        select(Circulation)
        .join(Circulation.document)
        .where(visible_to(reader), Circulation.voided_at.is_(None), Circulation.agreed_at.is_(None), named)
        .options(selectinload(Circulation.document))
        .order_by(Circulation.circulated_at, Circulation.id)
    )
    return list(db.session.scalars(statement).unique())


def objected_to(reader: Reader) -> list[Circulation]:
    """Versions that the reader's side circulated and a party objected to, while their text waits to be mended."""
    own = Circulation.circulated_for_id.in_(sorted(reader.parties_as(SECRETARY)))
    statement = (
        select(Circulation)
        .join(Circulation.document)
        .where(visible_to(reader), own, Circulation.voided_at.is_not(None))
        .where(Circulation.version == Document.version, Document.state == SHARED_DRAFT)
        .options(selectinload(Circulation.document))
        .order_by(Circulation.voided_at, Circulation.id)
    )
    return [found for found in db.session.scalars(statement).unique() if found.objections]


def objections_to(document: Document) -> list[Objection]:
    """Those that made the text a draft again, until its next version is circulated."""
    returned = document.state == SHARED_DRAFT and document.version
    voided = find_circulation(document.id, document.version) if returned else None
    return voided.objections if voided and voided.voided_at else []


def approving_parties(event_id: int, reader: Reader) -> list[Party]:
    """For which parties the reader may approve the event's texts: named there, and in an office of the party today."""
    if reader.person_id is None:
        return []
    ids = events.may_approve_for(event_id, reader.person_id) & reader.party_ids
    return list(db.session.scalars(select(Party).where(Party.id.in_(ids)).order_by(Party.code)))


def working_copies(document_id: int, person_id: int) -> dict[str, WorkingCopy]:
    """What the person typed and has not saved, by language."""
    own = WorkingCopy.document_id == document_id, WorkingCopy.person_id == person_id
    return {copy.language: copy for copy in db.session.scalars(select(WorkingCopy).where(*own))}


def other_of_its_kind(event_id: int, kind: str, but: int | None = None) -> Select[Document]:
    """Documents of the same kind for the event that every party sees, or saw: there is one at most."""
    return select(Document).where(
        Document.event_id == event_id, Document.kind == kind, Document.state != PARTY_DRAFT, Document.id != (but or 0)
    )


def is_text_shared(event_id: int) -> bool:
    """Whether the event has a text that every party sees, or saw."""
    return bool(db.session.scalar(select(exists().where(Document.event_id == event_id, Document.state != PARTY_DRAFT))))


def circulated_events() -> Select[int]:
    """Row ids of events of which a text was frozen, whatever became of it since: the chain tells of them."""
    return select(Document.event_id).join(Circulation, Circulation.document_id == Document.id)


def was_circulated(event_id: int) -> bool:
    return bool(db.session.scalar(select(circulated_events().where(Document.event_id == event_id).exists())))


def with_agreed_minutes(event_ids: Collection[int]) -> set[int]:
    """Of these events, those whose minutes every party approved."""
    agreed = Document.kind == MINUTES, Document.state.in_(SETTLED)
    return set(db.session.scalars(select(Document.event_id).where(Document.event_id.in_(event_ids), *agreed)))


def minutes_agreed(reader: Reader) -> ColumnElement[bool]:
    """Events whose minutes every party approved, as far as the reader may see them; for statements that read Event."""
    agreed = Document.kind == MINUTES, Document.state.in_(SETTLED)
    return Event.id.in_(select(Document.event_id).where(*agreed, visible_to(reader)))


def find_agenda(event_id: int, reader: Reader) -> Document | None:
    """With which minutes begin: the agenda that every party sees, else the reader's side's own."""
    agendas = [document for document in documents_of(event_id, reader) if document.kind == AGENDA]
    return next((document for document in agendas if document.state != PARTY_DRAFT), agendas[0] if agendas else None)
