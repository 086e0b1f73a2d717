"""Reminding the parties whose list is not submitted, once before each deadline."""

from datetime import datetime

from sqlalchemy import select

from forumhub.database import db, locked
from forumhub.events.models import Event
from forumhub.events.rules import PLANNED
from forumhub.registration.delegations import notices, rules
from forumhub.registration.delegations.keeping import record
from forumhub.registration.delegations.models import Nomination
from forumhub.registration.models import RegistrationSettings


def remind_due(*, now: datetime) -> int:
    """Of each event whose deadline is near, reminds the parties that have not submitted; returns how many mails go."""
    near = RegistrationSettings.deadline > now, RegistrationSettings.deadline <= now + rules.REMIND_BEFORE
    due = select(RegistrationSettings).join(Event, Event.id == RegistrationSettings.event_id)
    found = db.session.scalars(due.where(*near, Event.state.in_(sorted(PLANNED)))).all()
    return sum(_remind(settings, now) for settings in found)


def _remind(settings: RegistrationSettings, now: datetime) -> int:
    event, deadline, told = locked(Event, settings.event_id), settings.deadline, 0
    assert deadline is not None
    lists = {
        each.party_id: each for each in db.session.scalars(select(Nomination).where(Nomination.event_id == event.id))
    }
    for party in event.parties:
        awaited = lists.get(party.id) or Nomination(
            event=event, party=party, state=rules.DRAFT, words="", changed_at=now, lock_version=1
        )
        if _is_awaited(awaited) and rules.reminder_due(deadline, awaited.reminded_for, now):
            awaited.reminded_for = deadline
            db.session.add(awaited)
            db.session.flush()
            record(awaited, "remind_list", readers={party.id}, by=None, now=now)
            told += notices.tell_party(awaited, "due", now=now)
    return told


def _is_awaited(nomination: Nomination) -> bool:
    """It was never accepted, and is not with the organizers; or it was returned."""
    return nomination.state == rules.RETURNED or (nomination.state == rules.DRAFT and not nomination.accepted_once)
