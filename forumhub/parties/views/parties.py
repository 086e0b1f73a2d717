"""Parties and their organs: read by everybody who is signed in, made by the operator."""

from datetime import datetime

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from forumhub import clock
from forumhub.database import writing
from forumhub.errors import ForumhubError
from forumhub.parties import actions, policy, queries
from forumhub.parties.forms import OrganForm, PartyForm
from forumhub.parties.models import Grant, Party
from forumhub.parties.views.pages import blueprint, form_page, refused
from forumhub.web import OPERATOR, SIGNED_IN, current_reader, right


@blueprint.get("/parties")
@right(SIGNED_IN)
def index() -> ResponseReturnValue:
    return render_template("parties/list.html", parties=queries.all_parties())


@blueprint.get("/parties/<code>")
@right(SIGNED_IN)
def show(code: str) -> ResponseReturnValue:
    reader, party, now = current_reader(), queries.get_party(code), clock.now()
    member = policy.may_see_people(reader, party.id)
    grants = queries.grants_of(party.id, reader) if member else []
    return render_template(
        "parties/show.html",
        party=party,
        member=member,
        may_administer=policy.may_administer(reader, party.id),
        keeps_digest=policy.may_keep_mailbox(reader, party.id),
        keeps_texts=policy.may_write_minutes(reader, {party.id}),
        grants=[(grant, state_of(grant, now)) for grant in grants],
        people=queries.people_of(party.id) if member else [],
    )


def state_of(grant: Grant, now: datetime) -> str:
    """'now', 'later' or 'over', by the party's calendar."""
    if queries.covers(grant, now):
        return "now"
    return "later" if grant.from_date > queries.today_of(grant.party, now) else "over"


@blueprint.get("/parties/new")
@right(OPERATOR)
def new() -> ResponseReturnValue:
    return party_page(PartyForm())


@blueprint.post("/parties/new")
@right(OPERATOR)
def add() -> ResponseReturnValue:
    form, reader = PartyForm(), current_reader()
    if not form.validate():
        return party_page(form), 422
    values = {name: form[name].data for name in ("secretariat_email", "timezone", "language")}
    code = form.code.data.strip().upper()
    try:
        with writing():
            actions.add_party(code=code, names=form.names(), city=form.cities(), **values, by=reader, now=clock.now())
    except ForumhubError as error:
        return party_page(refused(form, error)), 422
    flash(_("The party was added. Its organs and its first administrator come next."), "success")
    return redirect(url_for("parties.show", code=code))


def party_page(form: PartyForm) -> str:
    return form_page(form, _("Add a party"), _("Add it"), url_for("parties.index"))


@blueprint.get("/parties/<code>/organs/new")
@right(OPERATOR)
def new_organ(code: str) -> ResponseReturnValue:
    return organ_page(OrganForm(), queries.get_party(code))


@blueprint.post("/parties/<code>/organs/new")
@right(OPERATOR)
def add_organ(code: str) -> ResponseReturnValue:
    form, reader, party = OrganForm(), current_reader(), queries.get_party(code)
    if not form.validate():
        return organ_page(form, party), 422
    organ = form.code.data.strip().upper()
    try:
        with writing():
            actions.add_organ(queries.get_party(code), code=organ, names=form.names(), by=reader, now=clock.now())
    except ForumhubError as error:
        return organ_page(refused(form, error), queries.get_party(code)), 422
    flash(_("The organ was added."), "success")
    return redirect(url_for("parties.show", code=code))


def organ_page(form: OrganForm, party: Party) -> str:
    return form_page(form, _("Add an organ"), _("Add it"), url_for("parties.show", code=party.code), party)
