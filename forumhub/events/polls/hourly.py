"""What the worker does for date polls each hour."""

from typing import TYPE_CHECKING

from huey import crontab

from forumhub import clock
from forumhub.database import writing
from forumhub.events.polls.reminding import remind_due
from forumhub.mail.worker import periodic

if TYPE_CHECKING:
    from flask import Flask


def remind_all(app: "Flask") -> None:
    """Reminds the parties that have not answered a poll which closes within two days."""
    with app.app_context(), writing():
        remind_due(now=clock.now())


periodic["remind_polls"] = crontab(minute="37"), remind_all
