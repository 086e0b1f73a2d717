"""Writes of passkeys: registering, removing, and taking a signature."""

from datetime import datetime

from forumhub.database import db, locked
from forumhub.errors import N_, RuleBroken
from forumhub.parties.addressing import post_to_person
from forumhub.parties.credentials import record_credentials
from forumhub.parties.models import Account
from forumhub.parties.passkeys import ceremonies, rules
from forumhub.parties.passkeys.ceremonies import Signature
from forumhub.parties.passkeys.models import Passkey
from forumhub.parties.passkeys.queries import find_credential, is_registered, passkeys_of


def register_passkey(
    account_id: int, name: str, answer: str, *, challenge: bytes, origin: str, now: datetime
) -> Passkey:
    """Keeps the public key that the browser's answer holds, and mails the account's person."""
    account = locked(Account, account_id)
    name = rules.check_new(name, [passkey.name for passkey in passkeys_of(account_id)])
    verified = ceremonies.verified_registration(answer, challenge, origin)
    if is_registered(verified.credential_id):
        raise RuleBroken(N_("This passkey is registered already."), field="name")
    passkey = Passkey(
        account_id=account_id,
        credential_id=verified.credential_id,
        public_key=verified.credential_public_key,
        sign_count=verified.sign_count,
        name=name,
        registered_at=now,
    )
    db.session.add(passkey)
    db.session.flush()
    _tell(account, "parties.register_passkey", passkey, now)
    return passkey


def remove_passkey(passkey: Passkey, *, now: datetime) -> None:
    """What it signed stays signed: the ledger keeps the public key."""
    account = locked(Account, passkey.account_id)
    db.session.delete(passkey)
    db.session.flush()
    _tell(account, "parties.remove_passkey", passkey, now)


def _tell(account: Account, act: str, passkey: Passkey, now: datetime) -> None:
    record_credentials(account.id, act, now=now)
    snapshot = {"passkey": passkey.name, "removed": act.endswith("remove_passkey"), "at": now.isoformat()}
    post_to_person(account.person, account.email, "passkey", snapshot, now=now)


def take_signature(
    account_id: int, answer: str, *, challenge: bytes, origin: str, hours: int, now: datetime
) -> Signature:
    """Verifies a signature over the challenge and counts it. Raises RuleBroken for any that does not hold.

    `hours`: how long a fresh key waits until it signs for a party.
    """
    passkey = find_credential(ceremonies.credential_id(answer), account_id)
    if passkey is None:
        raise RuleBroken(N_("None of your passkeys signed. Choose one that your account page lists."), field="way")
    rules.check_waited(passkey.registered_at, now, hours)
    signature, verified = ceremonies.verified_signature(answer, challenge, origin, passkey)
    passkey.sign_count = verified.new_sign_count
    return signature
