"""Reads of comments and proposals: for those who see drafts, and of one side's own for that side alone."""

from collections.abc import Collection

from flask_sqlalchemy.pagination import Pagination
from sqlalchemy import ColumnElement, Select, and_, func, or_, select

from forumhub.database import db
from forumhub.errors import NotFound
from forumhub.minutes.models import Document, Revision, RevisionText
from forumhub.minutes.proposals.models import Proposal
from forumhub.minutes.proposals.rules import OPEN
from forumhub.minutes.queries import led_by, of_parties
from forumhub.parties.policy import HEAD, ORGANIZER, SECRETARY, Reader

A_PAGE = 20
"""Settled ones."""
DRAFTERS = (SECRETARY, ORGANIZER, HEAD)


def sees_drafts(document_id: int, reader: Reader) -> bool:
    """Whether the reader is among those who see the event's drafts, or leads there."""
    return bool(db.session.scalar(select(Document.id).where(Document.id == document_id, _drafters(reader))))


def visible_to(reader: Reader) -> ColumnElement[bool]:
    """Whoever saw the draft; when it is frozen, what was said on the way stays theirs."""
    shared = select(Document.id).where(_drafters(reader))
    return or_(
        and_(Proposal.own_side, Proposal.party_id.in_(reader.parties_as(*DRAFTERS))),
        and_(~Proposal.own_side, Proposal.document_id.in_(shared)),
    )


def _drafters(reader: Reader) -> ColumnElement[bool]:
    return or_(of_parties(reader.parties_as(*DRAFTERS)), led_by(reader))


def open_on(document_id: int, reader: Reader, languages: Collection[str], code: str) -> list[Proposal]:
    """On the text in this language, or in one that the document has no more; the oldest first, with their answers."""
    statement = _on(document_id, reader, languages, code).where(Proposal.state == OPEN)
    return list(db.session.scalars(statement.order_by(Proposal.id)).unique())


def settled_page(document_id: int, reader: Reader, languages: Collection[str], code: str, number: int) -> Pagination:
    """Of those that are settled, page `number` from 1; the newest first, since nothing bounds how many there are."""
    statement = _on(document_id, reader, languages, code).where(Proposal.state != OPEN).order_by(Proposal.id.desc())
    return db.paginate(statement, page=number, per_page=A_PAGE, max_per_page=A_PAGE, error_out=False)


def _on(document_id: int, reader: Reader, languages: Collection[str], code: str) -> Select[Proposal]:
    in_it = or_(Proposal.language == code, Proposal.language.notin_(languages))
    return select(Proposal).where(Proposal.document_id == document_id, visible_to(reader), in_it)


def get_proposal(document_id: int, ulid: str, reader: Reader) -> Proposal:
    """Raises NotFound."""
    one = Proposal.document_id == document_id, Proposal.ulid == ulid
    found = db.session.scalars(select(Proposal).where(*one, visible_to(reader))).unique().one_or_none()
    if found is None:
        raise NotFound
    return found


def sources_at(document_id: int, language: str, numbers: Collection[int]) -> dict[int, str]:
    """The texts in which paragraphs were chosen, by the numbers of their revisions."""
    statement = (
        select(Revision.number, RevisionText.source)
        .join(RevisionText, RevisionText.revision_id == Revision.id)
        .where(Revision.document_id == document_id, Revision.number.in_(numbers), RevisionText.language == language)
    )
    return {row.number: row.source for row in db.session.execute(statement)} if numbers else {}


def open_for_all(document_id: int) -> list[Proposal]:
    """What every party sees and nobody has settled: it keeps the text from being circulated."""
    statement = select(Proposal).where(Proposal.document_id == document_id, Proposal.state == OPEN, ~Proposal.own_side)
    return list(db.session.scalars(statement.order_by(Proposal.id)).unique())


def count_open(document_id: int, reader: Reader) -> int:
    """Of those that the reader sees."""
    statement = select(func.count(Proposal.id)).where(
        Proposal.document_id == document_id, Proposal.state == OPEN, visible_to(reader)
    )
    return db.session.scalar(statement) or 0


def count_open_of(document_id: int, party_id: int) -> int:
    statement = select(func.count(Proposal.id)).where(
        Proposal.document_id == document_id, Proposal.state == OPEN, Proposal.party_id == party_id
    )
    return db.session.scalar(statement) or 0
