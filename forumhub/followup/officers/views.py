"""The page on which a party names its officer for an item."""

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from forumhub import clock
from forumhub.database import writing
from forumhub.errors import N_, NotAllowed, NotFound, RuleBroken
from forumhub.followup import queries
from forumhub.followup.models import Item
from forumhub.followup.officers.actions import name_officer
from forumhub.followup.officers.forms import OfficerForm
from forumhub.followup.officers.queries import officer_of
from forumhub.followup.views.blueprint import blueprint
from forumhub.parties.models import Party
from forumhub.parties.policy import ORGANIZER, SECRETARY
from forumhub.parties.queries import get_party, people_of
from forumhub.web import current_reader, right


@blueprint.get("/follow-up/<register>/<code>/officer/<party>")
@right(SECRETARY, ORGANIZER)
def officer(register: str, code: str, party: str) -> str:
    item, of = _owned(register, code, party)
    return _page(item, of, _form(item, of))


@blueprint.post("/follow-up/<register>/<code>/officer/<party>")
@right(SECRETARY, ORGANIZER)
def do_officer(register: str, code: str, party: str) -> ResponseReturnValue:
    item, of = _owned(register, code, party)
    form = _form(item, of)
    if not form.validate_on_submit():
        return _page(item, of, form), 422
    try:
        with writing():
            item, of = _owned(register, code, party)
            chosen = next((person for person in people_of(of.id) if person.ulid == form.person.data), None)
            name_officer(item, of, chosen, by=current_reader(), now=clock.now())
    except RuleBroken as error:
        form.show(error)
        return _page(*_owned(register, code, party), form), 422
    flash(_("Named; only your own party sees it.") if chosen else _("Nobody is named any more."), "success")
    return redirect(url_for("followup.item", register=register, code=code))


def _owned(register: str, code: str, party: str) -> tuple[Item, Party]:
    """Another party's officers do not exist for the reader. Raises NotFound, and NotAllowed for an office too low."""
    reader = current_reader()
    item = queries.get_item(register, code, reader)
    of = get_party(party)
    if of.id not in reader.party_ids or of.id not in item.owner_ids:
        raise NotFound
    if of.id not in reader.parties_as(SECRETARY, ORGANIZER):
        raise NotAllowed(N_("Secretaries and organizers name the officer of their own party."))
    return item, of


def _form(item: Item, party: Party) -> OfficerForm:
    named = officer_of(item.id, party.id)
    return OfficerForm(people_of(party.id), _("nobody"), named.ulid if named else "")


def _page(item: Item, party: Party, form: OfficerForm) -> str:
    return render_template("followup/officer.html", item=item, party=party, form=form)
