"""What the worker purges each night, as `forumhub purge` does."""

from typing import TYPE_CHECKING

from huey import crontab

from forumhub import clock
from forumhub.mail.worker import periodic
from forumhub.registration.purging import purge

if TYPE_CHECKING:
    from flask import Flask


def purge_all(app: "Flask") -> None:
    with app.app_context():
        purge(clock.now(), app.config["INSTANCE"] / "files")


periodic["purge"] = crontab(hour="2", minute="43"), purge_all
