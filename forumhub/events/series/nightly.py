"""What the worker does for series each night."""

from typing import TYPE_CHECKING

from huey import crontab

from forumhub import clock
from forumhub.events.series.planning import plan_ahead
from forumhub.mail.worker import periodic

if TYPE_CHECKING:
    from flask import Flask


def plan_all(app: "Flask") -> None:
    """Plans every series as far ahead as it is set to be."""
    with app.app_context():
        plan_ahead(clock.now())


periodic["plan_series"] = crontab(hour="1", minute="17"), plan_all
