"""Writes of programmes. Those of halls and of sessions are beside it, and are handed out here too.

A programme is a draft, which may hold whatever clashes, or published, which must not: it is live, so what is changed
shows at once, and what would make a clash is refused until it is taken back to draft.
"""

from datetime import datetime

from forumhub.database import db, locked
from forumhub.errors import N_
from forumhub.events.entering import require_organizer
from forumhub.events.models import Event
from forumhub.events.programme import rules
from forumhub.events.programme.entering import WouldClash, enter, to_change, without_new_clash
from forumhub.events.programme.halls import add_hall, edit_hall, order_halls, remove_hall, take_halls
from forumhub.events.programme.models import Programme
from forumhub.events.programme.queries import blocking, count_sessions, programme_of, sessions_of, slots_of
from forumhub.events.programme.sessions import (
    add_session,
    build_session,
    delete_session,
    edit_session,
    move_session,
    restore_session,
)
from forumhub.events.rules import check_open
from forumhub.parties.policy import Reader

__all__ = [
    "add_hall",
    "add_session",
    "build_session",
    "delete_session",
    "edit_hall",
    "edit_session",
    "move_session",
    "open_programme",
    "order_halls",
    "publish_programme",
    "remove_hall",
    "restore_session",
    "set_days",
    "take_back_programme",
    "take_halls",
]


def open_programme(event: Event, *, by: Reader, now: datetime) -> Programme:
    """The event's programme, made as a draft without halls where there is none yet. Raises NotAllowed, RuleBroken."""
    event = locked(Event, event.id)
    require_organizer(by, event.party_ids)
    programme = programme_of(event.id)
    if programme is None:
        check_open(event.state)
        start, end = rules.USUAL_DAY
        programme = Programme(event=event, day_start=start, day_end=end, created_at=now, changed_at=now)
        db.session.add(programme)
        enter(programme, "open", by=by, now=now)
    return programme


def set_days(programme: Programme, *, day_start: int, day_end: int, by: Reader, now: datetime) -> None:
    """Between which minutes of a day sessions lie. Raises RuleBroken."""
    rules.check_days(day_start, day_end)
    programme = to_change(programme, by)
    with without_new_clash(programme):
        programme.day_start, programme.day_end = day_start, day_end
    programme.lock_version += 1
    enter(programme, "days", by=by, now=now)


def publish_programme(programme: Programme, *, by: Reader, now: datetime) -> None:
    """Whoever sees the event sees it from now on. Raises RuleBroken; WouldClash where anything clashes."""
    programme = to_change(programme, by)
    rules.check_publishing(programme.state, count_sessions(programme))
    slots = slots_of(sessions_of(programme))
    if found := blocking(programme, slots):
        raise WouldClash(N_("Not published: clear these clashes first."), found, slots, programme.frame)
    programme.state, programme.published_at = rules.PUBLISHED, now
    programme.version += 1
    programme.lock_version += 1
    enter(programme, "publish", by=by, now=now, version=programme.version)


def take_back_programme(programme: Programme, *, by: Reader, now: datetime) -> None:
    """A draft again: readers and their calendars lose it until it is published once more. Raises RuleBroken."""
    programme = to_change(programme, by)
    rules.check_published(programme.state)
    programme.state = rules.DRAFT
    programme.lock_version += 1
    enter(programme, "take_back", by=by, now=now)
