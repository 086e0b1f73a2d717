"""Each sign-in makes a row whose token stands in the session cookie; ending the row ends the session.

Connected to the signals of Flask-Login and Flask-Security by `connect`.
"""

import hashlib
import secrets
from typing import Any

from flask import Flask, g, request, session
from flask_login import user_logged_out  # type: ignore[import-untyped]
from flask_security import (
    password_changed,
    password_reset,
    tf_disabled,
    tf_profile_changed,
    user_authenticated,
)
from flask_security.utils import set_request_attr
from sqlalchemy import inspect

from forumhub import clock
from forumhub.parties import credentials, queries
from forumhub.parties.accounts.writing_late import post_to, write_later
from forumhub.parties.models import Account

TOKEN = "sign_in"  # noqa: S105 - the key's name, not a token


def connect(app: Flask) -> None:
    """Weak references would drop these at once, were they not module functions."""
    user_authenticated.connect(_begin, app)
    user_logged_out.connect(_end, app)
    password_changed.connect(_password_changed, app)
    password_reset.connect(_password_reset, app)
    tf_profile_changed.connect(_second_factor_set, app)
    tf_disabled.connect(_second_factor_removed, app)
    app.login_manager.user_loader(load_account)  # type: ignore[attr-defined]
    app.login_manager.request_loader(lambda request: None)  # type: ignore[attr-defined] # no tokens: sessions only


def load_account(uniquifier: str) -> Account | None:
    """The account that this session is signed in to; None once the session or the account has been ended."""
    account = queries.find_signed_in(uniquifier, token_hash(), clock.now())
    if account is None or not account.active:
        return None
    set_request_attr("fs_authn_via", "session")
    set_request_attr("fs_paa", session.get("fs_paa", 0))
    return account


def token_hash() -> str:
    """SHA-256, in hexadecimal, of this session's token: what the table knows of it."""
    return hashlib.sha256(session.get(TOKEN, "").encode()).hexdigest()


def _begin(app: Flask, user: Account, **_: object) -> None:
    before = token_hash()
    session[TOKEN] = secrets.token_urlsafe(32)
    session.pop("csrf_token", None)
    g.pop("csrf_token", None)
    account_id, token, client, now = user.id, token_hash(), request.user_agent.string[:200], clock.now()
    write_later(lambda: credentials.end_sign_in(before, now=now))
    write_later(lambda: credentials.begin_sign_in(account_id, token, client, now=now))


def _end(app: Flask, **_: object) -> None:
    token, now = token_hash(), clock.now()
    session.pop(TOKEN, None)
    write_later(lambda: credentials.end_sign_in(token, now=now))


def _password_changed(app: Flask, user: Account, **_: object) -> None:
    _end_others(user)
    _record(user, "parties.change_password")


def _password_reset(app: Flask, user: Account, **_: object) -> None:
    if not _was_empty(user, "password"):
        user.credentials_reset_at = clock.now()
    _end_others(user)
    _record(user, "parties.reset_password")


def _second_factor_set(app: Flask, user: Any, **_: object) -> None:
    """The first one is no reset: it only adds to what is asked."""
    account: Account = getattr(user, "_get_current_object", lambda: user)()
    first = _was_empty(account, "tf_totp_secret")
    if not first:
        account.credentials_reset_at = clock.now()
    post_to(account, "second_factor", change="set" if first else "changed", at=clock.now().isoformat())
    _record(account, "parties.set_second_factor")


def _second_factor_removed(app: Flask, user: Any, **_: object) -> None:
    account: Account = getattr(user, "_get_current_object", lambda: user)()
    account.credentials_reset_at = clock.now()
    post_to(account, "second_factor", change="removed", at=clock.now().isoformat())
    _record(account, "parties.remove_second_factor")


def _was_empty(account: Account, column: str) -> bool:
    return not any(inspect(account).attrs[column].history.deleted)


def _end_others(account: Account) -> None:
    account_id, kept, now = account.id, token_hash(), clock.now()
    write_later(lambda: credentials.end_other_sign_ins(account_id, kept, now=now))


def _record(account: Account, act: str) -> None:
    account_id, now = account.id, clock.now()
    write_later(lambda: credentials.record_credentials(account_id, act, now=now))
