"""What is stored of those who register, why, how long and by whom: the words that the forms link to."""

from flask import render_template
from flask.typing import ResponseReturnValue

from forumhub.errors import NotFound
from forumhub.events.queries import get_event
from forumhub.events.views.room import asked
from forumhub.registration.models import RegistrationSettings
from forumhub.registration.queries import settings_of
from forumhub.registration.rules import RETENTION_DAYS, SENSITIVE_DAYS
from forumhub.registration.views.room import blueprint
from forumhub.web import PUBLIC, current_reader, right


@blueprint.get("/privacy")
@right(PUBLIC)
def privacy() -> ResponseReturnValue:
    """?event= names one that the reader may see, whose own days then stand there."""
    try:
        event = get_event(asked("event")["event"], current_reader())
        settings = settings_of(event)
    except NotFound:
        event = None
        settings = RegistrationSettings(retention_days=RETENTION_DAYS, sensitive_days=SENSITIVE_DAYS)
    return render_template("registration/privacy/words.html", event=event, settings=settings)
