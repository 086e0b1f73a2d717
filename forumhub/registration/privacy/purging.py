"""Personal details go when the days of their event's settings have passed. Numbers stay, and texts that were agreed.

Of a registration: its answers, title, affiliation, invitations and applications. Of a person whom nothing else needs
(no account, no later event, nothing approved, written or granted): name, address, and the mails that were sent to it.
"""

from collections import Counter
from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import ColumnElement, delete, exists, func, or_, select, update

from forumhub import audit
from forumhub.database import db
from forumhub.mail.models import OutboxMail
from forumhub.parties.models import Account, Party, Person
from forumhub.registration.applying.models import Application
from forumhub.registration.models import Invitation, Registration
from forumhub.registration.privacy.rules import ERASED
from forumhub.registration.purging import events_due, purges, record_purge
from forumhub.registration.queries import columns_that_name
from forumhub.registration.questions.models import Answer, AnswerSheet
from forumhub.registration.questions.purging import delete_answers

SAID = ("honorific", "title", "affiliation")
A_TIME = 500
"""Rows of one statement."""


def purge_details(now: datetime) -> int:
    """How many registrations and people lost something; one audit entry for each event of theirs. Again it is none."""
    events = {event.id: event for event in events_due(select(Registration.event_id), now)}
    lost = Counter({event_id: _purge_registrations(event_id) for event_id in events})
    people = _unneeded(set(events))
    for person, event_id in people:
        lost[event_id] += 1
        _erase(person)
    for event_id, number in lost.items():
        if number:
            record_purge("purge_details", events[event_id], now, number=number)
    db.session.flush()
    return lost.total()


def _purge_registrations(event_id: int) -> int:
    """How many of the event's registrations lost answers or what was said of them."""
    of_event = select(Registration.id).where(Registration.event_id == event_id)
    said = or_(*(getattr(Registration, name) != "" for name in SAID))
    answered = Registration.id.in_(select(AnswerSheet.registration_id))
    losing = list(db.session.scalars(of_event.where(or_(said, answered))))
    delete_answers(list(db.session.scalars(select(Answer).where(Answer.registration_id.in_(of_event)))))
    for rows in (AnswerSheet, Invitation, Application):
        db.session.execute(delete(rows).where(rows.registration_id.in_(of_event)))
    db.session.execute(delete(Application).where(Application.event_id == event_id))
    said_nothing = dict.fromkeys(SAID, "")
    db.session.execute(update(Registration).where(Registration.event_id == event_id, said).values(**said_nothing))
    return len(losing)


def _unneeded(due: set[int]) -> list[tuple[Person, int]]:
    """Who came to events of `due` only and is needed by nothing else, with the last of these events."""
    statement = select(Registration.person_id, Registration.event_id).order_by(Registration.id)
    came: dict[int, set[int]] = {}
    last: dict[int, int] = {}
    for person_id, event_id in db.session.execute(statement):
        came.setdefault(person_id, set()).add(event_id)
        last[person_id] = event_id
    candidates = [person_id for person_id, events in came.items() if events <= due]
    found = [person for start in range(0, len(candidates), A_TIME) for person in _people(candidates[start:][:A_TIME])]
    return [(person, last[person.id]) for person in found]


def _people(ids: Sequence[int]) -> list[Person]:
    statement = select(Person).where(Person.id.in_(ids), Person.name != ERASED, *_not_needed())
    return list(db.session.scalars(statement))


def _not_needed() -> list[ColumnElement[bool]]:
    """No other table names them: no account, role, approval, report, paper, speaker, head of delegation, …"""
    return [~exists().where(column == Person.id) for column in columns_that_name()]


def _erase(person: Person) -> None:
    if person.email and not _is_anothers(person.email.lower()):
        sent_to = func.lower(OutboxMail.recipient) == person.email.lower()
        db.session.execute(delete(OutboxMail).where(sent_to, OutboxMail.sent_at.is_not(None)))
    named = update(audit.AuditEntry).where(audit.AuditEntry.subject == person.ulid)
    db.session.execute(named.values(label=ERASED))
    person.name, person.own_name, person.title, person.email, person.organ_id = ERASED, "", "", None, None


def _is_anothers(email: str) -> bool:
    """Whether a secretariat or an account has this address: the mails sent there are theirs, too."""
    return any(
        db.session.scalar(select(exists().where(func.lower(column) == email)))
        for column in (Party.secretariat_email, Account.email)
    )


purges["personal details of registrations and people"] = purge_details
