"""A corrigendum is proposed from the page of the text that it corrects, and withdrawn from its own."""

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from forumhub import clock
from forumhub.database import writing
from forumhub.errors import RuleBroken
from forumhub.events.forms.fields import put_beside
from forumhub.minutes import queries
from forumhub.minutes.actions import require_writer
from forumhub.minutes.corrigenda import rules
from forumhub.minutes.corrigenda.actions import (
    prepare_corrigendum,
    propose_corrigendum,
    require_proposer,
    withdraw_corrigendum,
)
from forumhub.minutes.corrigenda.forms import CorrigendumForm
from forumhub.minutes.corrigenda.queries import correctable_texts, is_one_open
from forumhub.minutes.models import Document
from forumhub.minutes.views.blueprint import blueprint
from forumhub.parties.policy import SECRETARY, may_write_minutes
from forumhub.web import current_reader, right


@blueprint.get("/minutes/<ulid>/corrigenda/new")
@right(SECRETARY)
def new_corrigendum(ulid: str) -> str:
    document = _to_correct(ulid)
    return _page(document, _form(document)(formdata=None))


def _to_correct(ulid: str) -> Document:
    document = queries.get_document(ulid, current_reader())
    require_writer(document, current_reader())
    rules.check_correctable(document.kind, document.state)
    rules.check_none_open(is_one_open(document.id))
    return document


def _form(document: Document) -> type[CorrigendumForm]:
    codes = correctable_texts(document, current_reader())
    return CorrigendumForm.for_languages(sorted(codes, key=lambda code: (code != document.working_language, code)))


def _page(document: Document, form: CorrigendumForm) -> str:
    texts = correctable_texts(document, current_reader())
    return render_template("minutes/corrigenda/new.html", document=document, form=form, texts=texts)


@blueprint.post("/minutes/<ulid>/corrigenda/new")
@right(SECRETARY)
def make_corrigendum(ulid: str) -> ResponseReturnValue:
    document = _to_correct(ulid)
    form = _form(document)()
    if not form.validate_on_submit():
        return _page(document, form), 422
    reader = current_reader()
    try:
        draft = prepare_corrigendum(document, form.correction(), reader)
        with writing():
            corrected = queries.get_document(ulid, reader)
            made = propose_corrigendum(corrected, draft, by=reader, now=clock.now()).ulid
    except RuleBroken as error:
        put_beside(form, error)
        return _page(_to_correct(ulid), form), 422
    return redirect(url_for("minutes.edit", ulid=made))


@blueprint.app_context_processor
def withdrawing() -> dict[str, object]:
    """`may_withdraw(document)`: whether it is a corrigendum that the reader's side proposed and can still give up."""
    return {"may_withdraw": _may_withdraw}


def _may_withdraw(document: Document) -> bool:
    own = may_write_minutes(current_reader(), {document.drafted_by_id})
    return own and rules.may_be_withdrawn(document.kind, document.state)


@blueprint.get("/minutes/<ulid>/withdraw")
@right(SECRETARY)
def withdraw(ulid: str) -> str:
    document = queries.get_document(ulid, current_reader())
    rules.check_withdrawable(document.kind, document.state)
    require_proposer(document, current_reader())
    return render_template("minutes/corrigenda/withdraw.html", document=document)


@blueprint.post("/minutes/<ulid>/withdraw")
@right(SECRETARY)
def do_withdraw(ulid: str) -> ResponseReturnValue:
    reader = current_reader()
    with writing():
        document = queries.get_document(ulid, reader)
        withdraw_corrigendum(document, by=reader, now=clock.now())
    flash(_("Withdrawn: it corrects nothing, and another corrigendum can be proposed."), "success")
    return redirect(url_for("minutes.show", ulid=ulid))
