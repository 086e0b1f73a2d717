"""How many files who holds a link, and has no account, may send: each is written to disk before the form is right."""

import time

from flask import current_app, request
from flask_babel import gettext as _

MOST_UPLOADS = 30
"""Forms with files by one link within the window of `parties.accounts.attempts`."""


def uploads_too_often(token: str) -> bool:
    """Counts this form, too, where it carries a file."""
    if not any(file.filename for file in request.files.values()):
        return False
    attempts, key = current_app.extensions["forumhub.attempts"], ("upload", token)
    too_often: bool = attempts.of(key, time.monotonic()) >= MOST_UPLOADS
    if not too_often:
        attempts.add(key, time.monotonic())
    return too_often


def too_many_uploads() -> str:
    return str(
        _("Many files were sent by this link just now. Wait five minutes, choose the file again, and send the form.")
    )
