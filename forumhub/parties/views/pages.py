"""The blueprint, and what its pages with a form share."""

from typing import Any

from flask import Blueprint, render_template, url_for
from flask_wtf import FlaskForm

from forumhub.errors import ForumhubError, NotAllowed, NotFound
from forumhub.parties.models import Party
from forumhub.phrases import in_language
from forumhub.web import language, say

blueprint = Blueprint("parties", __name__)


def form_page(form: FlaskForm, title: str, submit: str, back: str, party: Party | None = None, lead: str = "") -> str:
    """A page that is one form; `party` stands in the way to it."""
    steps = [(in_language(party.names, language()), url_for("parties.show", code=party.code))] if party else []
    return render_template(
        "parties/edit.html", form=form, title=title, submit=submit, cancel_url=back, steps=steps, lead=lead
    )


def refused(form: Any, error: ForumhubError) -> Any:
    """The form with the rule's words beside the field it names, else at the top. Raises what is no input's fault."""
    if isinstance(error, NotFound | NotAllowed):
        raise error
    if error.field and error.field in form:
        form[error.field].errors = [*form[error.field].errors, say(error)]
    else:
        form.form_errors.append(say(error))
    return form
