"""A text that was edited off line comes back: shown with what it would change, then saved like any other."""

from flask import render_template
from flask.typing import ResponseReturnValue

from forumhub.errors import N_, RuleBroken
from forumhub.events.forms.fields import put_beside
from forumhub.markdown import decode
from forumhub.markdown.limits import MAX_BYTES
from forumhub.minutes import history, queries
from forumhub.minutes.filenames import named_in
from forumhub.minutes.forms import TypedTexts, UploadForm
from forumhub.minutes.models import Document
from forumhub.minutes.texts import as_typed
from forumhub.minutes.views.blueprint import blueprint
from forumhub.minutes.views.drafting import to_edit
from forumhub.minutes.views.merging import offer
from forumhub.parties.policy import SECRETARY
from forumhub.web import LANGUAGE_LABELS, current_reader, right


@blueprint.get("/minutes/<ulid>/upload")
@right(SECRETARY)
def upload(ulid: str) -> str:
    return _page(to_edit(ulid), UploadForm(formdata=None))


def _page(document: Document, form: UploadForm) -> str:
    latest = queries.latest_revision(document.id)
    return render_template("minutes/upload.html", document=document, form=form, latest=latest)


@blueprint.post("/minutes/<ulid>/upload")
@right(SECRETARY)
def do_upload(ulid: str) -> ResponseReturnValue:
    """Saves nothing: it answers with the editor, or with what has to be chosen first."""
    document, form = to_edit(ulid), UploadForm()
    if not form.validate_on_submit():
        return _page(document, form), 422
    try:
        typed = _uploaded(document, form)
    except RuleBroken as error:
        error.field = error.field or "file"
        put_beside(form, error)
        return _page(document, form), 422
    return offer(document, typed)


def _uploaded(document: Document, form: UploadForm) -> TypedTexts:
    """The file's language, and the others as they were in its base. Raises RuleBroken."""
    name, raw = form.file.data.filename or "", form.file.data.stream.read(MAX_BYTES + 1)
    if len(raw) > MAX_BYTES:
        limit = MAX_BYTES // 1024
        raise RuleBroken(N_("The text is larger than %(limit)s KB; annexes can be files of their own."), limit=limit)
    text = as_typed(decode(raw))
    base, code = named_in(name)
    base, code = base if form.base.data is None else form.base.data, form.language.data or code
    revision = None if base is None else history.find_revision(document.id, base, current_reader())
    if revision is None:
        raise RuleBroken(N_("Give the number of the revision on which the file was edited."), field="base")
    if code not in LANGUAGE_LABELS:
        raise RuleBroken(
            N_("The file's name says no language known here. Choose the language of the file."), "language"
        )
    return TypedTexts(revision.number, {**revision.sources, code: text})
