"""The templates of an event's letters: to be downloaded, edited in Word, and sent back."""

import io
from pathlib import Path

from flask import Response, current_app, flash, redirect, render_template, request, send_file, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from forumhub import clock, files
from forumhub.database import writing
from forumhub.errors import NotFound, RuleBroken
from forumhub.events.forms import put_beside
from forumhub.events.models import Event
from forumhub.events.queries import get_event
from forumhub.files import KeptFile
from forumhub.parties.policy import ORGANIZER
from forumhub.registration.letters import actions, building, filling, rules
from forumhub.registration.letters.forms import KIND_WORDS, TemplateForm
from forumhub.registration.letters.queries import find_template, templates_of
from forumhub.registration.views.room import blueprint
from forumhub.web import UPLOAD_POLICY, current_reader, right

DOCX = files.MEDIA_TYPES[".docx"]


@blueprint.app_context_processor
def letter_words() -> dict[str, object]:
    return {"letter_kinds": KIND_WORDS}


@blueprint.route("/events/<ulid>/letters", methods=["GET", "POST"])
@right(ORGANIZER)
def letters(ulid: str) -> ResponseReturnValue:
    event, form, status = get_event(ulid, current_reader(), to_organize=True), TemplateForm(), 200
    if form.is_submitted():
        status = 422
        if form.validate() and _set(ulid, form):
            flash(_("The template is kept and serves from now on."), "success")
            return redirect(url_for("registration.letters", ulid=ulid))
        event = get_event(ulid, current_reader(), to_organize=True)
    return _page(event, form), status


def _page(event: Event, form: TemplateForm) -> str:
    return render_template(
        "registration/letters/templates.html",
        event=event,
        form=form,
        own=templates_of(event, current_reader()),
        kinds=rules.KINDS,
        template_languages=rules.LANGUAGES,
        placeholders=rules.PLACEHOLDERS,
    )


def _set(ulid: str, form: TemplateForm) -> bool:
    """False where it is refused; the form then says why."""
    reader, now = current_reader(), clock.now()
    try:
        kept = _taken(form)
        with writing():
            event = get_event(ulid, reader, to_organize=True)
            actions.set_template(event, form.kind.data, form.language.data, kept, by=reader, now=now)
    except RuleBroken as error:
        error.field = "file"
        put_beside(form, error)
        return False
    return True


def _taken(form: TemplateForm) -> KeptFile:
    """Checks before it keeps anything."""
    content, name = form.file.data.read(rules.MOST_BYTES + 1), files.plain_name(form.file.data.filename)
    rules.check_file(name, len(content))
    filling.check_template(content)
    return files.take(_folder(), name, io.BytesIO(content), limit=rules.MOST_BYTES)


def _folder() -> Path:
    folder: Path = current_app.config["INSTANCE"] / "files"
    return folder


@blueprint.get("/events/<ulid>/letters/<kind>/<language>")
@right(ORGANIZER)
def letter_template(ulid: str, kind: str, language: str) -> Response:
    """The one that serves: the event's own, else the built-in."""
    event = get_event(ulid, current_reader(), to_organize=True)
    if not rules.check_kind(kind, language):
        raise NotFound
    return as_download(template_bytes(event, kind, language), f"{kind}-{language}.docx", DOCX)


def template_bytes(event: Event, kind: str, language: str) -> bytes:
    own = find_template(event.id, kind, language)
    return files.path(_folder(), own.sha256).read_bytes() if own else building.built_in(kind, language)


@blueprint.post("/events/<ulid>/letters/remove")
@right(ORGANIZER)
def remove_letter_template(ulid: str) -> ResponseReturnValue:
    reader = current_reader()
    with writing():
        event = get_event(ulid, reader, to_organize=True)
        kind, language = request.form.get("kind", ""), request.form.get("language", "")
        if not rules.check_kind(kind, language):
            raise NotFound
        actions.remove_template(event, kind, language, by=reader, now=clock.now())
    flash(_("The built-in template serves again."), "success")
    return redirect(url_for("registration.letters", ulid=ulid))


def as_download(content: bytes, name: str, kind: str) -> Response:
    """To be saved, never shown as a page of ours."""
    answer = send_file(io.BytesIO(content), mimetype=kind, as_attachment=True, download_name=name)
    answer.headers["Content-Security-Policy"] = UPLOAD_POLICY
    answer.headers["Cache-Control"] = "private, no-store"
    return answer
