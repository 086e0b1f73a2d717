"""Circulating: what will be frozen and who is told, before it happens."""

from collections.abc import Mapping

from flask import current_app, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from forumhub import clock
from forumhub.database import locked, writing
from forumhub.errors import RuleBroken
from forumhub.events.forms.fields import put_beside
from forumhub.minutes import actions, queries, rules
from forumhub.minutes.annexes.queries import annexes_of, fingerprint
from forumhub.minutes.annexes.rules import check_seen
from forumhub.minutes.circulation import Terms, all_remarks, blocking, circulate_document, require_committing
from forumhub.minutes.forms import CirculateForm
from forumhub.minutes.models import Document
from forumhub.minutes.preparing import read_revision
from forumhub.minutes.proposals.queries import open_for_all
from forumhub.minutes.silence.models import SilenceChoice
from forumhub.minutes.silence.queries import counting_choices, may_be_silent
from forumhub.minutes.silence.rules import check_told, earliest_day, end_of_day, longest
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
    form = CirculateForm(
        reading.documents, silence=_days(document, _chosen(document)) is not None, formdata=None, data=values
    )
    found = all_remarks(document, reading, current_reader())
    return _page(document, form, blocking(found), found)


def _to_circulate(ulid: str) -> Document:
    reader = current_reader()
    document = queries.get_document(ulid, reader)
    actions.require_writer(document, reader)
    require_committing(reader)
    rules.check_shared(document.state)
    return document


def _chosen(document: Document) -> dict[str, SilenceChoice]:
    return counting_choices(document.event, clock.now())


def _days(document: Document, chosen: Mapping[str, SilenceChoice]) -> int | None:
    """That silence needs at least; None where not every party chose it beforehand, it may settle no such text, or no
    mail can tell the parties of it.
    """
    if not _sends_mail() or not may_be_silent(document):
        return None
    days = {code: choice.days for code, choice in chosen.items()}
    return longest(days, [party.code for party in document.event.parties])


def _sends_mail() -> bool:
    return bool(current_app.config["SMTP_HOST"])


def _page(document: Document, form: CirculateForm, found: Remarks, all_found: Remarks | None = None) -> str:
    """`found` keeps the text back; what else was found is only told."""
    revision, event, chosen = queries.latest_revision(document.id), document.event, _chosen(document)
    days = _days(document, chosen)
    return render_template(
        "minutes/circulate.html",
        document=document,
        revision=revision,
        form=form,
        annexes=annexes_of(document.id),
        open_proposals=open_for_all(document.id),
        blocking=found,
        told={language: remarks for language, remarks in (all_found or {}).items() if remarks},
        approvers=queries.approvers_of(event, clock.now()),
        choices=chosen,
        sends_mail=_sends_mail(),
        earliest=earliest_day(days, event.timezone, clock.now()) if days else None,
    )


@blueprint.post("/minutes/<ulid>/circulate")
@right(SECRETARY, fresh=True)
def do_circulate(ulid: str) -> ResponseReturnValue:
    document = _to_circulate(ulid)
    reading = read_revision(queries.latest_revision(document.id))
    form = CirculateForm(reading.documents, silence=_days(document, _chosen(document)) is not None)
    if not form.validate_on_submit():
        return _page(document, form, {}), 422
    try:
        _circulate(ulid, reading, form, document.event.timezone)
    except TextsRefused as refused:
        return _page(_to_circulate(ulid), form, refused.remarks), 422
    except RuleBroken as error:
        put_beside(form, error)
        return _page(_to_circulate(ulid), form, {}), 422
    flash(_("Circulated: the text is frozen, and every party's secretariat is told."), "success")
    return redirect(url_for("minutes.show", ulid=ulid))


def _circulate(ulid: str, reading: Reading, form: CirculateForm, timezone: str) -> None:
    deadline = end_of_day(form.deadline.data, timezone) if form.deadline.data else None
    procedure = form.procedure.data if "procedure" in form else request.form.get("procedure", rules.BY_EVERY_PARTY)
    check_told(procedure, sends_mail=_sends_mail())
    terms = Terms(form.legal_status.data, deadline, form.prevailing_language.data or None, procedure)
    reader = current_reader()
    with writing():
        document = locked(Document, queries.get_document(ulid, reader).id)
        check_seen(form.annexes.data or "", fingerprint(document.id))
        circulate_document(
            document, revision_number=form.revision.data, reading=reading, terms=terms, by=reader, now=clock.now()
        )
