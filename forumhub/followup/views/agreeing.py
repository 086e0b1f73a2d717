"""Cancelling an action, and giving it a new date: what one party proposes and another agrees to."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from forumhub import clock
from forumhub.database import writing
from forumhub.errors import N_, NotAllowed, RuleBroken
from forumhub.followup import agreeing, queries, wishes
from forumhub.followup.forms import AgreeForm, DueForm, PartyForm
from forumhub.followup.models import Item, Report
from forumhub.followup.rules import CANCELLED
from forumhub.followup.views.blueprint import blueprint
from forumhub.followup.views.reporting import names_of
from forumhub.followup.views.showing import Choices, choices_of
from forumhub.parties.actions import require_unquarantined
from forumhub.parties.models import Party
from forumhub.parties.policy import HEAD, ORGANIZER, SECRETARY, Reader
from forumhub.parties.queries import get_party
from forumhub.web import current_reader, right


@dataclass(frozen=True)
class Wish:
    """What its page is called, for which of the reader's parties it is offered, its form and what it does."""

    page: str
    of: Callable[[Choices], list[Party]]
    form: type[PartyForm]
    act: Callable[[Item, Party, PartyForm, Reader, datetime], str]

    def form_for(self, choices: Choices, **values: object) -> PartyForm:
        return self.form(names_of(self.of(choices)), **values)


def _cancel(item: Item, party: Party, form: PartyForm, by: Reader, now: datetime) -> str:
    agreeing.cancel_item(item, party, words=form.words.data or "", by=by, now=now)
    if item.state == CANCELLED:
        return str(_("Cancelled by all, and entered in the ledger."))
    return str(_("Said. It is cancelled when every other party of the meeting has said so."))


def _propose(item: Item, party: Party, form: PartyForm, by: Reader, now: datetime) -> str:
    agreeing.propose_due(item, party, form["due"].data, words=form.words.data or "", by=by, now=now)
    return str(_("Proposed. The date changes when another party agrees."))


def _agree(item: Item, party: Party, form: PartyForm, by: Reader, now: datetime) -> str:
    agreeing.agree_due(item, party, form["due"].data, words=form.words.data or "", by=by, now=now)
    return str(_("The new date is agreed, and entered in the ledger."))


def _serve(path: str, wish: Wish) -> None:
    @blueprint.get(f"/follow-up/<register>/<code>/{path}", endpoint=wish.page)
    @right(SECRETARY, ORGANIZER, HEAD, fresh=True)
    def show(register: str, code: str) -> str:
        item, choices = _open_to(wish, register, code)
        waiting = {"due": choices.proposal.due.isoformat()} if choices.proposal and wish.form is AgreeForm else {}
        return _page(wish, item, choices, wish.form_for(choices, formdata=None, data=waiting))

    @blueprint.post(f"/follow-up/<register>/<code>/{path}", endpoint=f"do_{wish.page}")
    @right(SECRETARY, ORGANIZER, HEAD, fresh=True)
    def act(register: str, code: str) -> ResponseReturnValue:
        return _do(wish, *_open_to(wish, register, code))


def _open_to(wish: Wish, register: str, code: str) -> tuple[Item, Choices]:
    """Raises NotAllowed for who may not do this for any party now."""
    reader = current_reader()
    item = queries.get_item(register, code, reader)
    require_unquarantined(reader)
    choices = choices_of(item, reader)
    if not wish.of(choices):
        raise NotAllowed(N_("Nothing of this kind is yours to decide about this item now."))
    return item, choices


def _page(wish: Wish, item: Item, choices: Choices, form: PartyForm) -> str:
    asked = _asked(item) if wish.form is AgreeForm else []
    return render_template(f"followup/{wish.page}.html", item=item, choices=choices, form=form, reports=asked)


def _asked(item: Item) -> list[Report]:
    """What was proposed last: whose date it is, and why."""
    return [report for report in queries.said_of(item) if report.act == wishes.PROPOSE][-1:]


def _do(wish: Wish, item: Item, choices: Choices) -> ResponseReturnValue:
    form, reader, place = wish.form_for(choices), current_reader(), (item.register.code, item.code)
    if not form.validate_on_submit():
        return _page(wish, item, choices, form), 422
    try:
        with writing():
            party = get_party(form.party.data)
            said = wish.act(queries.get_item(*place, reader), party, form, reader, clock.now())
    except RuleBroken as error:
        form.show(error)
        item = queries.get_item(*place, reader)
        return _page(wish, item, choices_of(item, reader), form), 422
    flash(said, "success")
    return redirect(url_for("followup.item", register=place[0], code=place[1]))


_serve("cancel", Wish("cancel", lambda choices: choices.to_cancel, PartyForm, _cancel))
_serve("due", Wish("due", lambda choices: choices.to_report, DueForm, _propose))
_serve("due/agree", Wish("agree", lambda choices: choices.to_agree, AgreeForm, _agree))
