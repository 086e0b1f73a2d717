"""Takes what the mail server hands over: reads it first, then puts it on record in one transaction."""

from typing import TYPE_CHECKING

from forumhub import clock
from forumhub.calendars.replies.actions import receive_mail
from forumhub.calendars.replies.proving import Prover
from forumhub.calendars.replies.reading import read_mail
from forumhub.database import db, writing
from forumhub.mail.receiving import takers

if TYPE_CHECKING:
    from flask import Flask


def take(app: "Flask", raw: bytes, recipient: str) -> None:
    """Raises what the database raises: the mail has to be handed over again."""
    reading = read_mail(raw)
    prover = Prover(app.config["AUTHSERV_ID"], app.config["TRUSTED_DOMAINS"])
    with app.app_context():
        try:
            with writing():
                receive_mail(raw, reading, recipient, prover, now=clock.now())
        finally:
            db.session.remove()


takers.append(take)
