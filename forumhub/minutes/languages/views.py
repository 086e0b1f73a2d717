"""An agreed text gets one more language, from its page."""

from flask import current_app, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from forumhub import clock
from forumhub.database import writing
from forumhub.errors import N_, RuleBroken
from forumhub.events.forms.fields import put_beside
from forumhub.minutes import queries
from forumhub.minutes.actions import require_writer
from forumhub.minutes.languages import rules
from forumhub.minutes.languages.actions import add_version, prepare_version
from forumhub.minutes.languages.forms import LanguageForm
from forumhub.minutes.languages.queries import begun_versions, settled_languages
from forumhub.minutes.models import Document
from forumhub.minutes.preparing import source_in
from forumhub.minutes.texts import as_typed
from forumhub.minutes.views.blueprint import blueprint
from forumhub.parties.policy import SECRETARY
from forumhub.web import current_reader, right


@blueprint.get("/minutes/<ulid>/languages/new")
@right(SECRETARY)
def new_language(ulid: str) -> str:
    document = _to_add(ulid)
    source = source_in(queries.settled_circulation(document).revision, document.working_language)
    return _page(document, LanguageForm(formdata=None, data={"text": source}).offer(_missing(document)))


def _to_add(ulid: str) -> Document:
    document = queries.get_document(ulid, current_reader())
    require_writer(document, current_reader())
    rules.check_addable(document.kind, document.state)
    if not _missing(document):
        raise RuleBroken(N_("The text is agreed, or being written, in every language already."))
    return document


def _missing(document: Document) -> list[str]:
    """Languages in which the text is neither agreed nor being written."""
    agreed = queries.settled_circulation(document).revision
    there = {text.language for text in agreed.texts} | settled_languages(document.id)
    there |= {version.working_language for version in begun_versions(document.id)}
    return [code for code in current_app.config["LANGUAGES"] if code not in there]


def _page(document: Document, form: LanguageForm) -> str:
    return render_template("minutes/languages/new.html", document=document, form=form)


@blueprint.post("/minutes/<ulid>/languages/new")
@right(SECRETARY)
def add_language(ulid: str) -> ResponseReturnValue:
    document, reader = _to_add(ulid), current_reader()
    form = LanguageForm().offer(_missing(document))
    if not form.validate_on_submit():
        return _page(document, form), 422
    try:
        draft = prepare_version(document, form.language.data, as_typed(form.text.data or ""), reader)
        with writing():
            settled, known = queries.get_document(ulid, reader), current_app.config["LANGUAGES"]
            made = add_version(settled, draft, known, by=reader, now=clock.now()).ulid
    except RuleBroken as error:
        if error.field == f"text-{form.language.data}":
            error.field = "text"
        put_beside(form, error)
        return _page(document, form), 422
    return redirect(url_for("minutes.edit", ulid=made))
