"""Reads of signatures. Who may see one begins with the document, which the caller has read already."""

from sqlalchemy import select

from forumhub.database import db
from forumhub.errors import NotFound
from forumhub.events import queries as events
from forumhub.minutes.models import Document
from forumhub.minutes.signing.models import Signature, SignedCopy
from forumhub.minutes.signing.rules import Signer


def find_signature(document_id: int) -> Signature | None:
    """With its signatories and scans."""
    return (
        db.session.execute(select(Signature).where(Signature.document_id == document_id)).unique().scalar_one_or_none()
    )


def signers_of(document: Document, signature: Signature | None) -> dict[str, Signer]:
    """Who signed, by the party's code; while nobody has, who leads each delegation."""
    if signature is None:
        return {code: Signer(name) for code, name in leading(document).items()}
    return {each.party.code: Signer(each.name, each.office) for each in signature.signatories}


def leading(document: Document) -> dict[str, str]:
    """Who leads each party's delegation as the event names it, by the party's code."""
    codes = {party.id: party.code for party in document.event.parties}
    heads = [head for head in events.heads_of(document.event_id) if head.leads and head.party_id in codes]
    return {codes[head.party_id]: head.person.name for head in reversed(heads)}


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
