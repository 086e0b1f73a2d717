"""Accounts by Flask-Security: how its parts are set, and how an account becomes the reader whom policy knows."""

from typing import Any

from flask import Flask, current_app
from flask_security import RoleMixin, Security, SQLAlchemyUserDatastore, current_user

from forumhub import clock
from forumhub.database import db
from forumhub.parties.models import Account
from forumhub.parties.policy import ANONYMOUS, Reader
from forumhub.parties.queries import reader_of
from forumhub.web import PUBLIC, SIGNED_IN, Right


class NoRole(RoleMixin):  # type: ignore[misc]
    """Flask-Security wants a role model; our roles are grants with dates, which policy decides on."""


RIGHTS = {
    "security.login": Right((PUBLIC,)),
    "security.logout": Right((PUBLIC,)),
    "security.static": Right((PUBLIC,)),
    "security.verify": Right((SIGNED_IN,)),
}


def init_accounts(app: Flask) -> None:
    app.config.update(
        SECURITY_PASSWORD_SALT=app.config["SECRET_KEY"],
        SECURITY_LOGIN_URL="/sign-in",
        SECURITY_LOGOUT_URL="/sign-out",
        SECURITY_EMAIL_VALIDATOR_ARGS={"check_deliverability": False},
        SECURITY_SEND_REGISTER_EMAIL=False,
    )
    app.config.setdefault("SECURITY_PASSWORD_HASH", "argon2")
    Security(app, SQLAlchemyUserDatastore(db, Account, NoRole))
    app.extensions["forumhub.reader"] = _reader
    app.extensions["forumhub.fresh"] = lambda: None
    app.extensions["forumhub.account_rights"] = RIGHTS


def _reader() -> Reader:
    user: Any = current_user
    if not user.is_authenticated:
        return ANONYMOUS
    return reader_of(user._get_current_object(), clock.now(), current_app.config["QUARANTINE_HOURS"])
