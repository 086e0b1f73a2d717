"""What an organizer had before their eyes when they sent a form: the event as it stood, and whom it would tell."""

from flask import request

from forumhub.events.actions import Seen
from forumhub.events.consequences.rules import UNSEEN
from forumhub.events.forms.fields import number_in


def seen() -> Seen:
    """The lock version and the number of people that the page showed; what was tampered with was never shown."""
    return Seen(lock_version=_number("lock_version", 0), told=_number("told", UNSEEN))


def _number(name: str, other: int) -> int:
    return number_in(request.form.get(name), other)
