"""Reads of signatures. Who may see one begins with the document, which the caller has read already."""

from sqlalchemy import select

from forumhub.database import db
from forumhub.errors import NotFound
from forumhub.minutes.signing.models import Signature, SignedCopy


def find_signature(document_id: int) -> Signature | None:
    """With its signatories and scans."""
    return (
        db.session.execute(select(Signature).where(Signature.document_id == document_id)).unique().scalar_one_or_none()
    )


def numbers_given(register_id: int) -> set[str]:
    """Official numbers of the register's signed texts."""
    return set(db.session.scalars(select(Signature.number).where(Signature.register_id == register_id)))


def get_copy(document_id: int, party_code: str) -> SignedCopy:
    """The scan of a party's copy. Raises NotFound."""
    signature = find_signature(document_id)
    copies = signature.copies if signature else []
    found = next((copy for copy in copies if copy.party.code == party_code), None)
    if found is None:
        raise NotFound
    return found
