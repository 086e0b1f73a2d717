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
from forumhub.registration.rules import EVERYONE


def events_due(now: datetime) -> list[int]:
    """Row ids of the events whose deadline is near, in their order."""
    near = RegistrationSettings.deadline > now, RegistrationSettings.deadline <= now + rules.REMIND_BEFORE
    due = select(Event.id).join(RegistrationSettings, Event.id == RegistrationSettings.event_id)
    return list(db.session.scalars(due.where(*near, Event.state.in_(sorted(PLANNED))).order_by(Event.id)))


def remind_parties(event_id: int, *, now: datetime) -> int:
    """Reminds the event's parties that have not submitted; returns how many mails go.

    What made it due is read anew under the lock on the event: it may have been cancelled, or its deadline moved.
    """
    event = locked(Event, event_id)
    settings = db.session.get(RegistrationSettings, event_id, populate_existing=True)
    if settings is None or settings.deadline is None or event.state not in PLANNED:
        return 0
    return _remind(event, settings, settings.deadline, now)


def _remind(event: Event, settings: RegistrationSettings, deadline: datetime, now: datetime) -> int:
    told = 0
    lists = {
        each.party_id: each for each in db.session.scalars(select(Nomination).where(Nomination.event_id == event.id))
    }
    for party in event.parties:
        awaited = lists.get(party.id) or Nomination(
            event=event, party=party, state=rules.DRAFT, words="", changed_at=now, lock_version=1
        )
        if _is_awaited(awaited, settings.applicants) and rules.reminder_due(deadline, awaited.reminded_for, now):
            awaited.reminded_for = deadline
            db.session.add(awaited)
            db.session.flush()
            record(awaited, "remind_list", readers={party.id}, by=None, now=now)
            told += notices.tell_party(awaited, "due", now=now)
    return told


def _is_awaited(nomination: Nomination, applicants: str) -> bool:
    """It was never accepted, and is not with the organizers; or it was returned.

    Where everyone may apply, parties need not send a list: it is awaited only of who has begun one.
    """
    if nomination.state == rules.RETURNED:
        return True
    begun = applicants != EVERYONE or bool(nomination.listed)
    return begun and nomination.state == rules.DRAFT and not nomination.accepted_once
