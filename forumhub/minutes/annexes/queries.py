"""Reads of annexes. Who may see one begins with the document, which the caller has read already."""

from sqlalchemy import select

from forumhub.database import db
from forumhub.errors import NotFound
from forumhub.minutes.annexes.models import Annex, CirculatedAnnex


def annexes_of(document_id: int) -> list[Annex]:
    """Of the draft, in the order in which they were added."""
    return list(db.session.scalars(select(Annex).where(Annex.document_id == document_id).order_by(Annex.id)))


def fingerprint(document_id: int) -> str:
    """Of the draft's annexes, by which is seen whether some came or went; empty while there are none."""
    return " ".join(annex.ulid for annex in annexes_of(document_id))


def get_annex(document_id: int, ulid: str) -> Annex:
    """Raises NotFound."""
    found = db.session.scalar(select(Annex).where(Annex.document_id == document_id, Annex.ulid == ulid))
    if found is None:
        raise NotFound
    return found


def circulated_annexes(circulation_id: int) -> list[CirculatedAnnex]:
    """As the manifest names them."""
    statement = select(CirculatedAnnex).where(CirculatedAnnex.circulation_id == circulation_id)
    return list(db.session.scalars(statement.order_by(CirculatedAnnex.number)))


def get_circulated_annex(circulation_id: int, number: int) -> CirculatedAnnex:
    """Raises NotFound."""
    annex = (CirculatedAnnex.circulation_id == circulation_id, CirculatedAnnex.number == number)
    found = db.session.scalar(select(CirculatedAnnex).where(*annex))
    if found is None:
        raise NotFound
    return found
