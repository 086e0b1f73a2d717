"""What the followup room does when items were written: its tallies follow before the transaction ends."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import event, inspect
from sqlalchemy.orm import Session

from forumhub import clock
from forumhub.database import db
from forumhub.events.models import Event
from forumhub.events.signals import event_changed, heads_changed, standing_changed
from forumhub.followup import next_meetings
from forumhub.followup.models import Item
from forumhub.followup.tallies.counting import TOUCHED, count_touched, note_changes
from forumhub.followup.tallies.rules import places
from forumhub.parties.models import Account, Person
from forumhub.parties.signals import office_left

MOVING = ("local_start", "state", "access", "party_ids")
"""What of a meeting says on which day it is, if on any, and who sees it."""


@event.listens_for(Item, "before_insert")
@event.listens_for(Item, "before_update")
def take_place(mapper: Any, connection: Any, item: Item) -> None:
    item.due_place, item.due_place_back = places(item.state, item.due_on)


@event_changed.connect
def note_meeting(sender: Any, event: Event, before: Mapping[str, object] | None, **_: object) -> None:
    """Planned, moved, postponed, cancelled, reinstated, or seen by others: what is due at the next meeting may be due
    on another day."""
    if before is None or any(before[name] != getattr(event, name) for name in MOVING):
        next_meetings.note_meeting(event.id)


@standing_changed.connect
@heads_changed.connect
def note_naming(sender: Any, event: Event, **_: object) -> None:
    """Whom a meeting names reads what it agreed, and learns of the next one only where they may see it. Where it stands
    alone there is no next one.
    """
    if event.series_id:
        next_meetings.note_naming(event.id)


@office_left.connect
def note_leaving(sender: Any, *, person: Person, **_: object) -> None:
    """Who left is no head to any meeting, and reads by being registered alone what their party read. For roles that
    begin, or run out by their date, there is `nightly`.
    """
    next_meetings.note_person(person.id)


@event.listens_for(Account, "after_insert")
@event.listens_for(Account, "after_update")
def note_account(mapper: Any, connection: Any, account: Account) -> None:
    """Who could not sign in before reads from now on what names them."""
    if account.active and inspect(account).attrs.active.history.has_changes():
        next_meetings.note_person(account.person_id)


@event.listens_for(db.session, "before_commit", insert=True)
def set_days_before_the_end(session: Session) -> None:
    """Before later rooms, whose calendars follow the items."""
    if not session.in_nested_transaction():
        next_meetings.derive_touched(clock.now())


@event.listens_for(db.session, "after_flush")
def note_items(session: Session, context: Any) -> None:
    note_changes(session)


@event.listens_for(db.session, "before_commit")
def count_before_the_end(session: Session) -> None:
    if not session.in_nested_transaction():  # a savepoint's end commits nothing yet
        count_touched()


@event.listens_for(db.session, "after_rollback")
def forget(session: Session) -> None:
    if not session.in_nested_transaction():  # a savepoint's end takes back nothing that was done before it
        for name in (TOUCHED, *next_meetings.NOTED):
            session.info.pop(name, None)
