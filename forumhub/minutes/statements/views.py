"""Statements of one party: attached, taken back, given out with their exact bytes."""

from flask import Response, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from forumhub import clock
from forumhub.database import writing
from forumhub.errors import N_, NotAllowed, NotFound, RuleBroken
from forumhub.events.forms.fields import put_beside
from forumhub.minutes import queries
from forumhub.minutes.circulation import require_committing
from forumhub.minutes.models import Document
from forumhub.minutes.statements import actions, rules
from forumhub.minutes.statements.forms import StatementForm
from forumhub.minutes.statements.models import AttachedStatement
from forumhub.minutes.statements.queries import get_statement, speaking_for
from forumhub.minutes.views.blueprint import blueprint
from forumhub.parties.policy import HEAD, SECRETARY
from forumhub.phrases import in_language
from forumhub.web import SIGNED_IN, current_reader, language, right, send_kept


@blueprint.get("/minutes/<ulid>/statements/new")
@right(SECRETARY, HEAD, fresh=True)
def new_statement(ulid: str) -> str:
    document, parties = _to_attach(ulid)
    form = StatementForm.for_parties(parties, formdata=None, data={"party": next(iter(parties))})
    return _page(document, form)


def _to_attach(ulid: str) -> tuple[Document, dict[str, str]]:
    """The frozen document, and the parties for which the reader speaks, by code with their names."""
    reader = current_reader()
    document = queries.get_document(ulid, reader)
    parties = {party.code: in_language(party.names, language()) for party in speaking_for(document, reader)}
    if not parties:
        raise NotAllowed(N_("Only a secretary or head of a party to the text attaches statements for that party."))
    require_committing(reader)
    rules.check_attachable(document.state, 0)
    return document, parties


def _page(document: Document, form: StatementForm) -> str:
    circulation = queries.current_circulation(document)
    return render_template("minutes/statements/new.html", document=document, circulation=circulation, form=form)


@blueprint.post("/minutes/<ulid>/statements/new")
@right(SECRETARY, HEAD, fresh=True)
def attach_statement(ulid: str) -> ResponseReturnValue:
    document, parties = _to_attach(ulid)
    form, reader = StatementForm.for_parties(parties), current_reader()
    if not form.validate_on_submit():
        return _page(document, form), 422
    try:
        kept, texts = form.kept(), form.texts()
        with writing():
            document = queries.get_document(ulid, reader)
            actions.attach_statement(document, form.party.data, texts, kept, by=reader, now=clock.now())
    except RuleBroken as error:
        put_beside(form, error)
        return _page(_to_attach(ulid)[0], form), 422
    flash(_("Attached: it is in the ledger, and every party's secretariat is told."), "success")
    return redirect(url_for("minutes.show", ulid=ulid))


@blueprint.get("/minutes/<ulid>/statements/<statement>/withdraw")
@right(SECRETARY, HEAD, fresh=True)
def withdraw_statement(ulid: str, statement: str) -> str:
    """Says what stays of it before it is taken back."""
    document, found = _found(ulid, statement)
    _require_own(document, found)
    is_current = found.circulation.version == document.version
    rules.check_retractable(document.state, is_current=is_current, is_withdrawn=found.withdrawn_at is not None)
    return render_template("minutes/statements/withdraw.html", document=document, statement=found)


def _require_own(document: Document, statement: AttachedStatement) -> None:
    if statement.party not in speaking_for(document, current_reader()):
        raise NotAllowed(N_("Only a secretary or head of the party that attached the statement takes it back."))


@blueprint.post("/minutes/<ulid>/statements/<statement>/withdraw")
@right(SECRETARY, HEAD, fresh=True)
def do_withdraw_statement(ulid: str, statement: str) -> ResponseReturnValue:
    reader = current_reader()
    with writing():
        actions.withdraw_statement(queries.get_document(ulid, reader), statement, by=reader, now=clock.now())
    flash(_("Taken back; the ledger says that it was."))
    return redirect(url_for("minutes.show", ulid=ulid))


def _found(ulid: str, statement: str) -> tuple[Document, AttachedStatement]:
    document = queries.get_document(ulid, current_reader())
    return document, get_statement(document.id, statement)


@blueprint.get("/minutes/<ulid>/statements/<statement>/<code>.txt")
@right(SIGNED_IN)
def statement_text(ulid: str, statement: str, code: str) -> Response:
    """The exact bytes of one language, as the ledger names them."""
    _document, found = _found(ulid, statement)
    text = next((each.text for each in found.texts if each.language == code), None)
    if text is None or found.withdrawn_at:
        raise NotFound
    name = actions.file_name(found.circulation, found.party, code)
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return Response(text.encode(), content_type=actions.TEXT_TYPE, headers=headers)


@blueprint.get("/minutes/<ulid>/statements/<statement>/file")
@right(SIGNED_IN)
def statement_file(ulid: str, statement: str) -> Response:
    _document, found = _found(ulid, statement)
    if found.file_sha256 is None or found.withdrawn_at:
        raise NotFound
    return send_kept(found.file_sha256, found.file_name)
