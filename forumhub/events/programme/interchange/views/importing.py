"""Importing a schedule: the file, then what it would do, then the word to do it."""

from pathlib import Path
from typing import BinaryIO, cast
from zoneinfo import ZoneInfo

from flask import current_app, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext
from flask_wtf import FlaskForm
from werkzeug.datastructures import FileStorage

from forumhub import clock
from forumhub.database import writing
from forumhub.errors import N_, RuleBroken
from forumhub.events.forms import put_beside
from forumhub.events.models import Event
from forumhub.events.programme.entering import WouldClash
from forumhub.events.programme.interchange import keeping, rules
from forumhub.events.programme.interchange.actions import import_schedule, rendered
from forumhub.events.programme.interchange.exporting import read_schedule
from forumhub.events.programme.interchange.forms import ImportForm
from forumhub.events.programme.interchange.interpreting import interpret
from forumhub.events.programme.interchange.keeping import Upload
from forumhub.events.programme.interchange.patches import apply_patches
from forumhub.events.programme.interchange.planning import Plan, plan_import
from forumhub.events.programme.interchange.queries import every_session
from forumhub.events.programme.interchange.raw import Note
from forumhub.events.programme.interchange.reading import NothingTaken, Reading, require_sessions
from forumhub.events.programme.interchange.words import FIELDS, LANGUAGE
from forumhub.events.programme.queries import get_programme, programme_of
from forumhub.events.programme.rules import PUBLISHED
from forumhub.events.programme.views.wording import refusal
from forumhub.events.queries import get_event
from forumhub.events.rules import check_open
from forumhub.events.views.room import blueprint
from forumhub.parties.policy import ORGANIZER
from forumhub.web import current_reader, right, say


@blueprint.route("/events/<ulid>/programme/import", methods=["GET", "POST"])
@right(ORGANIZER)
def programme_import(ulid: str) -> ResponseReturnValue:
    event, form = _event(ulid), ImportForm()
    notes: list[tuple[int, str, str]] = []
    if not form.is_submitted():
        return render_template("events/programme/interchange/import.html", event=event, form=form, notes=[])
    try:
        if form.validate() and (upload := _upload(event, form)):
            form.kept.data = _token(upload)
            _reading(event, upload)
            return redirect(url_for("events.programme_import_check", ulid=ulid, token=form.kept.data))
    except RuleBroken as error:
        put_beside(form, error)
        notes = _in_words(error.notes) if isinstance(error, NothingTaken) else []
        if isinstance(error, rules.ZoneNeeded):
            form.zone.data = form.zone.data or event.timezone
        else:
            form.kept.data = ""
    return render_template("events/programme/interchange/import.html", event=event, form=form, notes=notes), 422


def _in_words(notes: list[Note]) -> list[tuple[int, str, str]]:
    """Line, of what, and why."""
    return [(note.line, note.what, say(note.why)) for note in notes]


def _event(ulid: str) -> Event:
    """Raises NotFound or NotAllowed, RuleBroken for an event that was held or cancelled."""
    event = get_event(ulid, current_reader(), to_organize=True)
    check_open(event.state)
    return event


def _root() -> Path:
    return Path(current_app.config["INSTANCE"]) / "imports"


def _token(upload: Upload) -> str:
    return keeping.sign(upload, current_app.config["SECRET_KEY"])


def _sent(token: str, ulid: str) -> Upload | None:
    secret, person = current_app.config["SECRET_KEY"], current_reader().person_id
    return keeping.find_upload(token, secret, event=ulid, person_id=person)


def _upload(event: Event, form: ImportForm) -> Upload | None:
    """What was sent now, or before; None, and the form says why, where there is neither."""
    zone, limit = form.zone.data or "", current_app.config["MAX_UPLOAD_BYTES"]
    if isinstance(form.file.data, FileStorage):
        stream, name = cast(BinaryIO, form.file.data.stream), form.file.data.filename or ""
        digest, name = keeping.keep(_root(), name, stream, limit=limit, now=clock.now().timestamp())
        return Upload(event.ulid, current_reader().person_id, digest, name, zone)
    before = _sent(form.kept.data or "", event.ulid)
    if before is None:
        form.file.errors = [*form.file.errors, _("Choose the file of the schedule.")]
        return None
    return Upload(before.event, before.person_id, before.sha256, before.name, zone)


def _reading(event: Event, upload: Upload) -> Reading:
    """Raises RuleBroken for what cannot be imported."""
    zone = rules.zone_of(upload.zone) if upload.zone else None
    raw = read_schedule(keeping.content_of(_root(), upload))
    reading = interpret(raw, ZoneInfo(event.timezone), zone)
    apply_patches(reading)
    require_sessions(reading)
    return reading


@blueprint.route("/events/<ulid>/programme/import/<token>", methods=["GET", "POST"])
@right(ORGANIZER)
def programme_import_check(ulid: str, token: str) -> ResponseReturnValue:
    """What it would do; on POST it is done, on what there is then."""
    event, form = _event(ulid), FlaskForm()
    refused: list[str] = []
    upload = _sent(token, ulid)
    try:
        if upload is None:
            raise RuleBroken(N_("The file is kept for a day only; choose it again."))
        reading = _reading(event, upload)
        plan = _plan(event, reading)
    except RuleBroken as error:
        flash(say(error), "error")
        return redirect(url_for("events.programme_import", ulid=ulid))
    if form.validate_on_submit():
        try:
            done = _import(ulid, upload, rendered(plan))
            flash(_done_words(done), "success")
            return redirect(url_for("events.programme_edit", ulid=ulid))
        except RuleBroken as error:
            refused = _refusal(ulid, error)
            event = _event(ulid)
    programme = programme_of(event.id)
    return render_template(
        "events/programme/interchange/check.html",
        event=event,
        form=form,
        plan=plan,
        upload=upload,
        notes=_in_words(plan.notes),
        fields=FIELDS,
        refused=refused,
        most=rules.MOST_NOTES,
        published=programme is not None and programme.state == PUBLISHED,
    ), 422 if refused else 200


def _plan(event: Event, reading: Reading) -> Plan:
    programme = programme_of(event.id)
    return plan_import(event, programme, every_session(programme) if programme else [], reading, LANGUAGE)


def _import(ulid: str, upload: Upload, html: dict[str, str]) -> Plan:
    reader, reading = current_reader(), _reading(_event(ulid), upload)
    with writing():
        event = _event(ulid)
        return import_schedule(event, reading, html, language=LANGUAGE, by=reader, now=clock.now())


def _done_words(plan: Plan) -> str:
    made = ngettext("%(num)s session was made.", "%(num)s sessions were made.", len(plan.made))
    changed = ngettext("%(num)s session was changed.", "%(num)s sessions were changed.", len(plan.changed))
    return f"{made} {changed}"


def _refusal(ulid: str, error: RuleBroken) -> list[str]:
    if isinstance(error, WouldClash):
        return refusal(error, get_programme(ulid, current_reader(), to_organize=True))
    return [say(error)]
