"""Signing: what was signed on paper is entered; each party's copy for printing; the scans."""

from collections.abc import Mapping

from flask import Response, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from forumhub import clock, ledger
from forumhub.database import writing
from forumhub.errors import NotFound, RuleBroken
from forumhub.events import queries as events
from forumhub.files import KeptFile
from forumhub.minutes import queries, rules
from forumhub.minutes.actions import require_writer
from forumhub.minutes.circulation import require_committing
from forumhub.minutes.forms import show_error
from forumhub.minutes.models import Document
from forumhub.minutes.signing.actions import sign_minutes
from forumhub.minutes.signing.forms import SignForm
from forumhub.minutes.signing.models import Signature
from forumhub.minutes.signing.queries import find_signature, get_copy, numbers_given
from forumhub.minutes.signing.rules import Signer, alternat, check_signable, proposed_number
from forumhub.minutes.views.blueprint import blueprint
from forumhub.parties.policy import SECRETARY
from forumhub.phrases import in_language
from forumhub.web import SIGNED_IN, current_reader, language, right, send_kept


@blueprint.get("/minutes/<ulid>/sign")
@right(SECRETARY, fresh=True)
def sign(ulid: str) -> str:
    """Says what will be entered and who is told."""
    document = _to_sign(ulid)
    event, today = document.event, clock.now().date()
    given = numbers_given(event.register_id)
    names = _heads(document)
    values = {
        "number": proposed_number(event.register.code, event.local_start.year, given),
        "place": in_language(event.city, language()) if event.city else "",
        "signed_on": min(max(event.local_end.date(), event.local_start.date()), today),
        "signers": {code: {"signer": names.get(code, "")} for code in _parties(document)},
    }
    return _page(document, _form(document)(formdata=None, data=values))


def _to_sign(ulid: str) -> Document:
    reader = current_reader()
    document = queries.get_document(ulid, reader)
    require_writer(document, reader)
    require_committing(reader)
    check_signable(document.kind, document.state)
    return document


def _parties(document: Document) -> list[str]:
    circulation = queries.current_circulation(document)
    return circulation.party_codes if circulation else []


def _heads(document: Document) -> dict[str, str]:
    """Who leads each party's delegation as the event names it, by the party's code."""
    codes = {party.id: party.code for party in document.event.parties}
    heads = [head for head in events.heads_of(document.event_id) if head.leads and head.party_id in codes]
    return {codes[head.party_id]: head.person.name for head in reversed(heads)}


def _form(document: Document) -> type[SignForm]:
    return SignForm.for_parties(_parties(document))


def _page(document: Document, form: SignForm) -> str:
    circulation = queries.current_circulation(document)
    return render_template("minutes/sign.html", document=document, circulation=circulation, form=form)


@blueprint.post("/minutes/<ulid>/sign")
@right(SECRETARY, fresh=True)
def do_sign(ulid: str) -> ResponseReturnValue:
    document = _to_sign(ulid)
    form = _form(document)()
    scans = form.scans() if form.validate_on_submit() else None
    if scans is None:
        return _page(document, form), 422
    try:
        _sign(ulid, form, scans)
    except RuleBroken as error:
        show_error(form, error)
        return _page(_to_sign(ulid), form), 422
    flash(_("Signed: it is in the ledger, and every party's secretariat is told."), "success")
    return redirect(url_for("minutes.show", ulid=ulid))


def _sign(ulid: str, form: SignForm, scans: Mapping[str, KeptFile]) -> None:
    reader = current_reader()
    with writing():
        sign_minutes(queries.get_document(ulid, reader), form.signing(), scans, by=reader, now=clock.now())


@blueprint.get("/minutes/<ulid>/copies/<code>")
@right(SIGNED_IN)
def signed_copy(ulid: str, code: str) -> Response:
    """Of the party's copy of the signed original."""
    copy = get_copy(queries.get_document(ulid, current_reader()).id, code)
    return send_kept(copy.sha256, copy.name)


@blueprint.get("/minutes/<ulid>/print")
@right(SIGNED_IN)
def print_copy(ulid: str) -> str:
    """`?copy=CN` names that party first, in the text's frame and where it is signed; `?lang=` as for the page."""
    document = queries.get_document(ulid, current_reader())
    circulation = queries.current_circulation(document)
    if circulation is None:
        raise NotFound
    parties = {party.code: party for party in document.event.parties}
    texts = {text.language: text for text in circulation.revision.texts}
    wished = (request.args.get("lang"), language(), document.working_language)
    signature = find_signature(document.id) if document.state == rules.SIGNED else None
    return render_template(
        "minutes/print.html",
        document=document,
        circulation=circulation,
        parties=[parties[code] for code in alternat(parties, request.args.get("copy", ""))],
        texts=texts,
        text=texts[next(code for code in wished if code in texts)],
        signature=signature,
        signers=_signed(signature) if signature else {c: Signer(n) for c, n in _heads(document).items()},
        head=ledger.head(document.event.register_id),
    )


def _signed(signature: Signature) -> dict[str, Signer]:
    return {each.party.code: Signer(each.name, each.office) for each in signature.signatories}
