"""An owner's report, with evidence."""

from typing import BinaryIO, cast

from flask import current_app, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from werkzeug.datastructures import FileStorage

from forumhub import clock, files
from forumhub.database import writing
from forumhub.errors import N_, NotAllowed, RuleBroken
from forumhub.files import KeptFile
from forumhub.followup import actions, queries
from forumhub.followup.forms import ReportForm
from forumhub.followup.models import Item
from forumhub.followup.views.blueprint import blueprint
from forumhub.followup.views.showing import choices_of
from forumhub.parties.models import Party
from forumhub.parties.policy import HEAD, ORGANIZER, SECRETARY
from forumhub.parties.queries import get_party
from forumhub.phrases import in_language
from forumhub.web import current_reader, language, right


@blueprint.get("/follow-up/<register>/<code>/report")
@right(SECRETARY, ORGANIZER, HEAD)
def report(register: str, code: str) -> str:
    item, parties = _to_report(register, code)
    return render_template("followup/report.html", item=item, form=ReportForm(parties, formdata=None))


def _to_report(register: str, code: str) -> tuple[Item, dict[str, str]]:
    """Raises NotAllowed for who may not report on it for any party now."""
    item = queries.get_item(register, code, current_reader())
    parties = choices_of(item, current_reader()).to_report
    if not parties:
        raise NotAllowed(
            N_("Only a party that owns the action reports on it, once it is agreed and until it is closed.")
        )
    return item, names_of(parties)


def names_of(parties: list[Party]) -> dict[str, str]:
    return {party.code: in_language(party.names, language()) for party in parties}


@blueprint.post("/follow-up/<register>/<code>/report")
@right(SECRETARY, ORGANIZER, HEAD)
def do_report(register: str, code: str) -> ResponseReturnValue:
    item, parties = _to_report(register, code)
    form = ReportForm(parties)
    if not form.validate_on_submit():
        return render_template("followup/report.html", item=item, form=form), 422
    try:
        _report(register, code, form, [_kept(upload) for upload in form.files.data or () if upload.filename])
    except RuleBroken as error:
        form.show(error)
        return render_template("followup/report.html", item=_to_report(register, code)[0], form=form), 422
    flash(_("Reported."), "success")
    return redirect(url_for("followup.item", register=register, code=code))


def _kept(upload: FileStorage) -> KeptFile:
    """Writes the upload to its place, before the transaction. Raises RuleBroken for its kind, content or size."""
    root, limit = current_app.config["INSTANCE"] / "files", current_app.config["MAX_UPLOAD_BYTES"]
    return files.take(root, upload.filename or "", cast(BinaryIO, upload.stream), limit=limit)


def _report(register: str, code: str, form: ReportForm, kept: list[KeptFile]) -> None:
    reader = current_reader()
    with writing():
        actions.report_item(
            queries.get_item(register, code, reader),
            get_party(form.party.data),
            form.act.data,
            words=form.words.data or "",
            evidence=form.evidence.data or "",
            kept=kept,
            by=reader,
            now=clock.now(),
        )
