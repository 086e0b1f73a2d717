"""What the questions do when an event is copied."""

from collections.abc import Collection
from datetime import datetime

from forumhub.events.copying.rules import SETTINGS
from forumhub.events.models import Event
from forumhub.events.signals import event_copied
from forumhub.parties.policy import Reader
from forumhub.registration.questions.drafting import copy_questions
from forumhub.registration.questions.queries import form_of


@event_copied.connect
def copy_form(
    sender: object, *, event: Event, source: Event, parts: Collection[str], by: Reader, now: datetime, **_: object
) -> None:
    """With its settings, as a draft: the organizer looks at it before anybody is asked. Readers are not copied."""
    if SETTINGS in parts and (form := form_of(source)) and form.questions:
        copy_questions(form, event, by=by, now=now)
