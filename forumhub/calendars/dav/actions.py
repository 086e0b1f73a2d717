"""Making and revoking app passwords."""

from datetime import datetime
from typing import NamedTuple

from forumhub import audit
from forumhub.calendars.dav import queries
from forumhub.calendars.dav.models import AppPassword
from forumhub.calendars.dav.rules import MOST_PASSWORDS, new_secret, secret_sha256
from forumhub.calendars.rules import check_label
from forumhub.database import db, locked
from forumhub.errors import N_, NotAllowed, RuleBroken
from forumhub.parties.addressing import post_to_person
from forumhub.parties.models import Account
from forumhub.parties.policy import Reader

MISSING_LABEL = N_("Name the device that will use the password.")


class Made(NamedTuple):
    """`secret` is known here and now only; what is kept is its SHA-256."""

    label: str
    secret: str


def make_password(label: str, *, by: Reader, now: datetime) -> Made:
    """A password for one device, which opens the calendars of its owner to programs and nothing else.

    The owner is told by mail: it may have been somebody else, at a screen that was left open.

    Raises NotAllowed for who is not signed in or holds no role, RuleBroken for a label that is empty or too long and
    for too many passwords.
    """
    if by.account_id is None or not by.roles:
        raise NotAllowed(N_("A password for a device belongs to an account whose person holds a role for a party."))
    account = locked(Account, by.account_id)
    if queries.count_passwords(by) >= MOST_PASSWORDS:
        raise RuleBroken(
            N_("You have %(most)s passwords for devices already; revoke one that you no longer use."),
            "label",
            most=MOST_PASSWORDS,
        )
    secret = new_secret()
    password = AppPassword(
        secret_sha256=secret_sha256(secret),
        account_id=account.id,
        label=check_label(label, MISSING_LABEL),
        created_at=now,
    )
    db.session.add(password)
    _enter("calendars.make_password", password, by, now)
    _tell(account, password, now)
    return Made(password.label, secret)


def _tell(account: Account, password: AppPassword, now: datetime) -> None:
    snapshot = {"label": password.label, "at": now.isoformat()}
    post_to_person(account.person, account.email, "device_password", snapshot, now=now)


def revoke_password(password: AppPassword, *, by: Reader, now: datetime) -> AppPassword:
    """It opens nothing from now on. Raises NotAllowed for another's."""
    if password.account_id != by.account_id:
        raise NotAllowed(N_("Everybody revokes their own passwords for devices."))
    password.revoked_at = now
    _enter("calendars.revoke_password", password, by, now)
    return password


def end_passwords(person_id: int | None = None, *, now: datetime) -> int:
    """Of who holds no role of any party, of one person where one is named; returns how many ended.

    For good: one on a lost device would open calendars again with a role that its owner is granted years later.
    """
    ended = queries.passwords_without_role(now, person_id)
    for password in ended:
        password.revoked_at = now
        _enter(queries.ENDED, password, None, now)
    return len(ended)


def _enter(act: str, password: AppPassword, by: Reader | None, now: datetime) -> None:
    db.session.flush()
    audit.record(act, password.ulid, by=by.person_id if by else None, parties=[], now=now, label=password.label)
