"""What the worker does for delegations each hour."""

from typing import TYPE_CHECKING

from huey import crontab

from forumhub import clock
from forumhub.database import writing
from forumhub.mail.worker import periodic
from forumhub.registration.delegations.reminding import remind_due

if TYPE_CHECKING:
    from flask import Flask


def remind_all(app: "Flask") -> None:
    """Reminds the parties whose list is due within three days and not submitted."""
    with app.app_context(), writing():
        remind_due(now=clock.now())


periodic["remind_delegations"] = crontab(minute="53"), remind_all
