"""Closing and returning what another party reported done."""

from collections.abc import Callable

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from forumhub import clock
from forumhub.database import writing
from forumhub.errors import N_, NotAllowed, RuleBroken
from forumhub.followup import actions, queries, rules
from forumhub.followup.forms import PartyForm
from forumhub.followup.models import Item, Report
from forumhub.followup.views.blueprint import blueprint
from forumhub.followup.views.reporting import names_of
from forumhub.followup.views.showing import Choices, choices_of
from forumhub.parties.actions import require_unquarantined
from forumhub.parties.policy import HEAD, ORGANIZER, SECRETARY
from forumhub.parties.queries import get_party
from forumhub.web import current_reader, right


@blueprint.get("/follow-up/<register>/<code>/close")
@right(SECRETARY, ORGANIZER, HEAD, fresh=True)
def close(register: str, code: str) -> str:
    item, choices = _to_answer(register, code)
    return _page("close", item, choices, _form("close", choices, formdata=None))


@blueprint.get("/follow-up/<register>/<code>/return", endpoint="return")
@right(SECRETARY, ORGANIZER, HEAD, fresh=True)
def return_page(register: str, code: str) -> str:
    item, choices = _to_answer(register, code)
    return _page("return", item, choices, _form("return", choices, formdata=None))


def _to_answer(register: str, code: str) -> tuple[Item, Choices]:
    """Raises NotAllowed for who may not close or return it for any party now."""
    reader = current_reader()
    item = queries.get_item(register, code, reader)
    require_unquarantined(reader)
    choices = choices_of(item, reader)
    if not choices.to_answer:
        raise NotAllowed(N_("Another party than the one that reported it done closes or returns it."))
    return item, choices


def _form(wish: str, choices: Choices, **values: object) -> PartyForm:
    """What is returned needs words; closing may do without."""
    form = PartyForm(names_of(choices.to_answer), **values)
    form.words.flags.required = wish == "return"
    return form


def _page(wish: str, item: Item, choices: Choices, form: PartyForm) -> str:
    done = [report for report in queries.reports_of(item, current_reader()) if report.act == rules.DONE]
    return render_template(f"followup/{wish}.html", item=item, choices=choices, form=form, reports=done[-1:])


@blueprint.post("/follow-up/<register>/<code>/close")
@right(SECRETARY, ORGANIZER, HEAD, fresh=True)
def do_close(register: str, code: str) -> ResponseReturnValue:
    return _answer("close", register, code, actions.close_item)


@blueprint.post("/follow-up/<register>/<code>/return")
@right(SECRETARY, ORGANIZER, HEAD, fresh=True)
def do_return(register: str, code: str) -> ResponseReturnValue:
    return _answer("return", register, code, actions.return_item)


def _answer(wish: str, register: str, code: str, act: Callable[..., Report]) -> ResponseReturnValue:
    item, choices = _to_answer(register, code)
    form = _form(wish, choices)
    if not form.validate_on_submit():
        return _page(wish, item, choices, form), 422
    reader = current_reader()
    try:
        with writing():
            item, party = queries.get_item(register, code, reader), get_party(form.party.data)
            said = act(item, party, words=form.words.data or "", by=reader, now=clock.now()).act
    except RuleBroken as error:
        form.show(error)
        return _page(wish, *_to_answer(register, code), form), 422
    flash(_DONE[said](), "success")
    return redirect(url_for("followup.item", register=register, code=code))


_DONE: dict[str, Callable[[], str]] = {
    rules.CLOSE: lambda: _("Closed, and entered in the ledger."),
    rules.CONFIRM: lambda: _("Confirmed. Another party confirms or closes it next."),
    rules.RETURN: lambda: _("Returned: it is in progress again, and its owners are told."),
}
