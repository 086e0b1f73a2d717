"""Reads of language versions. Whether a reader sees one is as for every document."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, select

from forumhub.database import db
from forumhub.minutes.models import Circulation, Document, RevisionText
from forumhub.minutes.queries import agreed_later, visible_to
from forumhub.minutes.rules import LANGUAGE_VERSION, SETTLED
from forumhub.parties.policy import Reader


@dataclass(frozen=True)
class Authentic:
    """A text in another language that every party approved after the first ones; as authentic as they are."""

    circulation: Circulation
    text: RevisionText
    agreed_at: datetime

    @property
    def document(self) -> Document:
        return self.circulation.document


def authentic_texts(document_id: int, reader: Reader) -> dict[str, Authentic]:
    """By language, in the order in which they were agreed."""
    found = {}
    for circulation in agreed_versions(document_id, visible_to(reader)):
        text, agreed_at = circulation.revision.texts[0], circulation.agreed_at
        assert agreed_at, "asked for"
        found[text.language] = Authentic(circulation, text, agreed_at)
    return found


def agreed_versions(document_id: int, *visible: ColumnElement[bool]) -> list[Circulation]:
    """Those of the text's versions that every party approved, in the order in which they were agreed."""
    return agreed_later(*_versions(document_id), *visible)


def begun_versions(document_id: int, reader: Reader | None = None) -> list[Document]:
    """Those that are a draft or circulate; as far as the reader sees them, all without one."""
    statement = select(Document).where(*_versions(document_id), Document.state.not_in(SETTLED))
    if reader is not None:
        statement = statement.where(visible_to(reader))
    return list(db.session.scalars(statement.order_by(Document.id)))


def settled_languages(document_id: int) -> set[str]:
    """Languages that became authentic later, whoever asks."""
    settled = Document.state.in_(SETTLED)
    return set(db.session.scalars(select(Document.working_language).where(*_versions(document_id), settled)))


def _versions(document_id: int) -> tuple[ColumnElement[bool], ColumnElement[bool]]:
    return Document.of_id == document_id, Document.kind == LANGUAGE_VERSION
