"""What the pages of programmes share."""

from flask import abort, request
from flask_wtf import FlaskForm

from forumhub.errors import RuleBroken
from forumhub.events.forms.fields import put_beside
from forumhub.events.programme.entering import WouldClash
from forumhub.events.programme.forms.words import PROGRAMME_STATES, SESSION_KINDS, SESSION_STATES
from forumhub.events.programme.models import Programme, ProgrammeSession
from forumhub.events.programme.queries import get_programme, get_session
from forumhub.events.programme.views.wording import refusal
from forumhub.events.views.room import blueprint
from forumhub.web import LANGUAGE_LABELS, current_reader


@blueprint.app_context_processor
def programme_words() -> dict[str, object]:
    return {
        "session_kinds": SESSION_KINDS,
        "session_states": SESSION_STATES,
        "programme_states": PROGRAMME_STATES,
        "language_labels": LANGUAGE_LABELS,
    }


def programme_to_edit(ulid: str) -> Programme:
    """Of the event with this ULID. Raises NotFound or NotAllowed."""
    return get_programme(ulid, current_reader(), to_organize=True)


def session_to_edit(ulid: str, session: str) -> ProgrammeSession:
    return get_session(programme_to_edit(ulid), session)


def version_sent() -> int:
    """The lock version of a button; 400 where it was tampered with."""
    text = request.form.get("lock_version", "")
    if not (text.isascii() and text.isdigit() and len(text) < 10):
        abort(400)
    return int(text)


def put_refusal(form: FlaskForm, error: RuleBroken, ulid: str) -> None:
    """Beside the field that it names, else above the form; a clash with its sentences."""
    if isinstance(error, WouldClash):
        form.form_errors.extend(refusal(error, programme_to_edit(ulid)))
    else:
        put_beside(form, error)
