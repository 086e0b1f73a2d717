"""Reads of registrations and invitations."""

import hashlib
from datetime import datetime

from sqlalchemy import Column, ColumnElement, func, or_, select

from forumhub.database import db
from forumhub.errors import NotFound
from forumhub.events.models import Event, EventParty
from forumhub.parties import policy
from forumhub.parties.models import Person
from forumhub.parties.policy import Reader
from forumhub.registration.models import Delegation, Invitation, Registration, RegistrationSettings
from forumhub.registration.rules import (
    INVITED,
    MEMBERS,
    NUMBERS,
    REGISTERED,
    RETENTION_DAYS,
    SENSITIVE_DAYS,
)

OF_REGISTERING = {"registration", "event_participant", "audit_entry", "announcement_reader"}
"""Tables that name everybody who is registered: by them alone, nobody is needed or known."""
GUESTS = "-"
"""Stands for 'no party' in filters."""


def visible_to(reader: Reader) -> ColumnElement[bool]:
    """One's own; all of an event that one organizes; as a secretary, those of one's party."""
    organized = select(EventParty.event_id).where(EventParty.party_id.in_(reader.parties_as(policy.ORGANIZER)))
    return or_(
        Registration.person_id == reader.person_id,
        Registration.event_id.in_(organized),
        Registration.party_id.in_(reader.parties_as(policy.SECRETARY)),
    )


def get_registration(ulid: str, reader: Reader) -> Registration:
    """Raises NotFound."""
    found = db.session.scalar(select(Registration).where(Registration.ulid == ulid, visible_to(reader)))
    if found is None:
        raise NotFound
    return found


def settings_of(event: Event) -> RegistrationSettings:
    """As they are stored; else the defaults, in a row that is not in the database yet."""
    found = db.session.get(RegistrationSettings, event.id)
    return found or RegistrationSettings(
        event_id=event.id,
        applicants=MEMBERS,
        shown=NUMBERS,
        retention_days=RETENTION_DAYS,
        sensitive_days=SENSITIVE_DAYS,
        lock_version=1,
    )


def delegation_of(event_id: int, party_id: int) -> Delegation | None:
    statement = select(Delegation).where(Delegation.event_id == event_id, Delegation.party_id == party_id)
    return db.session.scalar(statement.execution_options(populate_existing=True))


def find_own(event_id: int, reader: Reader) -> Registration | None:
    return find_registration(event_id, reader.person_id) if reader.person_id else None


def find_registration(event_id: int, person_id: int) -> Registration | None:
    """Read anew, for the actions, which hold the lock on the event."""
    statement = select(Registration).where(Registration.event_id == event_id, Registration.person_id == person_id)
    return db.session.scalar(statement.execution_options(populate_existing=True))


def latest_queued(event_id: int) -> datetime | None:
    return db.session.scalar(select(func.max(Registration.queued_at)).where(Registration.event_id == event_id))


def to_be_told(event_id: int) -> list[Registration]:
    """Everybody who awaits the event: invited, applied, waiting or confirmed. One query."""
    standing = Registration.state.in_((INVITED, *sorted(REGISTERED)))
    return list(db.session.scalars(select(Registration).where(Registration.event_id == event_id, standing)))


def token_sha256(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


def find_invitation(token: str) -> Invitation | None:
    """The bearer of the link needs no other right."""
    return db.session.scalar(select(Invitation).where(Invitation.token_sha256 == token_sha256(token)))


def is_invited(registration: Registration, now: datetime) -> bool:
    """Whether the person may still accept: invited by a link that was not withdrawn and has not expired."""
    standing = open_invitations(registration.id) if registration.state == INVITED else []
    return any(invitation.expires_at > now for invitation in standing)


def open_invitations(registration_id: int) -> list[Invitation]:
    """Those not withdrawn, newest first; expired ones too."""
    statement = select(Invitation).where(
        Invitation.registration_id == registration_id, Invitation.withdrawn_at.is_(None)
    )
    return list(db.session.scalars(statement.order_by(Invitation.id.desc())))


def is_known_elsewhere(registration: Registration) -> bool:
    """Whether its person is registered for another event, or anything beyond registering names them: an account, a
    list of nominees, a head of delegation, …"""
    person_id = registration.person_id
    others = select(Registration.id).where(Registration.person_id == person_id, Registration.id != registration.id)
    named = (select(column).where(column == person_id).exists() for column in columns_that_name())
    return bool(db.session.scalar(select(or_(others.exists(), *named))))


def columns_that_name() -> list[Column[int]]:
    """Every column, of whichever room, that refers to a person, but for those of registering itself."""
    return [
        column
        for table in db.metadata.tables.values()
        if table.name not in OF_REGISTERING
        for column in table.columns
        if any(key.column is Person.__table__.c.id for key in column.foreign_keys)
    ]


def bearer(invitation: Invitation) -> Reader:
    """Who holds the link acts as its person, for this one registration; without any role."""
    person = invitation.registration.person
    return Reader(person_id=person.id, name=person.name, language=person.language, timezone=person.timezone)
