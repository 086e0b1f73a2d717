"""Roles run out by their date, and nobody is told then: each night the passwords that they leave behind end."""

from typing import TYPE_CHECKING

from huey import crontab

from forumhub import clock
from forumhub.calendars.dav.actions import end_passwords
from forumhub.database import writing
from forumhub.mail.worker import periodic

if TYPE_CHECKING:
    from flask import Flask


def end_all(app: "Flask") -> None:
    with app.app_context(), writing():
        end_passwords(now=clock.now())


periodic["end_device_passwords"] = crontab(hour="1", minute="43"), end_all
