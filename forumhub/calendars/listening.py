"""What the calendars room does when an earlier room tells it something.

It notes which events a transaction touched and publishes them once, when the transaction is about to be committed:
in the same transaction, but after everything that it says, and with its locks held for the shortest time.
"""

from sqlalchemy import event as database_events
from sqlalchemy.orm import Session

from forumhub import clock
from forumhub.calendars.actions import publish_events
from forumhub.calendars.inviting import TEMPLATES, attach
from forumhub.database import db
from forumhub.events.models import Event
from forumhub.events.programme.models import Programme
from forumhub.events.signals import event_changed, heads_changed, programme_changed, standing_changed
from forumhub.mail.worker import attachers

TOUCHED, PROGRAMMES = "calendars_touched", "calendars_programmes"


@standing_changed.connect
@heads_changed.connect
def note(sender: object, *, event: Event, **_: object) -> None:
    db.session.info.setdefault(TOUCHED, set()).add(event.id)


@event_changed.connect
def note_programme(sender: object, *, event: Event, **_: object) -> None:
    """A session says when and where its event is; who stands how there is nothing to it."""
    note(sender, event=event)
    db.session.info.setdefault(PROGRAMMES, set()).add(event.id)


@programme_changed.connect
def note_sessions(sender: object, *, programme: Programme) -> None:
    note_programme(sender, event=programme.event)


@database_events.listens_for(db.session, "before_commit")
def publish_touched(session: Session) -> None:
    if session.in_nested_transaction():  # a savepoint's end commits nothing yet
        return
    touched, programmes = session.info.pop(TOUCHED, None), session.info.pop(PROGRAMMES, set())
    if touched:
        publish_events(touched, programmes, now=clock.now())


@database_events.listens_for(db.session, "after_rollback")
def forget(session: Session) -> None:
    if session.in_nested_transaction():  # a savepoint's end takes back nothing that the transaction did before it
        return
    session.info.pop(TOUCHED, None)
    session.info.pop(PROGRAMMES, None)


attachers.update(dict.fromkeys(TEMPLATES, attach))
