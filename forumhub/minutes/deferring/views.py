"""Points deferred from an agenda or from minutes to the next meeting of the series."""

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from forumhub import clock
from forumhub.database import writing
from forumhub.errors import RuleBroken
from forumhub.events.forms import put_beside
from forumhub.minutes import queries as documents
from forumhub.minutes.actions import writing_party
from forumhub.minutes.deferring import actions, queries, rules
from forumhub.minutes.deferring.forms import DeferralForm
from forumhub.minutes.deferring.models import Deferral
from forumhub.minutes.models import Document
from forumhub.minutes.views.blueprint import blueprint
from forumhub.parties import policy
from forumhub.parties.policy import SECRETARY
from forumhub.phrases import in_language
from forumhub.web import current_reader, language, right


@blueprint.app_context_processor
def deferred() -> dict[str, object]:
    """`deferred_from(document)`: what the page of a text says of its deferred points."""
    return {"deferred_from": _shown}


def _shown(document: Document) -> dict[str, object]:
    reader = current_reader()
    found, in_series = queries.deferrals_of(document.event_id, reader), document.event.series_id is not None
    may_write = policy.may_write_minutes(reader, document.event.party_ids)
    may_defer = may_write and rules.may_be_deferred(document.kind, document.state, in_series=in_series)
    return {"rows": found, "agendas": queries.agendas_with(found, reader), "may": may_defer, "lines": lines_of(found)}


def lines_of(deferrals: list[Deferral]) -> dict[int, str]:
    """By row id: from which meetings each was deferred and why, in the reader's language."""
    meetings = queries.meetings_of_each(deferrals)
    return {each.id: rules.deferred_line(meetings[each.id], each.words, language()) for each in deferrals}


@blueprint.get("/minutes/<ulid>/defer")
@right(SECRETARY)
def defer(ulid: str) -> str:
    document = _document(ulid)
    return _page(document, _form(document, formdata=None))


@blueprint.post("/minutes/<ulid>/defer")
@right(SECRETARY)
def do_defer(ulid: str) -> ResponseReturnValue:
    document, reader = _document(ulid), current_reader()
    points, form = queries.points_of(document), _form(document)
    if not form.validate_on_submit():
        return _page(document, form), 422
    try:
        with writing():
            document = documents.get_document(ulid, reader)
            actions.defer_point(document, form.number.data, points, form.words.data, by=reader, now=clock.now())
    except RuleBroken as error:
        put_beside(form, error)
        return _page(_document(ulid), form), 422
    flash(_("Deferred. The agenda of the next meeting has it."), "success")
    return redirect(url_for("minutes.show", ulid=ulid))


@blueprint.post("/minutes/<ulid>/deferrals/<deferral>/take-back")
@right(SECRETARY)
def take_deferral_back(ulid: str, deferral: str) -> ResponseReturnValue:
    reader = current_reader()
    with writing():
        document = documents.get_document(ulid, reader)
        actions.take_deferral_back(queries.get_deferral(document, deferral, reader), by=reader, now=clock.now())
    flash(_("Taken back. The point stays at this meeting."), "success")
    return redirect(url_for("minutes.show", ulid=ulid))


def _document(ulid: str) -> Document:
    """Raises NotFound, NotAllowed, or RuleBroken where nothing of it can be deferred."""
    document = documents.get_document(ulid, current_reader())
    writing_party(document.event, current_reader())
    rules.check_deferrable(document.kind, document.state, in_series=document.event.series_id is not None)
    return document


def _form(document: Document, **values: object) -> DeferralForm:
    points = queries.points_of(document).items()
    return DeferralForm([(number, in_language(titles, language())) for number, (titles, _f) in points], **values)


def _page(document: Document, form: DeferralForm) -> str:
    return render_template("minutes/deferring/edit.html", document=document, form=form)
