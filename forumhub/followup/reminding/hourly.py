"""What the worker does for reminders, four times an hour: somewhere it is morning at any quarter of it."""

import logging
from datetime import datetime
from typing import TYPE_CHECKING

from huey import crontab

from forumhub import clock
from forumhub.database import db, writing
from forumhub.followup.reminding import actions, queries, rules
from forumhub.mail.worker import periodic
from forumhub.parties.models import Person

if TYPE_CHECKING:
    from flask import Flask

logger = logging.getLogger(__name__)


def remind_all(app: "Flask") -> None:
    """Reminds everybody whose day it is, once a day each, in one transaction a person."""
    with app.app_context():
        now = clock.now()
        due = [person.id for person in waiting(now) if actions.due_for(person, now)]
        db.session.rollback()
        for person_id in due:
            _remind(person_id, now)


def waiting(now: datetime) -> list[Person]:
    """Those whose mail of the day may still come."""
    days = {person: day for person in queries.people_to_remind(now) if (day := rules.their_day(now, person.timezone))}
    mailed = queries.mailed_on(set(days.values()))
    return [person for person, day in days.items() if (person.id, day) not in mailed]


def _remind(person_id: int, now: datetime) -> None:
    try:
        with writing():
            actions.remind(person_id, now=now)
    except Exception:  # the others must still be reminded
        logger.exception("the person in row %s was not reminded", person_id)


periodic["remind_of_actions"] = crontab(minute="4,19,34,49"), remind_all
