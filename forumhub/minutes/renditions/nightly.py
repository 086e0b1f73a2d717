"""What was made is forgotten after a while; it is made again for whoever asks."""

from datetime import timedelta
from typing import TYPE_CHECKING

from huey import crontab

from forumhub import clock
from forumhub.mail.worker import periodic
from forumhub.minutes.renditions.making import forget_old

if TYPE_CHECKING:
    from flask import Flask

KEPT = timedelta(days=30)


def forget(app: "Flask") -> None:
    forget_old(app.config["INSTANCE"] / "renditions", before=(clock.now() - KEPT).timestamp())


periodic["forget_renditions"] = crontab(hour="3", minute="11"), forget
