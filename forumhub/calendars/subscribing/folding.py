"""What the worker does with the notes of polls every five minutes."""

from typing import TYPE_CHECKING

from huey import crontab

from forumhub import clock
from forumhub.calendars.subscribing.actions import write_uses
from forumhub.calendars.subscribing.noting import finished, read_uses
from forumhub.database import writing
from forumhub.mail.worker import periodic

if TYPE_CHECKING:
    from flask import Flask

FOLDER = "polls"


def fold_polls(app: "Flask") -> None:
    """Writes down the last use of each link, in one transaction, and then removes the notes."""
    notes = finished(app.config["INSTANCE"] / FOLDER, clock.now())
    if not notes:
        return
    uses = read_uses(notes)
    with app.app_context(), writing():
        write_uses(uses)
    for path in notes:
        path.unlink(missing_ok=True)


periodic["fold_polls"] = crontab(minute="*/5"), fold_polls
