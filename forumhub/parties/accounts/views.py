"""One's own account: language, clock, password, second factor, sessions."""

from datetime import timedelta

from flask import Blueprint, current_app, flash, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from werkzeug.exceptions import BadRequest

from forumhub import clock
from forumhub.database import db, writing
from forumhub.parties import actions, credentials, queries
from forumhub.parties.accounts.forms import AccountForm
from forumhub.parties.accounts.freshness import page_before
from forumhub.parties.accounts.signing_in import token_hash
from forumhub.parties.models import Account
from forumhub.parties.rules import browser_name
from forumhub.web import PUBLIC, SIGNED_IN, current_reader, language, right

blueprint = Blueprint("account", __name__)


@blueprint.get("/language")
@right(PUBLIC)
def choose_language() -> ResponseReturnValue:
    """Keeps the choice in the session and goes back; the page's own links name no path, so that all 404s are alike."""
    chosen = request.args.get("to", "")
    if chosen not in current_app.config["LANGUAGES"]:
        raise BadRequest
    session["language"] = chosen
    return redirect(page_before() or url_for("desk.home"))


@blueprint.get("/account")
@right(SIGNED_IN)
def show() -> ResponseReturnValue:
    account = own_account()
    form = AccountForm(formdata=None, language=language(), timezone=account.person.timezone)
    return render_template("parties/account.html", form=form, own=account, **credentials_of(account))


@blueprint.post("/account")
@right(SIGNED_IN)
def save() -> ResponseReturnValue:
    form = AccountForm()
    if not form.validate():
        account = own_account()
        return render_template("parties/account.html", form=form, own=account, **credentials_of(account)), 422
    reader = current_reader()
    with writing():
        actions.edit_person(own_account().person, language=form.language.data, timezone=form.timezone.data, by=reader)
    session.pop("language", None)
    flash(_("Saved."), "success")
    return redirect(url_for("account.show"))


@blueprint.get("/account/sessions")
@right(SIGNED_IN)
def sessions() -> ResponseReturnValue:
    rows = [
        {
            "ulid": row.ulid,
            "created_at": row.created_at,
            "browser": browser_name(row.client),
            "here": row.token_sha256 == token_hash(),
        }
        for row in queries.sign_ins_of(own_account().id, clock.now())
    ]
    return render_template("parties/sessions.html", rows=rows, session_days=queries.SESSION_DAYS)


@blueprint.post("/account/sessions/<ulid>/end")
@right(SIGNED_IN)
def end_session(ulid: str) -> ResponseReturnValue:
    with writing():
        sign_in = queries.get_sign_in(ulid, own_account().id)
        credentials.end_sign_in(sign_in.token_sha256, now=clock.now())
    flash(_("The session was ended; its next request is signed out."), "success")
    return redirect(url_for("account.sessions"))


@blueprint.post("/account/sessions/end-others")
@right(SIGNED_IN)
def end_other_sessions() -> ResponseReturnValue:
    with writing():
        credentials.end_other_sign_ins(own_account().id, token_hash(), now=clock.now())
    flash(_("All other sessions were ended."), "success")
    return redirect(url_for("account.sessions"))


def own_account() -> Account:
    return db.session.get_one(Account, current_reader().account_id)


def credentials_of(account: Account) -> dict[str, object]:
    """For the page: the second factor, recovery codes left, roles today, and until when the 72 hours run."""
    reset_at, hours = account.credentials_reset_at, timedelta(hours=current_app.config["QUARANTINE_HOURS"])
    return {
        "second_factor": account.tf_primary_method is not None,
        "recovery_codes": len(account.mf_recovery_codes or []),
        "grants": queries.grants_in_force(account.person_id, clock.now()),
        "waits_until": reset_at + hours if reset_at and reset_at + hours > clock.now() else None,
    }
