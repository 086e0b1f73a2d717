"""What tests of pages ask of them."""

import re

from forumhub.database import db
from forumhub.minutes.models import Document
from tests.minutes.arranging import Meeting


def made(held: Meeting, make: str = "create", *arguments: object, **values: object) -> str:
    with held.world.app.app_context():
        return getattr(held, make)(*arguments, **values)


def document(held: Meeting) -> tuple[str, str, int]:
    """State, working text and number of revisions of the one document there is."""
    with held.world.app.app_context():
        found = db.session.query(Document).one()
        last = found.revisions[-1]
        return found.state, next(t.source for t in last.texts if t.language == found.working_language), last.number


def hidden(page: str, name: str) -> str:
    """The value of a hidden field."""
    field = re.search(rf'<input[^>]*name="{name}"[^>]*>', page)
    return re.search(r'value="([^"]*)"', field.group()).group(1)


def without_token(page: str) -> str:
    """The CSRF token names the second in which it was made."""
    return re.sub(r'name="csrf_token" value="[^"]*"', "", page)


def textarea(page: str, language: str) -> str:
    return re.search(rf'<textarea[^>]*name="text-{language}"[^>]*>\n(.*?)</textarea>', page, re.DOTALL).group(1)
