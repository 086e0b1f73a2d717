"""Reads of passkeys: an account sees its own."""

from sqlalchemy import select

from forumhub.database import db
from forumhub.errors import NotFound
from forumhub.parties.passkeys.models import Passkey


def passkeys_of(account_id: int) -> list[Passkey]:
    """The oldest first."""
    return list(db.session.scalars(select(Passkey).where(Passkey.account_id == account_id).order_by(Passkey.id)))


def get_passkey(ulid: str, account_id: int) -> Passkey:
    """Raises NotFound."""
    own = Passkey.ulid == ulid, Passkey.account_id == account_id
    passkey = db.session.scalar(select(Passkey).where(*own))
    if passkey is None:
        raise NotFound
    return passkey


def is_registered(credential_id: bytes) -> bool:
    """By any account: a credential is one account's (WebAuthn Level 2 §7.1, step 22)."""
    found = select(Passkey.id).where(Passkey.credential_id == credential_id)
    return db.session.scalar(found) is not None


def find_credential(credential_id: bytes, account_id: int) -> Passkey | None:
    """Locked, for its count of signatures."""
    own = Passkey.credential_id == credential_id, Passkey.account_id == account_id
    return db.session.scalar(select(Passkey).where(*own).with_for_update())
