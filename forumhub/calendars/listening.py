"""What the calendars room does when an earlier room tells it something.

It notes which events a transaction touched, and whose standing there, and publishes them once, when the transaction is
about to be committed: in the same transaction, but after everything that it says, and with its locks held for the
shortest time.
"""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import event as database_events
from sqlalchemy import select
from sqlalchemy.orm import Session

from forumhub import clock
from forumhub.calendars.actions import publish_events
from forumhub.calendars.describing import described
from forumhub.calendars.inviting import TEMPLATES, attach
from forumhub.calendars.membership import EVENT, PUBLIC_SERIES, SERIES
from forumhub.calendars.publishing import Touched
from forumhub.database import db
from forumhub.events.models import Event, Series
from forumhub.events.programme.models import Programme
from forumhub.events.signals import (
    event_changed,
    heads_changed,
    papers_changed,
    programme_changed,
    series_detail_changed,
    series_renamed,
    standing_changed,
    venue_located,
)
from forumhub.events.venues.models import Venue
from forumhub.followup.models import Item
from forumhub.followup.signals import item_changed
from forumhub.mail.worker import attachers
from forumhub.minutes.models import Document
from forumhub.minutes.signals import document_agreed
from forumhub.registration.signals import event_described

TOUCHED = "calendars_touched"


@standing_changed.connect
@heads_changed.connect
def note_person(sender: object, *, event: Event, person_id: int, **_: object) -> None:
    touched = _touched(db.session())
    touched.events.add(event.id)
    if touched.people is not None:
        touched.people.add(person_id)


@event_changed.connect
def note_event(sender: object, *, event: Event, before: Mapping[str, Any] | None = None, **_: object) -> None:
    """Its programme's feed is called by its titles, which may be none of its entries'."""
    _change(event.id)
    if before and before["titles"] != event.titles:
        _touched(db.session()).renamed.add(EVENT + event.ulid)


@series_renamed.connect
def note_series(sender: object, *, series: Series) -> None:
    _touched(db.session()).renamed.update((SERIES + series.ulid, PUBLIC_SERIES + series.ulid))


@series_detail_changed.connect
def note_meetings(sender: object, *, series: Series) -> None:
    """All of them: what is said of those that were held changes, too."""
    _change(*db.session.scalars(select(Event.id).where(Event.series_id == series.id)))


@papers_changed.connect
def note_papers(sender: object, *, event: Event) -> None:
    _change(event.id)


@venue_located.connect
def note_venue(sender: object, *, venue: Venue) -> None:
    """All that ever took place there."""
    _change(*db.session.scalars(select(Event.id).where(Event.venue_id == venue.id)))


@item_changed.connect
def note_item(item: Item, **_: object) -> None:
    """Until minutes are agreed, what they propose is no business of calendars."""
    if item.opened_at:
        _touched(db.session()).items.add(item.id)


@document_agreed.connect
def note_minutes(document: Document) -> None:
    _change(document.event_id)


@event_described.connect
def say_in_words(sender: object, *, event: Event) -> str:
    return described(event)


def _change(*event_ids: int) -> None:
    touched = _touched(db.session())
    touched.events.update(event_ids)
    touched.changed.update(event_ids)


def _touched(session: Session) -> Touched:
    touched: Touched = session.info.setdefault(TOUCHED, Touched(set(), set(), set(), set(), set()))
    return touched


@programme_changed.connect
def note_sessions(sender: object, *, programme: Programme) -> None:
    note_event(sender, event=programme.event)


@database_events.listens_for(db.session, "before_commit")
def publish_touched(session: Session) -> None:
    if session.in_nested_transaction():  # a savepoint's end commits nothing yet
        return
    touched = session.info.pop(TOUCHED, None)
    if touched:
        publish_events(touched, now=clock.now())


@database_events.listens_for(db.session, "after_rollback")
def forget(session: Session) -> None:
    if session.in_nested_transaction():  # a savepoint's end takes back nothing that the transaction did before it
        return
    session.info.pop(TOUCHED, None)


attachers.update(dict.fromkeys(TEMPLATES, attach))
