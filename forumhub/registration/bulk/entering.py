"""How many registrations of one event change their state at once, under the lock on it: as `places` enters each."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import update

from forumhub.database import db
from forumhub.events.actions import release_place, set_standings
from forumhub.registration import rules
from forumhub.registration.models import Invitation, Registration
from forumhub.registration.places import record
from forumhub.registration.signals import registration_changed


def enter_all(registrations: Sequence[Registration], act: str, state: str, *, by: int | None, now: datetime) -> None:
    """Sets and records the state of each and tells later rooms, in a few statements for all."""
    befores = [each.state for each in registrations]
    changed = update(Registration).where(Registration.id.in_([each.id for each in registrations]))
    db.session.execute(changed.values(state=state, offered_until=None, changed_at=now))
    for each in registrations:
        record(each, act, by=by, now=now)
    db.session.flush()
    set_standings(registrations[0].event, [each.person_id for each in registrations], state)
    for each, before in zip(registrations, befores, strict=True):
        registration_changed.send(registration=each, before=before)


def leave_all(registrations: Sequence[Registration], act: str, state: str, *, by: int | None, now: datetime) -> None:
    """As `enter_all`; the places that they held, or that were offered to them, become free, and their links end."""
    held = sum(rules.holds_place(each.state, each.offered_until) for each in registrations)
    ids = [each.id for each in registrations]
    links = update(Invitation).where(Invitation.registration_id.in_(ids), Invitation.withdrawn_at.is_(None))
    db.session.execute(links.values(withdrawn_at=now))
    enter_all(registrations, act, state, by=by, now=now)
    if held:
        release_place(registrations[0].event, held)
