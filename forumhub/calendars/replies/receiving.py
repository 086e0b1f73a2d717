"""Takes what the mail server hands over: reads it first, then puts it on record in one transaction."""

from typing import TYPE_CHECKING

from sqlalchemy.exc import DataError

from forumhub import clock
from forumhub.calendars.replies.actions import receive_mail
from forumhub.calendars.replies.messages import Arrived
from forumhub.calendars.replies.proving import Prover
from forumhub.calendars.replies.reading import Reading, read_mail
from forumhub.database import db, writing
from forumhub.errors import N_, RuleBroken
from forumhub.mail.receiving import takers

if TYPE_CHECKING:
    from flask import Flask


def take(app: "Flask", raw: bytes, recipient: str) -> None:
    """Raises what the database raises: the mail has to be handed over again."""
    reading = read_mail(raw)
    with app.app_context():
        try:
            put_on_record(raw, reading, recipient, Prover(app.config["AUTHSERV_ID"], app.config["TRUSTED_DOMAINS"]))
        finally:
            db.session.remove()


def put_on_record(raw: bytes, reading: Reading, recipient: str, prover: Prover) -> None:
    """What the database does not take would not be taken later either, so that it is recorded without its content."""
    try:
        _record(raw, reading, recipient, prover)
    except (DataError, UnicodeError, OverflowError):
        broken = RuleBroken(N_("It holds values that cannot be stored."))
        _record(raw, Reading(Arrived(sent_to=reading.mail.sent_to), broken=broken), recipient, prover)


def _record(raw: bytes, reading: Reading, recipient: str, prover: Prover) -> None:
    with writing():
        receive_mail(raw, reading, recipient, prover, now=clock.now())


takers.append(take)
