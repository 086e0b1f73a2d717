"""The page on which a party answers a recommendation."""

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from forumhub import clock
from forumhub.database import writing
from forumhub.errors import N_, NotAllowed, RuleBroken
from forumhub.followup import queries
from forumhub.followup.acceptance.actions import answer_recommendation
from forumhub.followup.acceptance.answering import answering
from forumhub.followup.acceptance.forms import AnswerForm
from forumhub.followup.models import Item
from forumhub.followup.views.blueprint import blueprint
from forumhub.followup.views.reporting import names_of
from forumhub.parties.actions import require_unquarantined
from forumhub.parties.models import Party
from forumhub.parties.policy import HEAD, ORGANIZER, SECRETARY
from forumhub.parties.queries import get_party
from forumhub.web import current_reader, right


@blueprint.get("/follow-up/<register>/<code>/acceptance")
@right(SECRETARY, ORGANIZER, HEAD, fresh=True)
def accept(register: str, code: str) -> str:
    item, parties = _to_answer(register, code)
    return _page(item, AnswerForm(names_of(parties), formdata=None))


@blueprint.post("/follow-up/<register>/<code>/acceptance")
@right(SECRETARY, ORGANIZER, HEAD, fresh=True)
def do_accept(register: str, code: str) -> ResponseReturnValue:
    item, parties = _to_answer(register, code)
    form = AnswerForm(names_of(parties))
    if not form.validate_on_submit():
        return _page(item, form), 422
    reader, said = current_reader(), {"answer": form.answer.data, "words": form.words.data or ""}
    try:
        with writing():
            item, party = queries.get_item(register, code, reader), get_party(form.party.data)
            answer_recommendation(item, party, **said, by=reader, now=clock.now())
    except RuleBroken as error:
        form.show(error)
        return _page(_to_answer(register, code)[0], form), 422
    flash(_("Answered, and entered in the ledger."), "success")
    return redirect(url_for("followup.item", register=register, code=code))


def _to_answer(register: str, code: str) -> tuple[Item, list[Party]]:
    """Raises NotAllowed for who may not answer it for any party now."""
    reader = current_reader()
    item = queries.get_item(register, code, reader)
    require_unquarantined(reader)
    parties = answering(item, reader)
    if not parties:
        raise NotAllowed(
            N_("A recommendation is answered by the parties that did not make it; where every party made it, by each.")
        )
    return item, parties


def _page(item: Item, form: AnswerForm) -> str:
    return render_template("followup/acceptance.html", item=item, form=form, reports=[])
