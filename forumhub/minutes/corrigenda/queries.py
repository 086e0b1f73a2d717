"""Reads of corrigenda. Whether a reader sees one is as for every document."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import and_, exists, select

from forumhub.database import db
from forumhub.minutes.languages.queries import authentic_texts
from forumhub.minutes.models import Circulation, Document, RevisionText
from forumhub.minutes.queries import agreed_later, settled_circulation, visible_to
from forumhub.minutes.rules import CORRIGENDUM, SETTLED, WITHDRAWN
from forumhub.minutes.signing.models import Signature
from forumhub.parties.policy import Reader


@dataclass(frozen=True)
class Corrected:
    """A corrigendum of a text; `number` the official one once it is signed, `agreed_at` None while it is open."""

    document: Document
    number: str | None
    agreed_at: datetime | None


def corrigenda_of(document_id: int, reader: Reader) -> list[Corrected]:
    """Those that the reader may see, the oldest first."""
    current = and_(Circulation.document_id == Document.id, Circulation.version == Document.version)
    statement = (
        select(Document, Signature.number, Circulation.agreed_at)
        .outerjoin(Signature, Signature.document_id == Document.id)
        .outerjoin(Circulation, current)
        .where(Document.of_id == document_id, Document.kind == CORRIGENDUM, visible_to(reader))
        .order_by(Document.id)
    )
    return [Corrected(document, number, at) for document, number, at in db.session.execute(statement).unique()]


def agreed_corrigenda(document_id: int) -> list[Circulation]:
    """Those of the text's corrigenda that every party approved, whoever sees them, in the order of that."""
    return agreed_later(Document.of_id == document_id, Document.kind == CORRIGENDUM)


def correctable_texts(document: Document, reader: Reader) -> dict[str, RevisionText]:
    """By language, the texts of a settled document that a corrigendum may correct: later authentic ones, too."""
    agreed = settled_circulation(document).revision
    later = {code: each.text for code, each in authentic_texts(document.id, reader).items()}
    return {text.language: text for text in agreed.texts} | later


def is_one_open(document_id: int) -> bool:
    """Whether a corrigendum of the document is a draft or circulates, whoever sees it."""
    own = Document.of_id == document_id, Document.kind == CORRIGENDUM, Document.state.not_in((*SETTLED, WITHDRAWN))
    return bool(db.session.scalar(select(exists().where(*own))))
