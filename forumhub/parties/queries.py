"""Reads of parties, people, roles and sessions."""

from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, exists, or_, select
from sqlalchemy.orm import selectinload

from forumhub.database import db
from forumhub.errors import NotFound
from forumhub.parties.models import Account, Grant, Organ, Party, Person, SignIn
from forumhub.parties.policy import ADMINISTRATOR, Reader
from forumhub.parties.rules import in_force


def find_party(code: str) -> Party | None:
    return db.session.scalar(select(Party).where(Party.code == code))


def get_party(code: str) -> Party:
    """Raises NotFound."""
    party = find_party(code)
    if party is None:
        raise NotFound
    return party


def all_parties() -> list[Party]:
    """In the order of their codes, with their organs. Two queries, however many there are."""
    return list(db.session.scalars(select(Party).options(selectinload(Party.organs)).order_by(Party.code)))


def find_organ(code: str) -> Organ | None:
    return db.session.scalar(select(Organ).where(Organ.code == code))


def find_person(ulid: str) -> Person | None:
    return db.session.scalar(select(Person).where(Person.ulid == ulid))


def find_person_by_email(email: str) -> Person | None:
    return db.session.scalar(select(Person).where(Person.email == email.strip().lower()))


def people_of(party_id: int) -> list[Person]:
    """Everybody whose home the party is, by name."""
    return list(db.session.scalars(select(Person).where(Person.party_id == party_id).order_by(Person.name, Person.id)))


def grants_in_force(person_id: int, now: datetime) -> list[Grant]:
    """The roles that the person holds today, by the calendar of each role's party."""
    statement = select(Grant).where(Grant.person_id == person_id, Grant.ended_at.is_(None))
    return [grant for grant in db.session.scalars(statement) if covers(grant, now)]


def people_with_role(party_ids: Iterable[int], roles: Iterable[str], now: datetime) -> list[Person]:
    """Who holds one of these roles for one of these parties today, each once, by name. One query."""
    statement = (
        select(Grant)
        .join(Grant.person)
        .where(Grant.party_id.in_(list(party_ids)), Grant.role.in_(list(roles)), Grant.ended_at.is_(None))
        .order_by(Person.name, Person.id)
    )
    held = (grant for grant in db.session.scalars(statement) if covers(grant, now))
    return list({grant.person_id: grant.person for grant in held}.values())


def in_office(people: Iterable[int], now: datetime) -> set[tuple[int, int]]:
    """For each role that one of them holds today: the row ids of its party and of the person. One query."""
    statement = select(Grant).where(Grant.person_id.in_(list(people)), Grant.ended_at.is_(None))
    return {(grant.party_id, grant.person_id) for grant in db.session.scalars(statement) if covers(grant, now)}


def serving_still(people: Iterable[int], now: datetime) -> set[int]:
    """Those of them who hold a role of some party today, or are to hold one on a later day. One query."""
    statement = select(Grant).where(Grant.person_id.in_(list(people)), Grant.ended_at.is_(None))
    grants = db.session.scalars(statement)
    return {each.person_id for each in grants if not each.until_date or each.until_date >= today_of(each.party, now)}


def roles_of(people: Iterable[int], now: datetime) -> dict[int, dict[int, frozenset[str]]]:
    """By person, the roles that each of them holds today, by row id of the party. One query."""
    people = list(people)
    roles: dict[int, dict[int, frozenset[str]]] = {person_id: {} for person_id in people}
    statement = select(Grant).where(Grant.person_id.in_(people), Grant.ended_at.is_(None))
    for grant in db.session.scalars(statement):
        if covers(grant, now):
            held = roles[grant.person_id]
            held[grant.party_id] = held.get(grant.party_id, frozenset()) | {grant.role}
    return roles


