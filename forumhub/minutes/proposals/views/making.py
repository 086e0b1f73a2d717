"""Putting a comment or a proposal forward; answering and settling it."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from forumhub import clock
from forumhub.database import writing
from forumhub.errors import Conflict, RuleBroken
from forumhub.events.forms import put_beside
from forumhub.minutes import queries as documents
from forumhub.minutes import rules as minutes
from forumhub.minutes.history import find_revision
from forumhub.minutes.models import Document
from forumhub.minutes.preparing import source_in
from forumhub.minutes.proposals import actions, queries, rules
from forumhub.minutes.proposals.actions import Said
from forumhub.minutes.proposals.forms import ProposalForm
from forumhub.minutes.proposals.models import Proposal
from forumhub.minutes.proposals.passages import passages
from forumhub.minutes.proposals.views.listing import language_asked, list_page, seen
from forumhub.minutes.texts import as_typed
from forumhub.minutes.views.blueprint import blueprint
from forumhub.minutes.views.trying import in_attempts
from forumhub.web import SIGNED_IN, current_reader, right, say


@blueprint.get("/minutes/<ulid>/proposals/new")
@right(SIGNED_IN)
def propose(ulid: str) -> str:
    """`?lang=` and `?place=` name the paragraph, `?revision=` the text in which it was seen."""
    document = _spoken_on(ulid)
    minutes.check_draft(document.state)
    revision = documents.latest_revision(document.id)
    code = language_asked(revision)
    place = request.args.get("place", "")
    at = int(place) if place.isascii() and place.isdecimal() and len(place) < 10 else -1
    paragraph = rules.paragraph_at(source_in(revision, code), at)
    values = {"place": at, "revision": revision.number, "wording": paragraph.rstrip("\n")}
    return _form_page(document, code, paragraph, ProposalForm(formdata=None, data=values))


def _spoken_on(ulid: str) -> Document:
    document = seen(ulid)
    actions.speaking_party(document, current_reader())
    return document


def _form_page(document: Document, code: str, paragraph: str, form: ProposalForm) -> str:
    read = passages([paragraph]) or [""]
    return render_template(
        "minutes/proposals/new.html", document=document, code=code, paragraph=paragraph, html=read[0], form=form
    )


@blueprint.post("/minutes/<ulid>/proposals/new")
@right(SIGNED_IN)
def do_propose(ulid: str) -> ResponseReturnValue:
    document, form, reader = _spoken_on(ulid), ProposalForm(), current_reader()
    revision = documents.latest_revision(document.id)
    code = language_asked(revision)
    paragraph = dict(rules.paragraphs(source_in(revision, code))).get(form.place.data or 0, "")
    if not form.validate_on_submit():
        return _form_page(document, code, paragraph, form), 422
    wording, words = as_typed(form.wording.data or ""), as_typed(form.words.data or "")
    said = Said(code, form.place.data, form.revision.data, form.kind.data, words, wording)
    try:
        with writing():
            actions.propose(documents.get_document(ulid, reader), said, by=reader, now=clock.now())
    except RuleBroken as error:
        put_beside(form, error)
        return _form_page(seen(ulid), code, paragraph, form), 422
    except Conflict as error:
        return _overtaken_page(ulid, code, form, error), 409
    flash(_("Put forward: those who see the draft read it beside its paragraph."), "success")
    return redirect(url_for("minutes.proposals", ulid=ulid, lang=code))


def _overtaken_page(ulid: str, code: str, form: ProposalForm, error: Conflict) -> str:
    """What was typed, at its paragraph in the text that somebody saved meanwhile; at none where it is another one."""
    document, typed = seen(ulid), dict(form.data)
    latest = documents.latest_revision(document.id)
    source, place = source_in(latest, code), typed["place"]
    seen_in = find_revision(document.id, typed["revision"], current_reader())
    then = rules.lines_of(source_in(seen_in, code)) if seen_in else []
    paragraph = next(iter(then[place : place + 1]), "")
    now = rules.place_of(rules.lines_of(source), paragraph, place, then)
    if now is not None:
        typed |= {"place": now, "revision": latest.number}
    again = ProposalForm(formdata=None, data=typed)
    put_beside(again, error)
    return _form_page(document, code, "" if now is None else rules.paragraph_at(source, now), again)


@blueprint.post("/minutes/<ulid>/proposals/<proposal>")
@right(SIGNED_IN)
def answer_proposal(ulid: str, proposal: str) -> ResponseReturnValue:
    """By `step`: answers it, accepts it into the text, declines or withdraws it."""
    document = seen(ulid)
    row = queries.get_proposal(document.id, proposal, current_reader())
    code, words = row.language, as_typed(request.form.get("words", ""))
    try:
        said = _take(document, row, request.form.get("step", ""), words)
    except (RuleBroken, Conflict) as error:
        status = 409 if isinstance(error, Conflict) else 422
        return list_page(seen(ulid), (say(error),), {proposal: words}), status
    flash(said, "success")
    return redirect(url_for("minutes.proposals", ulid=ulid, lang=code))


def _take(document: Document, row: Proposal, step: str, words: str) -> str:
    """What to say of it."""
    if step == "accept":
        _accept(document.ulid, row.ulid)
        return str(_("Accepted: it stands in the text as a new revision."))
    reader, now = current_reader(), clock.now()
    with writing():
        fresh = queries.get_proposal(document.id, row.ulid, reader)
        if step == "decline":
            actions.decline(fresh, words, by=reader, now=now)
            return str(_("Settled: it stays with its answer."))
        if step == "withdraw":
            actions.withdraw(fresh, by=reader, now=now)
            return str(_("Withdrawn."))
        actions.answer(fresh, words, by=reader, now=now)
        return str(_("Answered."))


def _accept(ulid: str, proposal: str) -> None:
    reader = current_reader()

    def attempt() -> None:
        document = documents.get_document(ulid, reader)
        draft = actions.prepare_acceptance(document, queries.get_proposal(document.id, proposal, reader), reader)
        with writing():
            fresh = queries.get_proposal(documents.get_document(ulid, reader).id, proposal, reader)
            actions.accept(fresh, draft, by=reader, now=clock.now())

    in_attempts(attempt)
