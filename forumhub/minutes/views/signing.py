"""Signing: what was signed on paper is entered; each party's copy for printing; the scans."""

from collections.abc import Mapping
from datetime import date
from zoneinfo import ZoneInfo

from flask import Response, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from forumhub import clock, ledger
from forumhub.database import writing
from forumhub.errors import NotFound, RuleBroken
from forumhub.events.forms.fields import put_beside
from forumhub.files import KeptFile
from forumhub.minutes import queries, rules
from forumhub.minutes.actions import require_writer
from forumhub.minutes.circulation import require_committing
from forumhub.minutes.corrigenda.queries import corrigenda_of
from forumhub.minutes.languages.queries import authentic_texts
from forumhub.minutes.models import Document
from forumhub.minutes.signing.actions import sign_minutes
from forumhub.minutes.signing.forms import SignForm
from forumhub.minutes.signing.queries import find_signature, get_copy, leading, numbers_given, signers_of
from forumhub.minutes.signing.rules import alternat, check_signable, proposed_correction, proposed_day, proposed_number
from forumhub.minutes.statements.queries import statements_of
from forumhub.minutes.views.blueprint import blueprint
from forumhub.parties.policy import SECRETARY
from forumhub.phrases import in_language, last_day
from forumhub.web import SIGNED_IN, current_reader, language, right, send_kept


@blueprint.get("/minutes/<ulid>/sign")
@right(SECRETARY, fresh=True)
def sign(ulid: str) -> str:
    """Says what will be entered and who is told."""
    document = _to_sign(ulid)
    event, names = document.event, leading(document)
    values = {
        "number": _number(document),
        "place": in_language(event.city, language()) if event.city else "",
        "signed_on": _day(document),
        "signers": {code: {"signer": names.get(code, "")} for code in _parties(document)},
    }
    return _page(document, _form(document)(formdata=None, data=values))


def _day(document: Document) -> date:
    event, circulation = document.event, queries.current_circulation(document)
    assert circulation, "checked: it is agreed"
    today = clock.now().astimezone(ZoneInfo(event.timezone))
    agreed = (circulation.agreed_at or today).astimezone(today.tzinfo)
    met_until = last_day(event.local_start, event.local_end)
    return proposed_day(circulation.counting_ways, met_until=met_until, agreed_on=agreed.date(), today=today.date())


def _number(document: Document) -> str:
    """That of a corrigendum follows the number of the text that it corrects."""
    event, given = document.event, numbers_given(document.event.register_id)
    corrected = find_signature(document.of_id) if document.of_id else None
    if corrected:
        return proposed_correction(corrected.number, given)
    return proposed_number(event.register.code, event.local_start.year, given)


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
        put_beside(form, error)
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
    later = authentic_texts(document.id, current_reader())
    texts |= {code: each.text for code, each in later.items()}
    wished = (request.args.get("lang"), language(), document.working_language)
    signature = find_signature(document.id) if document.state == rules.SIGNED else None
    return render_template(
        "minutes/print.html",
        document=document,
        circulation=circulation,
        parties=[parties[code] for code in alternat(parties, request.args.get("copy", ""))],
        texts=texts,
        text=texts[next(code for code in wished if code in texts)],
        corrected=find_signature(document.of_id) if document.of_id else None,
        corrigenda=corrigenda_of(document.id, current_reader()),
        later=later,
        statements=statements_of(circulation.id),
        speaks_for=(),
        signature=signature,
        signers=signers_of(document, signature) if circulation.agreed_at else {},
        head=ledger.head(document.event.register_id),
    )
