"""One's own passkeys."""

import hashlib
import secrets

from flask import current_app, flash, redirect, render_template, session, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from forumhub import clock
from forumhub.database import db, writing
from forumhub.errors import RuleBroken
from forumhub.parties.accounts.views import blueprint
from forumhub.parties.models import Account
from forumhub.parties.passkeys import actions, ceremonies, queries, rules
from forumhub.parties.passkeys.forms import PasskeyForm
from forumhub.web import SIGNED_IN, current_reader, right, say

CHALLENGE = "passkey_challenge"


@blueprint.get("/account/passkeys")
@right(SIGNED_IN, fresh=True)
def passkeys() -> str:
    return _page(PasskeyForm(formdata=None))


def _page(form: PasskeyForm) -> str:
    """Each time with a new challenge: it is good for one answer."""
    account = db.session.get_one(Account, current_reader().account_id)
    known, challenge = queries.passkeys_of(account.id), secrets.token_bytes(32)
    session[CHALLENGE] = challenge.hex()
    hours = current_app.config["QUARANTINE_HOURS"]
    form.credential.data = ""
    return render_template(
        "parties/passkeys.html",
        form=form,
        options=ceremonies.creation_options(origin(), handle(account), account.email, challenge, known),
        passkeys=[(each, rules.signs_from(each.registered_at, hours)) for each in known],
        hours=hours,
        now=clock.now(),
    )


def handle(account: Account) -> bytes:
    """The same for all keys of an account; tells nothing of it."""
    return hashlib.sha256(f"passkey:{account.fs_uniquifier}".encode()).digest()


def origin() -> str:
    return rules.origin_of(current_app.config["PUBLIC_URL"])


@blueprint.post("/account/passkeys")
@right(SIGNED_IN, fresh=True)
def register_passkey() -> ResponseReturnValue:
    form, challenge = PasskeyForm(), bytes.fromhex(session.pop(CHALLENGE, ""))
    if not form.validate():
        return _page(form), 422
    account_id, now = current_reader().account_id, clock.now()
    assert account_id, "signed in"
    try:
        with writing():
            actions.register_passkey(
                account_id, form.name.data, form.credential.data or "", challenge=challenge, origin=origin(), now=now
            )
    except RuleBroken as error:
        (form.name.errors, form.form_errors) = ([say(error)], []) if error.field else ([], [say(error)])
        return _page(form), 422
    flash(_("The passkey is registered."), "success")
    return redirect(url_for("account.passkeys"))


@blueprint.post("/account/passkeys/<ulid>/remove")
@right(SIGNED_IN, fresh=True)
def remove_passkey(ulid: str) -> ResponseReturnValue:
    account_id = current_reader().account_id
    assert account_id, "signed in"
    with writing():
        actions.remove_passkey(queries.get_passkey(ulid, account_id), now=clock.now())
    flash(_("The passkey is removed. What it signed stays signed."), "success")
    return redirect(url_for("account.passkeys"))
