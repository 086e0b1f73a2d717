"""Annexes: added to a draft, removed from it, given out with their exact bytes."""

from flask import Response, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from forumhub import clock, files
from forumhub.database import writing
from forumhub.errors import NotFound, RuleBroken
from forumhub.events.forms.fields import put_beside
from forumhub.files import KeptFile
from forumhub.minutes import queries, rules
from forumhub.minutes.actions import require_writer
from forumhub.minutes.annexes import actions
from forumhub.minutes.annexes.forms import AnnexForm, keep_same_for_all
from forumhub.minutes.annexes.queries import annexes_of, get_annex, get_circulated_annex
from forumhub.minutes.annexes.rules import check_kind
from forumhub.minutes.models import Document
from forumhub.minutes.views.blueprint import blueprint
from forumhub.parties.policy import SECRETARY
from forumhub.web import SIGNED_IN, current_reader, right, send_kept


@blueprint.get("/minutes/<ulid>/annexes")
@right(SECRETARY)
def annexes(ulid: str) -> str:
    return _page(_draft(ulid), AnnexForm(formdata=None))


def _draft(ulid: str) -> Document:
    document = queries.get_document(ulid, current_reader())
    require_writer(document, current_reader())
    rules.check_draft(document.state)
    return document


def _page(document: Document, form: AnnexForm) -> str:
    return render_template("minutes/annexes.html", document=document, annexes=annexes_of(document.id), form=form)


@blueprint.post("/minutes/<ulid>/annexes")
@right(SECRETARY)
def add_annex(ulid: str) -> ResponseReturnValue:
    document, form, reader = _draft(ulid), AnnexForm(), current_reader()
    if not form.validate_on_submit():
        return _page(document, form), 422
    try:
        kept = _kept(form)
        with writing():
            actions.add_annex(queries.get_document(ulid, reader), kept, by=reader, now=clock.now())
    except RuleBroken as error:
        put_beside(form, error)
        return _page(_draft(ulid), form), 422
    flash(_("Added: it is frozen with the text when that is circulated."), "success")
    return redirect(url_for("minutes.annexes", ulid=ulid))


def _kept(form: AnnexForm) -> KeptFile:
    upload = form.file.data
    name = files.plain_name(upload.filename)
    check_kind(name)
    return keep_same_for_all(name, upload.stream)


@blueprint.post("/minutes/<ulid>/annexes/<annex>/remove")
@right(SECRETARY)
def remove_annex(ulid: str, annex: str) -> ResponseReturnValue:
    reader = current_reader()
    with writing():
        actions.remove_annex(queries.get_document(ulid, reader), annex, by=reader, now=clock.now())
    flash(_("Removed from the draft."))
    return redirect(url_for("minutes.annexes", ulid=ulid))


@blueprint.get("/minutes/<ulid>/annexes/<annex>")
@right(SIGNED_IN)
def draft_annex(ulid: str, annex: str) -> Response:
    """Of a draft; once the text is frozen, annexes are those of its version."""
    document = queries.get_document(ulid, current_reader())
    if document.state in rules.FROZEN:
        raise NotFound
    found = get_annex(document.id, annex)
    return send_kept(found.sha256, found.name)


@blueprint.get("/minutes/<ulid>/versions/<int(max=9999):version>/annexes/<int(max=9999):number>")
@right(SIGNED_IN)
def annex(ulid: str, version: int, number: int) -> Response:
    """The exact bytes, as the manifest names them."""
    document = queries.get_document(ulid, current_reader())
    circulation = queries.find_circulation(document.id, version)
    if circulation is None:
        raise NotFound
    found = get_circulated_annex(circulation.id, number)
    return send_kept(found.sha256, found.name)
