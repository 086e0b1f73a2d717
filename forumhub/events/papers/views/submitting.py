"""Submitting a paper, changing it, adding versions and languages, withdrawing it and restoring it."""

from flask import current_app, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_wtf import FlaskForm

from forumhub import clock
from forumhub.database import writing
from forumhub.errors import N_, Conflict, NotAllowed, RuleBroken
from forumhub.events.forms import differences, put_beside
from forumhub.events.forms.event import version_of
from forumhub.events.models import Event
from forumhub.events.papers import actions, queries, rules
from forumhub.events.papers.forms import NEW_VERSION, PaperForm, VersionForm, kept
from forumhub.events.papers.models import Paper
from forumhub.events.papers.notices import told_of
from forumhub.events.queries import get_event
from forumhub.events.views.once import made_once
from forumhub.events.views.room import blueprint
from forumhub.files import MEDIA_TYPES, KeptFile
from forumhub.parties import policy
from forumhub.parties.models import Party
from forumhub.parties.policy import HEAD, ORGANIZER, SECRETARY
from forumhub.parties.queries import get_party
from forumhub.phrases import in_language
from forumhub.web import current_reader, language, right


@blueprint.context_processor
def bounds() -> dict[str, object]:
    """What a file may be, for the forms."""
    megabytes = current_app.config["MAX_UPLOAD_BYTES"] // (1024 * 1024)
    return {"file_kinds": " ".join(sorted(MEDIA_TYPES)), "file_megabytes": megabytes}


@blueprint.route("/events/<ulid>/papers/new", methods=["GET", "POST"])
@right(SECRETARY, ORGANIZER, HEAD)
def submit_paper(ulid: str) -> ResponseReturnValue:
    event, own = _to_submit(ulid)
    form, status = PaperForm.blank({party.code: in_language(party.names, language()) for party in own}), 200
    if form.is_submitted():
        status = 422
        files = kept(form.files) if form.validate() else None
        paper = _submitted(ulid, form, files) if files is not None else None
        if paper is not None:
            flash(
                _("Submitted as %(paper)s.", paper=paper.symbol) if paper.number else _("Kept as a draft."), "success"
            )
            return redirect(url_for("events.paper", ulid=ulid, paper=paper.ulid))
        event, own = _to_submit(ulid)
    told = len(told_of(own[0].id, event.parties))
    return render_template("events/papers/edit.html", form=form, event=event, paper=None, told=told, lost=None), status


def _to_submit(ulid: str) -> tuple[Event, list[Party]]:
    """The event, and its parties for which the reader submits. Raises NotAllowed where there is none."""
    reader = current_reader()
    event = get_event(ulid, reader)
    own = [party for party in event.parties if policy.may_submit_papers(reader, {party.id})]
    if not own:
        raise NotAllowed(N_("Secretaries, organizers and heads of delegation submit papers for their own party."))
    rules.check_event(event.state)
    return event, own


def _submitted(ulid: str, form: PaperForm, files: dict[str, KeptFile]) -> Paper | None:
    """None where it cannot be; the form then says why."""
    reader, new = current_reader(), form.ulid.data

    def submitted() -> Paper:
        event, party = get_event(ulid, reader), get_party(form.party.data)
        values, now = form.values(), clock.now()
        return actions.submit_paper(event, party, form.kind.data, files, ulid=new, by=reader, now=now, **values)

    try:
        return made_once(Paper, new, submitted)
    except RuleBroken as error:
        put_beside(form, error)
        return None


@blueprint.route("/events/<ulid>/papers/<paper>/edit", methods=["GET", "POST"])
@right(SECRETARY, ORGANIZER, HEAD)
def edit_paper(ulid: str, paper: str) -> ResponseReturnValue:
    found, lost, status = _to_change(ulid, paper), None, 200
    form = PaperForm.of(found)
    if form.is_submitted():
        form, status = PaperForm.of(found, as_sent=True), 422
        try:
            if form.validate():
                _edited(ulid, paper, form)
                flash(_("Saved."), "success")
                return redirect(url_for("events.paper", ulid=ulid, paper=paper))
        except Conflict:
            saved = PaperForm.of(_to_change(ulid, paper))
            lost, status = differences(form, saved), 409
            form.lock_version.data, form.lock_version.raw_data = saved.lock_version.data, None
        except RuleBroken as error:
            put_beside(form, error)
        found = _to_change(ulid, paper)
    return _page("events/papers/edit.html", found, form, lost=lost), status


def _edited(ulid: str, paper: str, form: PaperForm) -> None:
    reader = current_reader()
    with writing():
        found = queries.get_paper(ulid, paper, reader, to_change=True)
        actions.edit_paper(found, lock_version=version_of(form), by=reader, now=clock.now(), **form.values())


def _to_change(ulid: str, paper: str) -> Paper:
    found = queries.get_paper(ulid, paper, current_reader(), to_change=True)
    rules.check_not_withdrawn(found.withdrawn_at)
    return found


def _page(template: str, paper: Paper, form: FlaskForm, **more: object) -> str:
    """`told`: how many secretariats hear of it, the paper being shared as it is or as it will be."""
    told = len(told_of(paper.party_id, paper.event.parties))
    return render_template(template, paper=paper, event=paper.event, form=form, told=told, **more)


@blueprint.route("/events/<ulid>/papers/<paper>/versions", methods=["GET", "POST"])
@right(SECRETARY, ORGANIZER, HEAD)
def revise_paper(ulid: str, paper: str) -> ResponseReturnValue:
    found, form, status = _to_change(ulid, paper), VersionForm(), 200
    if form.is_submitted():
        status = 422
        files = kept(form.files) if form.validate() else None
        if files is not None and _revised(ulid, paper, form, files):
            flash(_("Added. What was there before stays on record."), "success")
            return redirect(url_for("events.paper", ulid=ulid, paper=paper))
        found = _to_change(ulid, paper)
    return _page("events/papers/revise.html", found, form), status


def _revised(ulid: str, paper: str, form: VersionForm, files: dict[str, KeptFile]) -> bool:
    reader, now = current_reader(), clock.now()
    try:
        with writing():
            found = queries.get_paper(ulid, paper, reader, to_change=True)
            if form.what.data == NEW_VERSION:
                actions.add_version(found, files, form.note.data, by=reader, now=now)
            else:
                actions.add_translations(found, files, by=reader, now=now)
    except RuleBroken as error:
        put_beside(form, error)
        return False
    return True


@blueprint.route("/events/<ulid>/papers/<paper>/withdraw", methods=["GET", "POST"])
@right(SECRETARY, ORGANIZER, HEAD)
def withdraw_paper(ulid: str, paper: str) -> ResponseReturnValue:
    found, form, reader = _to_change(ulid, paper), FlaskForm(), current_reader()
    if not form.validate_on_submit():
        return _page("events/papers/withdraw.html", found, form, days=rules.RESTORABLE.days)
    with writing():
        actions.withdraw_paper(queries.get_paper(ulid, paper, reader, to_change=True), by=reader, now=clock.now())
    flash(_("The paper is withdrawn."), "success")
    return redirect(url_for("events.paper", ulid=ulid, paper=paper))


@blueprint.post("/events/<ulid>/papers/<paper>/restore")
@right(SECRETARY, ORGANIZER, HEAD)
def restore_paper(ulid: str, paper: str) -> ResponseReturnValue:
    reader = current_reader()
    with writing():
        actions.restore_paper(queries.get_paper(ulid, paper, reader, to_change=True), by=reader, now=clock.now())
    flash(_("The paper is restored."), "success")
    return redirect(url_for("events.paper", ulid=ulid, paper=paper))
