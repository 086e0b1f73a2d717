"""Imports that go on by themselves: in the request for a moment, then in the worker, each minute until all is done."""

import logging
import time
from datetime import datetime
from typing import TYPE_CHECKING

from huey import crontab

from forumhub import clock
from forumhub.database import db, writing
from forumhub.mail.worker import periodic, run_soon
from forumhub.parties.policy import Reader
from forumhub.parties.queries import account_of, reader_of
from forumhub.registration.lists import queries
from forumhub.registration.lists.choices import Choices
from forumhub.registration.lists.entering import enter_batch, stop_import
from forumhub.registration.lists.judging import plan_of
from forumhub.registration.lists.models import DelegateList
from forumhub.registration.lists.rules import RUNNING
from forumhub.registration.lists.storing import unpacked_table

if TYPE_CHECKING:
    from flask import Flask

logger = logging.getLogger(__name__)

TASK = "import_lists"
AT_ONCE = 20.0
"""Seconds after which the worker looks at its mails before it goes on."""


def go_on_with_all(app: "Flask") -> None:
    """What was started and is not finished, however it was broken off. One that fails stops, and the others go on."""
    hours = app.config["QUARANTINE_HOURS"]
    with app.app_context():
        left = [_go_on_or_stop(list_id, hours) for list_id in queries.running_lists()]
    if any(left):
        run_soon(app, TASK)


def _go_on_or_stop(list_id: int, quarantine_hours: int) -> bool:
    try:
        return _go_on_as_its_person(list_id, quarantine_hours)
    except Exception:
        db.session.rollback()
        logger.exception("the import of list %s failed and was stopped", list_id)
        with writing():
            stop_import(list_id, now=clock.now())
        return False


def _go_on_as_its_person(list_id: int, quarantine_hours: int) -> bool:
    kept = db.session.get(DelegateList, list_id)
    account = account_of(kept.person_id) if kept else None
    now = clock.now()
    reader = reader_of(account, now, quarantine_hours) if account else Reader()
    return go_on(list_id, by=reader, now=now, seconds=AT_ONCE)


def go_on(list_id: int, *, by: Reader, now: datetime, seconds: float) -> bool:
    """Enters batch after batch, each its own transaction, for at most this long; whether more is to be done."""
    kept = db.session.get(DelegateList, list_id)
    if kept is None or kept.state != RUNNING:
        return False
    plan = plan_of(unpacked_table(kept.cells), Choices.from_json(kept.choices), kept.event)
    until, more = time.monotonic() + seconds, True
    while more and time.monotonic() < until:
        with writing():
            more = enter_batch(list_id, plan, by=by, now=now)
    return more


periodic[TASK] = crontab(), go_on_with_all
