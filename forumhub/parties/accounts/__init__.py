"""Accounts by Flask-Security: how its parts are set, and how an account becomes the reader whom policy knows."""

from importlib import import_module
from pathlib import Path
from typing import Any

from flask import Flask, current_app, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_security import RoleMixin, Security, Totp, current_user

from forumhub import clock
from forumhub.database import db
from forumhub.parties.accounts import attempts, freshness, signing_in
from forumhub.parties.accounts.security_forms import FORMS
from forumhub.parties.accounts.settings import settings
from forumhub.parties.accounts.writing_late import Accounts, OutboxMails
from forumhub.parties.models import Account
from forumhub.parties.policy import ANONYMOUS, Reader
from forumhub.parties.queries import reader_of
from forumhub.web import LANGUAGE_LABELS, PUBLIC, SIGNED_IN, Right, current_reader, language

NOBODY = Right(())
"""Flask-Security brings these; nothing of ours leads there."""
RIGHTS = {
    "security.login": Right((PUBLIC,)),
    "security.logout": Right((PUBLIC,)),
    "security.forgot_password": Right((PUBLIC,)),
    "security.reset_password": Right((PUBLIC,)),
    "security.two_factor_token_validation": Right((PUBLIC,)),
    "security.mf_recovery": Right((PUBLIC,)),
    "security.verify": Right((SIGNED_IN,)),
    "security.change_password": Right((SIGNED_IN,)),
    "security.two_factor_setup": Right((SIGNED_IN,), fresh=True),
    "security.two_factor_setup_validate": Right((SIGNED_IN,), fresh=True),
    "security.mf_recovery_codes": Right((SIGNED_IN,), fresh=True),
    "security.two_factor_rescue": NOBODY,
    "security.tf_select": NOBODY,
    "security.static": NOBODY,
}


class NoRole(RoleMixin):  # type: ignore[misc]
    """Flask-Security wants a role model; our roles are grants with dates, which policy decides on."""


class OnceOnly(Totp):  # type: ignore[misc]
    """A code counts once (RFC 6238 §5.2)."""

    def get_last_counter(self, user: Any) -> int | None:
        counter: int | None = user.totp_counter
        return counter

    def set_last_counter(self, user: Any, tmatch: Any) -> None:
        user.totp_counter = tmatch.counter


def init_accounts(app: Flask) -> None:
    translations = str(Path(app.root_path) / "translations")
    app.config.update(settings(app.config["SECRET_KEY"], app.config["FRESH_MINUTES"], translations))
    app.config.setdefault("SECURITY_PASSWORD_HASH", "argon2")
    attempts.watch(app)
    security = Security(app, Accounts(db, Account, NoRole), mail_util_cls=OutboxMails, totp_cls=OnceOnly, **FORMS)
    security.want_json(lambda request: False)
    _ask_late(app, security)
    signing_in.connect(app)
    app.before_request(_send_home)
    app.context_processor(_account_menu)
    app.extensions["forumhub.reader"] = _reader
    app.extensions["forumhub.fresh"] = freshness.ask_if_stale
    app.extensions["forumhub.account_rights"] = RIGHTS
    from forumhub.parties.accounts.views import blueprint

    import_module("forumhub.parties.passkeys.views")  # its routes are the account's
    app.register_blueprint(blueprint)


def _ask_late(app: Flask, security: Security) -> None:
    """Who is signed in is read where it matters, not before and after each request: calendars poll thousands of times.

    Flask-Principal's identities serve roles that we do not have; Flask-Login's cookie to remember is never set.
    """
    security.principal.identity_loaders.clear()
    app.after_request_funcs[None].remove(app.login_manager._update_remember_cookie)  # type: ignore[attr-defined]


def _send_home() -> ResponseReturnValue | None:
    """Flask-Security signs out whoever opens the page for codes while signed in, by a mere GET; so it is kept away."""
    if request.endpoint == "security.two_factor_token_validation" and current_reader().signed_in:
        return redirect(url_for("desk.home"))
    return None


def _reader() -> Reader:
    user: Any = current_user
    if not user.is_authenticated:
        return ANONYMOUS
    return reader_of(user._get_current_object(), clock.now(), current_app.config["QUARANTINE_HOURS"])


def _account_menu() -> dict[str, Any]:
    """For base.html. Nothing in it depends on the address asked for: hidden and missing pages are alike."""
    reader = current_reader()
    languages = [
        {
            "code": code,
            "label": LANGUAGE_LABELS[code],
            "url": url_for("account.choose_language", to=code),
            "current": code == language(),
        }
        for code in current_app.config["LANGUAGES"]
    ]
    if not reader.signed_in:
        signed_out = {"signed_in": False, "label": _("Sign in"), "url": url_for("security.login"), "links": []}
        return {"account_menu": {**signed_out, "languages": languages}}
    links = [{"label": _("Parties and people"), "url": url_for("parties.index")}]
    return {
        "account_menu": {
            "signed_in": True,
            "label": reader.name,
            "url": url_for("account.show"),
            "links": links,
            "languages": languages,
            "sign_out_url": url_for("security.logout"),
        }
    }