def has_office(person_id: int, party: Party, now: datetime) -> bool:
    """Whether the person holds a role for the party today, or is to hold one on a later day."""
    to_come = or_(Grant.until_date.is_(None), Grant.until_date >= today_of(party, now))
    held = exists().where(Grant.person_id == person_id, Grant.party_id == party.id, Grant.ended_at.is_(None), to_come)
    return bool(db.session.scalar(select(held)))


def has_administrator(party_id: int, now: datetime) -> bool:
    return bool(people_with_role([party_id], [ADMINISTRATOR], now))


def covers(grant: Grant, now: datetime) -> bool:
    """Whether the grant's days, by its party's calendar, hold this instant. Says nothing of its having been ended."""
    return in_force(grant.from_date, grant.until_date, today_of(grant.party, now))


def today_of(party: Party, now: datetime) -> date:
    """The day by the clock of the party's capital."""
    return now.astimezone(ZoneInfo(party.timezone)).date()


def visible_to(reader: Reader) -> ColumnElement[bool]:
    """Grants, as a condition for SQL: those of the reader's own parties."""
    return Grant.party_id.in_(reader.party_ids)


def grants_of(party_id: int, reader: Reader) -> list[Grant]:
    """The party's grants that have not been ended, present and future, then past; with their people. One query."""
    statement = (
        select(Grant)
        .join(Grant.person)
        .where(Grant.party_id == party_id, Grant.ended_at.is_(None), visible_to(reader))
        .order_by(Person.name, Grant.role, Grant.from_date)
    )
    return list(db.session.scalars(statement))


def get_grant(ulid: str, reader: Reader) -> Grant:
    """Raises NotFound."""
    grant = db.session.scalar(select(Grant).where(Grant.ulid == ulid, visible_to(reader)))
    if grant is None:
        raise NotFound
    return grant


SESSION_DAYS = 14
"""How long a sign-in lasts at most."""


def find_signed_in(uniquifier: str, token_sha256: str, now: datetime) -> Account | None:
    """The account of a session that stands: its token is known, not ended and not too old. One query."""
    statement = (
        select(Account)
        .join(SignIn, SignIn.account_id == Account.id)
        .where(Account.fs_uniquifier == uniquifier, SignIn.token_sha256 == token_sha256)
        .where(SignIn.ended_at.is_(None), SignIn.created_at > now - timedelta(days=SESSION_DAYS))
    )
    return db.session.scalar(statement)


def sign_ins_of(account_id: int, now: datetime) -> list[SignIn]:
    """The sessions that stand, newest first."""
    statement = (
        select(SignIn)
        .where(SignIn.account_id == account_id, SignIn.ended_at.is_(None))
        .where(SignIn.created_at > now - timedelta(days=SESSION_DAYS))
        .order_by(SignIn.created_at.desc(), SignIn.id.desc())
    )
    return list(db.session.scalars(statement))


def get_sign_in(ulid: str, account_id: int) -> SignIn:
    """One of the account's own. Raises NotFound."""
    sign_in = db.session.scalar(select(SignIn).where(SignIn.ulid == ulid, SignIn.account_id == account_id))
    if sign_in is None:
        raise NotFound
    return sign_in


def find_account(email: str) -> Account | None:
    return db.session.scalar(select(Account).where(Account.email == email.strip().lower()))


def account_of(person_id: int) -> Account | None:
    return db.session.scalar(select(Account).where(Account.person_id == person_id))


def reader_of(account: Account, now: datetime, quarantine_hours: int) -> Reader:
    """The plain values by which every right is decided."""
    person, reset_at = account.person, account.credentials_reset_at or datetime.min.replace(tzinfo=UTC)
    return Reader(
        person_id=person.id,
        account_id=account.id,
        name=person.name,
        roles=roles_of([person.id], now)[person.id],
        home_party_id=person.party_id,
        operator=account.operator,
        language=person.language,
        timezone=person.timezone,
        quarantined=(now - reset_at).total_seconds() < quarantine_hours * 3600,
    )
