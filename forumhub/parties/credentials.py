"""What happens to accounts and their sessions; called in the transaction of the request that signs in or out."""

from datetime import datetime

from sqlalchemy import update

from forumhub import audit
from forumhub.database import db
from forumhub.errors import N_, NotAllowed
from forumhub.parties.models import Account, SignIn
from forumhub.parties.policy import Reader, may_keep_installation


def begin_sign_in(account_id: int, token_sha256: str, client: str, *, now: datetime) -> SignIn:
    """`token_sha256` in hexadecimal; `client` is how the browser calls itself."""
    sign_in = SignIn(account_id=account_id, token_sha256=token_sha256, client=client, created_at=now, last_seen_at=now)
    db.session.add(sign_in)
    db.session.flush()
    return sign_in


def end_sign_in(token_sha256: str, *, now: datetime) -> None:
    """Does nothing where there is no such session, or where it was ended before."""
    _end(SignIn.token_sha256 == token_sha256, now=now)


def end_other_sign_ins(account_id: int, kept_sha256: str, *, now: datetime) -> None:
    """Ends all sessions of the account but one."""
    _end(SignIn.account_id == account_id, SignIn.token_sha256 != kept_sha256, now=now)


def _end(*which: object, now: datetime) -> None:
    db.session.execute(update(SignIn).where(*which, SignIn.ended_at.is_(None)).values(ended_at=now))  # type: ignore[arg-type]


def record_credentials(account_id: int, act: str, *, now: datetime) -> None:
    """An audit entry that the account's party may read."""
    person = db.session.get_one(Account, account_id).person
    parties = [person.party_id] if person.party_id else []
    audit.record(act, person.ulid, by=person.id, parties=parties, now=now, label=person.name)


def remove_second_factor(account: Account, *, by: Reader, now: datetime) -> Account:
    """For who lost the phone and the recovery codes; like any reset it begins the 72 hours. Ends all sessions."""
    if not may_keep_installation(by):
        raise NotAllowed(N_("Only the operator of the installation removes a lost second factor."))
    account.tf_primary_method = account.tf_totp_secret = account.totp_counter = account.mf_recovery_codes = None
    account.credentials_reset_at = now
    end_other_sign_ins(account.id, "", now=now)
    record_credentials(account.id, "parties.remove_second_factor", now=now)
    db.session.flush()
    return account
