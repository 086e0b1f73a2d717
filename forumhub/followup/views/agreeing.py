"""Cancelling an action, and giving it a new date: what one party proposes and another agrees to."""

from collections.abc import Callable

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from forumhub import clock
from forumhub.database import writing
from forumhub.errors import N_, NotAllowed, RuleBroken
from forumhub.followup import agreeing, queries
from forumhub.followup.forms import AgreeForm, DueForm, PartyForm
from forumhub.followup.models import Item
from forumhub.followup.rules import CANCELLED
from forumhub.followup.views.blueprint import blueprint
from forumhub.followup.views.reporting import names_of
from forumhub.followup.views.showing import Choices, choices_of
from forumhub.parties.actions import require_unquarantined
from forumhub.parties.models import Party
from forumhub.parties.policy import HEAD, ORGANIZER, SECRETARY, Reader
from forumhub.parties.queries import get_party
from forumhub.web import current_reader, right


@blueprint.get("/follow-up/<register>/<code>/cancel")
@right(SECRETARY, ORGANIZER, HEAD, fresh=True)
def cancel(register: str, code: str) -> str:
    item, choices = _open_to(register, code, "to_cancel")
    return _page("cancel", item, choices, PartyForm(names_of(choices.to_cancel), formdata=None))


@blueprint.post("/follow-up/<register>/<code>/cancel")
@right(SECRETARY, ORGANIZER, HEAD, fresh=True)
def do_cancel(register: str, code: str) -> ResponseReturnValue:
    item, choices = _open_to(register, code, "to_cancel")
    form = PartyForm(names_of(choices.to_cancel))

    def act(item: Item, party: Party, by: Reader) -> str:
        agreeing.cancel_item(item, party, words=form.words.data or "", by=by, now=clock.now())
        if item.state == CANCELLED:
            return str(_("Cancelled by all, and entered in the ledger."))
        return str(_("Said. It is cancelled when every other party of the meeting has said so."))

    return _do("cancel", item, choices, form, act)


@blueprint.get("/follow-up/<register>/<code>/due")
@right(SECRETARY, ORGANIZER, HEAD, fresh=True)
def due(register: str, code: str) -> str:
    item, choices = _open_to(register, code, "to_report")
    return _page("due", item, choices, DueForm(names_of(choices.to_report), formdata=None))


@blueprint.post("/follow-up/<register>/<code>/due")
@right(SECRETARY, ORGANIZER, HEAD, fresh=True)
def do_due(register: str, code: str) -> ResponseReturnValue:
    item, choices = _open_to(register, code, "to_report")
    form = DueForm(names_of(choices.to_report))

    def act(item: Item, party: Party, by: Reader) -> str:
        agreeing.propose_due(item, party, form.due.data, words=form.words.data or "", by=by, now=clock.now())
        return str(_("Proposed. The date changes when another party agrees."))

    return _do("due", item, choices, form, act)


@blueprint.get("/follow-up/<register>/<code>/due/agree")
@right(SECRETARY, ORGANIZER, HEAD, fresh=True)
def agree(register: str, code: str) -> str:
    item, choices = _open_to(register, code, "to_agree")
    assert choices.proposal, "only where one waits may a party agree"
    form = AgreeForm(names_of(choices.to_agree), formdata=None, data={"due": choices.proposal.due.isoformat()})
    return _page("agree", item, choices, form)


@blueprint.post("/follow-up/<register>/<code>/due/agree")
@right(SECRETARY, ORGANIZER, HEAD, fresh=True)
def do_agree(register: str, code: str) -> ResponseReturnValue:
    item, choices = _open_to(register, code, "to_agree")
    form = AgreeForm(names_of(choices.to_agree))

    def act(item: Item, party: Party, by: Reader) -> str:
        agreeing.agree_due(item, party, form.due.data, by=by, now=clock.now())
        return str(_("The new date is agreed, and entered in the ledger."))

    return _do("agree", item, choices, form, act)


def _open_to(register: str, code: str, wish: str) -> tuple[Item, Choices]:
    """Raises NotAllowed for who may not do this for any party now."""
    reader = current_reader()
    item = queries.get_item(register, code, reader)
    require_unquarantined(reader)
    choices = choices_of(item, reader)
    if not getattr(choices, wish):
        raise NotAllowed(N_("Nothing of this kind is yours to decide about this item now."))
    return item, choices


def _page(wish: str, item: Item, choices: Choices, form: PartyForm) -> str:
    return render_template(f"followup/{wish}.html", item=item, choices=choices, form=form, reports=[])


def _do(
    wish: str, item: Item, choices: Choices, form: PartyForm, act: Callable[[Item, Party, Reader], str]
) -> ResponseReturnValue:
    if not form.validate_on_submit():
        return _page(wish, item, choices, form), 422
    register, code, reader = item.register.code, item.code, current_reader()
    try:
        with writing():
            said = act(queries.get_item(register, code, reader), get_party(form.party.data), reader)
    except RuleBroken as error:
        form.show(error)
        item = queries.get_item(register, code, reader)
        return _page(wish, item, choices_of(item, reader), form), 422
    flash(said, "success")
    return redirect(url_for("followup.item", register=register, code=code))
