"""Reads of statements. Who may see one begins with the document, which the caller has read already."""

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from forumhub.database import db
from forumhub.errors import NotFound
from forumhub.minutes.models import Circulation, Document
from forumhub.minutes.statements.models import AttachedStatement
from forumhub.parties.models import Party
from forumhub.parties.policy import HEAD, SECRETARY, Reader


def statements_of(circulation_id: int) -> list[AttachedStatement]:
    """In the order in which they were attached; with those that were taken back."""
    statement = select(AttachedStatement).where(AttachedStatement.circulation_id == circulation_id)
    return list(db.session.scalars(statement.order_by(AttachedStatement.id)).unique())


def void_statements_of(document_id: int) -> list[AttachedStatement]:
    """Those that were attached to versions which an objection made void, and not taken back."""
    statement = (
        select(AttachedStatement)
        .join(AttachedStatement.circulation)
        .where(Circulation.document_id == document_id, Circulation.voided_at.is_not(None))
        .where(AttachedStatement.withdrawn_at.is_(None))
    )
    return list(db.session.scalars(statement.order_by(AttachedStatement.id)).unique())


def get_statement(document_id: int, ulid: str) -> AttachedStatement:
    """Raises NotFound."""
    statement = (
        select(AttachedStatement)
        .join(AttachedStatement.circulation)
        .where(AttachedStatement.ulid == ulid, Circulation.document_id == document_id)
        .options(joinedload(AttachedStatement.circulation))
    )
    found = db.session.scalar(statement)
    if found is None:
        raise NotFound
    return found


def speaking_for(document: Document, reader: Reader) -> list[Party]:
    """The event's parties whose secretary or head of delegation the reader is: for these they attach statements."""
    own = reader.parties_as(SECRETARY, HEAD)
    return [party for party in document.event.parties if party.id in own]
