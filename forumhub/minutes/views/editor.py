"""The editor: texts saved as revisions, kept as they are typed, shown as they would be read."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from forumhub import clock
from forumhub.database import writing
from forumhub.errors import Conflict, RuleBroken
from forumhub.minutes import actions, queries
from forumhub.minutes.forms import TypedTexts
from forumhub.minutes.models import Document
from forumhub.minutes.preparing import prepare_next
from forumhub.minutes.texts import put_right, read_texts
from forumhub.minutes.views.blueprint import blueprint
from forumhub.minutes.views.drafting import (
    Shown,
    again,
    editor_page,
    own_texts_of,
    remarks_for_writer,
    to_edit,
    typed_texts,
    with_added,
)
from forumhub.minutes.views.merging import stale_page
from forumhub.minutes.views.trying import in_attempts
from forumhub.parties.policy import SECRETARY
from forumhub.web import current_reader, right, say


@blueprint.get("/minutes/<ulid>/edit")
@right(SECRETARY)
def edit(ulid: str) -> str:
    """`?use=copy` shows what the reader typed and has not saved; `?add=zh` adds a language."""
    reader = current_reader()
    document = to_edit(ulid)
    revision, copies = queries.latest_revision(document.id), queries.working_copies(document.id, reader.person_id or 0)
    saved = revision.sources
    unsaved = {code: copy for code, copy in copies.items() if copy.source != saved.get(code, "")}
    typed = TypedTexts(revision.number, with_added(saved))
    if unsaved and request.args.get("use") == "copy":
        base = min(copy.base_number for copy in unsaved.values())
        typed = TypedTexts(base, {**typed.sources, **{code: copy.source for code, copy in unsaved.items()}})
    offered = max((copy.saved_at for copy in unsaved.values()), default=None)
    return editor_page(document, typed, offered=None if request.args.get("use") else offered)


@blueprint.post("/minutes/<ulid>/edit")
@right(SECRETARY)
def save(ulid: str) -> ResponseReturnValue:
    """Saves, or, by `step`, only shows the page again: with its preview, a line put right, or one language more."""
    typed = typed_texts()
    if request.form.get("step") == "preview" or request.form.get("add"):
        return _shown_again(again(ulid), TypedTexts(typed.base, with_added(typed.sources)))
    if place := request.form.get("correct"):
        return _corrected_page(again(ulid), typed, place)
    try:
        revision = _save(ulid, typed)
    except Conflict:
        return stale_page(ulid, typed), 409
    except RuleBroken as error:
        return editor_page(again(ulid), typed, refused=error), 422
    flash(
        _("Saved as revision %(number)s.", number=revision) if revision else _("Nothing changed, so nothing was saved.")
    )
    return redirect(url_for("minutes.edit", ulid=ulid))


def _shown_again(document: Document, typed: TypedTexts) -> str:
    actions.require_writer(document, current_reader())
    return editor_page(document, typed)


def _corrected_page(document: Document, typed: TypedTexts, place: str) -> ResponseReturnValue:
    """With the line of `place` (`en-12`) as its remark offers it; all else as it was typed, and nothing saved."""
    actions.require_writer(document, current_reader())
    language, _dash, line = place.partition("-")
    try:
        corrected = put_right(typed.sources.get(language, ""), int(line) if line.isdecimal() and len(line) < 10 else 0)
    except RuleBroken as error:
        return editor_page(document, typed, refused=error), 422
    return editor_page(document, TypedTexts(typed.base, {**typed.sources, language: corrected}))


def _save(ulid: str, typed: TypedTexts) -> int | None:
    """The new revision's number, None where nothing changed."""
    reader = current_reader()

    def attempt() -> int | None:
        document = again(ulid)
        draft = prepare_next(document, typed.sources, typed.base, reader)
        with writing():
            revision = actions.save_revision(document, draft, by=reader, now=clock.now())
            return revision.number if revision else None

    return in_attempts(attempt)


@blueprint.post("/minutes/<ulid>/preview")
@right(SECRETARY)
def preview(ulid: str) -> ResponseReturnValue:
    """A fragment: the page of one language (`?language=`) as it is typed, and its remarks."""
    document = queries.get_document(ulid, current_reader())
    actions.require_writer(document, current_reader())
    code = request.args.get("language", document.working_language)
    source = typed_texts().sources.get(code, "")
    try:
        reading = read_texts({code: source}, code)
    except RuleBroken as error:
        return render_template(
            "minutes/_preview.html", document=document, shown=Shown(code, source, [], ""), error=say(error)
        )
    remarks = remarks_for_writer(document, reading, own_texts_of(document))[code]
    shown = Shown(code, source, remarks, reading.working.html)
    return render_template("minutes/_preview.html", document=document, shown=shown, error="")


@blueprint.post("/minutes/<ulid>/autosave")
@right(SECRETARY)
def autosave(ulid: str) -> ResponseReturnValue:
    """Keeps what is typed for this person alone; answers when."""
    reader, typed, now = current_reader(), typed_texts(), clock.now()
    with writing():
        document = queries.get_document(ulid, reader)
        actions.keep_working_copy(document, typed.sources, typed.base, by=reader, now=now)
    return {"saved_at": now.isoformat()}


@blueprint.post("/minutes/<ulid>/discard")
@right(SECRETARY)
def discard(ulid: str) -> ResponseReturnValue:
    """Forgets what the reader typed and did not save."""
    reader = current_reader()
    with writing():
        actions.drop_working_copies(queries.get_document(ulid, reader), by=reader)
    return redirect(url_for("minutes.edit", ulid=ulid))
