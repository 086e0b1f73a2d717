"""Reads of parties, people and roles."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from sqlalchemy import select

from forumhub.database import db
from forumhub.errors import NotFound
from forumhub.parties.models import Account, Grant, Organ, Party, Person
from forumhub.parties.policy import Reader


def find_party(code: str) -> Party | None:
    return db.session.scalar(select(Party).where(Party.code == code))


def get_party(code: str) -> Party:
    """Raises NotFound."""
    party = find_party(code)
    if party is None:
        raise NotFound
    return party


def all_parties() -> list[Party]:
    """In the order of their codes, with their organs."""
    return list(db.session.scalars(select(Party).order_by(Party.code)))


def find_organ(code: str) -> Organ | None:
    return db.session.scalar(select(Organ).where(Organ.code == code))


def find_person(ulid: str) -> Person | None:
    return db.session.scalar(select(Person).where(Person.ulid == ulid))


def find_person_by_email(email: str) -> Person | None:
    return db.session.scalar(select(Person).where(Person.email == email.strip().lower()))


def grants_in_force(person_id: int, now: datetime) -> list[Grant]:
    """The roles that the person holds today, by the calendar of each role's party."""
    statement = select(Grant).where(Grant.person_id == person_id, Grant.ended_at.is_(None))
    return [grant for grant in db.session.scalars(statement) if _covers(grant, now)]


def _covers(grant: Grant, now: datetime) -> bool:
    today = now.astimezone(ZoneInfo(grant.party.timezone)).date()
    return grant.from_date <= today and (grant.until_date is None or today <= grant.until_date)


def reader_of(account: Account, now: datetime, quarantine_hours: int) -> Reader:
    """The plain values by which every right is decided."""
    roles: dict[int, frozenset[str]] = {}
    for grant in grants_in_force(account.person_id, now):
        roles[grant.party_id] = roles.get(grant.party_id, frozenset()) | {grant.role}
    person, reset_at = account.person, account.credentials_reset_at or datetime.min.replace(tzinfo=UTC)
    return Reader(
        person_id=person.id,
        account_id=account.id,
        name=person.name,
        roles=roles,
        home_party_id=person.party_id,
        operator=account.operator,
        language=person.language,
        timezone=person.timezone,
        quarantined=(now - reset_at).total_seconds() < quarantine_hours * 3600,
    )
