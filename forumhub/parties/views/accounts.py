"""Accounts, made by the operator."""

from flask import flash, redirect, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from forumhub import clock
from forumhub.database import writing
from forumhub.errors import ForumhubError
from forumhub.parties import queries
from forumhub.parties.accounts.first_link import mail_first_link
from forumhub.parties.entering import enter_account
from forumhub.parties.forms import NewAccountForm
from forumhub.parties.views.pages import blueprint, form_page, refused
from forumhub.web import OPERATOR, current_reader, right


@blueprint.get("/accounts/new")
@right(OPERATOR, fresh=True)
def new_account() -> ResponseReturnValue:
    return account_page(NewAccountForm())


@blueprint.post("/accounts/new")
@right(OPERATOR, fresh=True)
def add_account() -> ResponseReturnValue:
    form, reader = NewAccountForm(), current_reader()
    form.offer(queries.all_parties())
    if not form.validate():
        return account_page(form), 422
    values = {name: form[name].data for name in ("email", "name", "operator", "administrator")}
    try:
        with writing():
            made = enter_account(**values, party_code=form.party.data, password_hash=None, by=reader, now=clock.now())
            mail_first_link(made)
    except ForumhubError as error:
        return account_page(refused(form, error)), 422
    flash(_("The account was made. A mail with a link to choose a password is on its way."), "success")
    return redirect(url_for("parties.index"))


def account_page(form: NewAccountForm) -> str:
    form.offer(queries.all_parties())
    lead = _("The person chooses the password with a link that is mailed; the link holds for one day.")
    return form_page(form, _("Make an account"), _("Make it and mail the link"), url_for("parties.index"), lead=lead)
