"""What the worker does for applications by mail each hour."""

from typing import TYPE_CHECKING

from huey import crontab

from forumhub import clock
from forumhub.database import writing
from forumhub.mail.worker import periodic
from forumhub.registration.applying.actions import drop_lapsed

if TYPE_CHECKING:
    from flask import Flask


def drop_all_lapsed(app: "Flask") -> None:
    with app.app_context(), writing():
        drop_lapsed(now=clock.now())


periodic["drop_lapsed_applications"] = crontab(minute="17"), drop_all_lapsed
