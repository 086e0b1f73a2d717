"""Circulating: what will be frozen and who is told, before it happens."""

from zoneinfo import ZoneInfo

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from forumhub import clock
from forumhub.database import locked, writing
from forumhub.errors import RuleBroken
from forumhub.minutes import actions, queries, rules
from forumhub.minutes.annexes.queries import annexes_of, fingerprint
from forumhub.minutes.annexes.rules import check_seen
from forumhub.minutes.circulation import Terms, all_remarks, blocking, circulate_document, require_committing
from forumhub.minutes.forms import CirculateForm, show_error
from forumhub.minutes.models import Document
from forumhub.minutes.preparing import read_revision
from forumhub.minutes.texts import Reading, Remarks, TextsRefused
from forumhub.minutes.views.blueprint import blueprint
from forumhub.parties.policy import SECRETARY
from forumhub.web import current_reader, right


@blueprint.get("/minutes/<ulid>/circulate")
@right(SECRETARY, fresh=True)
def circulate(ulid: str) -> str:
    document = _to_circulate(ulid)
    revision = queries.latest_revision(document.id)
    reading = read_revision(revision)
    values = {"revision": revision.number, "legal_status": document.legal_status, "annexes": fingerprint(document.id)}
    form = CirculateForm(reading.documents, formdata=None, data=values)
    return _page(document, form, blocking(all_remarks(document, reading, current_reader())))


def _to_circulate(ulid: str) -> Document:
    reader = current_reader()
    document = queries.get_document(ulid, reader)
    actions.require_writer(document, reader)
    require_committing(reader)
    rules.check_shared(document.state)
    return document


def _page(document: Document, form: CirculateForm, found: Remarks) -> str:
    revision = queries.latest_revision(document.id)
    return render_template(
        "minutes/circulate.html",
        document=document,
        revision=revision,
        form=form,
        annexes=annexes_of(document.id),
        blocking=found,
        approvers=queries.approvers_of(document.event),
    )


@blueprint.post("/minutes/<ulid>/circulate")
@right(SECRETARY, fresh=True)
def do_circulate(ulid: str) -> ResponseReturnValue:
    document = _to_circulate(ulid)
    reading = read_revision(queries.latest_revision(document.id))
    form = CirculateForm(reading.documents)
    if not form.validate_on_submit():
        return _page(document, form, {}), 422
    try:
        _circulate(ulid, reading, form, document.event.timezone)
    except TextsRefused as refused:
        return _page(_to_circulate(ulid), form, refused.remarks), 422
    except RuleBroken as error:
        show_error(form, error)
        return _page(_to_circulate(ulid), form, {}), 422
    flash(_("Circulated: the text is frozen, and every party's secretariat is told."), "success")
    return redirect(url_for("minutes.show", ulid=ulid))


def _circulate(ulid: str, reading: Reading, form: CirculateForm, timezone: str) -> None:
    deadline = form.deadline.data.replace(tzinfo=ZoneInfo(timezone)) if form.deadline.data else None
    terms = Terms(form.legal_status.data, deadline, form.prevailing_language.data or None)
    reader = current_reader()
    with writing():
        document = locked(Document, queries.get_document(ulid, reader).id)
        check_seen(form.annexes.data or "", fingerprint(document.id))
        circulate_document(
            document, revision_number=form.revision.data, reading=reading, terms=terms, by=reader, now=clock.now()
        )
