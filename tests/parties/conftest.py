"""What the tests of accounts look at: the outbox, the account's row, and the clock of a phone."""

from dataclasses import dataclass

import pytest
from passlib.totp import TOTP
from sqlalchemy import select

from forumhub.database import db
from forumhub.mail.models import OutboxMail
from forumhub.mail.sealing import unseal
from forumhub.parties.models import Account
from tests.world import World


@dataclass(frozen=True)
class Posted:
    template: str
    recipient: str
    secret: str


@pytest.fixture
def posted(app):
    """A function: all mails in the outbox, in the order in which they were written."""

    def read() -> list[Posted]:
        with app.app_context():
            mails = db.session.scalars(select(OutboxMail).order_by(OutboxMail.id))
            return [Posted(mail.template, mail.recipient, unseal(mail.secret)) for mail in mails]

    return read


@pytest.fixture
def account_of(app, world: World):
    """A function: a column of the account of a party's role."""

    def read(code: str, role: str, column: str) -> object:
        with app.app_context():
            query = select(Account).where(Account.person_id == world.person[code, role])
            return getattr(db.session.scalars(query).one(), column)

    return read


class Phone:
    """An authenticator app: it holds a key and makes codes."""

    def __init__(self, key: str) -> None:
        self.totp = TOTP(key=key)

    def code(self, moment: float) -> str:
        """At `moment`, in seconds since 1970."""
        return self.totp.generate(time=moment).token
