"""What the worker does for actions each night."""

from typing import TYPE_CHECKING

from huey import crontab

from forumhub import clock
from forumhub.database import writing
from forumhub.followup.next_meetings import derive_days_again
from forumhub.mail.worker import periodic

if TYPE_CHECKING:
    from flask import Flask


def derive_days(app: "Flask") -> None:
    """Of what is due at the next meeting: who reads of it also follows from roles that began or ran out by their date,
    which no act says.
    """
    with app.app_context(), writing():
        derive_days_again(clock.now())


periodic["derive_days"] = crontab(hour="0", minute="37"), derive_days
