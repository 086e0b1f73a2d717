"""What became of one registration, as its audit entries tell it."""

from datetime import datetime
from typing import NamedTuple

from sqlalchemy import select

from forumhub.audit import AuditEntry
from forumhub.database import db
from forumhub.parties.models import Person
from forumhub.parties.policy import Reader
from forumhub.registration.models import Registration


class Act(NamedTuple):
    """`act` is the audit entry's; `by` the name of who did it, empty where it is not for the reader to know."""

    at: datetime
    act: str
    by: str
    own: bool
    """Whether the reader did it."""


def history_of(registration: Registration, reader: Reader) -> list[Act]:
    """Oldest first; one query. The caller has read the registration as one that the reader may see.

    Names are for those who act for one of the event's parties, as on their desk; everybody knows what they did.
    """
    named = bool(reader.party_ids & (registration.event.party_ids | {registration.party_id}))
    statement = (
        select(AuditEntry.at, AuditEntry.act, AuditEntry.person_id, Person.name)
        .outerjoin(Person, Person.id == AuditEntry.person_id)
        .where(AuditEntry.subject == registration.ulid)
        .order_by(AuditEntry.at, AuditEntry.id)
    )
    known = {registration.person_id} if not named else None
    return [
        Act(at, act, name if name and (known is None or by in known) else "", by == reader.person_id)
        for at, act, by, name in db.session.execute(statement)
    ]
