"""Reads for calendar programs. A visitor's collections are a reader's access: see `membership`."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import NamedTuple

from sqlalchemy import ColumnElement, func, literal, select

from forumhub import installation
from forumhub.audit import AuditEntry
from forumhub.calendars.dav.models import AppPassword
from forumhub.calendars.dav.rules import Span, calendar_key, secret_sha256
from forumhub.calendars.membership import JOURNALS, MEETINGS, TASKS, collections_of, uid_of
from forumhub.calendars.models import CalendarCollection, CalendarObject
from forumhub.calendars.queries import members_of
from forumhub.database import db
from forumhub.errors import NotFound
from forumhub.parties.models import Account, Person
from forumhub.parties.policy import Reader
from forumhub.parties.queries import grants_in_force, serving_still

ENDED = "calendars.end_password"
"""The act by which a password ends with its owner's last role."""
TOLD = timedelta(days=90)


def visible_to(reader: Reader) -> ColumnElement[bool]:
    """App passwords, as a condition for SQL: one's own that stand."""
    return (AppPassword.account_id == reader.account_id) & AppPassword.revoked_at.is_(None)


def passwords_of(reader: Reader) -> list[AppPassword]:
    """Newest first."""
    statement = select(AppPassword).where(visible_to(reader))
    return list(db.session.scalars(statement.order_by(AppPassword.created_at.desc(), AppPassword.id.desc())))


def count_passwords(reader: Reader) -> int:
    return db.session.scalar(select(func.count()).select_from(AppPassword).where(visible_to(reader))) or 0


def get_password(ulid: str, reader: Reader) -> AppPassword:
    """Raises NotFound where it is another's, or revoked."""
    password = db.session.scalar(select(AppPassword).where(visible_to(reader), AppPassword.ulid == ulid))
    if password is None:
        raise NotFound
    return password


def passwords_without_role(now: datetime, person_id: int | None = None) -> list[AppPassword]:
    """Those that stand of who holds no role of any party, and is to hold none later; of one person, where one is named.
    Two queries.
    """
    statement = select(AppPassword, Account.person_id).join(Account, Account.id == AppPassword.account_id)
    statement = statement.where(AppPassword.revoked_at.is_(None))
    if person_id is not None:
        statement = statement.where(Account.person_id == person_id)
    owned = [(row[0], row[1]) for row in db.session.execute(statement)]
    serving = serving_still({owner for _password, owner in owned}, now)
    return [password for password, owner in owned if owner not in serving]


def ended_with_role(reader: Reader, now: datetime) -> list[AppPassword]:
    """One's own that ended so lately, newest first: who wonders why a device syncs no more is told."""
    mine, ended = AppPassword, select(AuditEntry.subject).where(AuditEntry.act == ENDED)
    statement = select(mine).where(mine.account_id == reader.account_id, mine.revoked_at > now - TOLD)
    return list(db.session.scalars(statement.where(mine.ulid.in_(ended)).order_by(mine.revoked_at.desc(), mine.id)))


@dataclass(frozen=True)
class Visitor:
    """Whose device it is, and what they may see today: roles by the party's code."""

    password_ulid: str
    password_made_at: datetime
    person_ulid: str
    name: str
    email: str
    language: str
    timezone: str
    roles: dict[str, set[str]]


def find_visitor(email: str, secret: str, now: datetime) -> Visitor | None:
    """While the password stands, its account is active, and its person holds a role. Two statements at most."""
    mine = AppPassword
    row = db.session.execute(
        select(mine.ulid, mine.created_at, Person.name, Account.email, Person.language, Person.timezone)
        .add_columns(Person.id.label("person_id"), Person.ulid.label("person_ulid"))
        .join(Account, Account.id == mine.account_id)
        .join(Person, Person.id == Account.person_id)
        .where(mine.secret_sha256 == secret_sha256(secret), mine.revoked_at.is_(None))
        .where(Account.active, Account.email == email.strip().lower())
    ).first()
    if row is None:
        return None
    roles: dict[str, set[str]] = {}
    for grant in grants_in_force(row.person_id, now):
        roles.setdefault(grant.party.code, set()).add(grant.role)
    if not roles:
        return None
    person = row.person_ulid, row.name, row.email, row.language, row.timezone
    return Visitor(row.ulid, row.created_at, *person, roles)


class Kept(NamedTuple):
    """One of a visitor's calendars: what it holds, and the number of the last publication that changed it."""

    name: str
    kind: str
    collections: list[str]
    seq: int
    key: str


KINDS = {"events": (MEETINGS, "VEVENT"), "tasks": (TASKS, "VTODO"), "journals": (JOURNALS, "VJOURNAL")}


def calendars_of(visitor: Visitor) -> dict[str, Kept]:
    """By name, all of them. One statement."""
    shown = {name: collections_of(visitor.person_ulid, visitor.roles, what) for name, (what, _) in KINDS.items()}
    collection = CalendarCollection
    names = [each for collections in shown.values() for each in collections]
    statement = select(collection.name, collection.seq).where(collection.name.in_(names))
    numbers = {row.name: row.seq for row in db.session.execute(statement)}
    return {
        name: Kept(name, kind, shown[name], _newest(shown[name], numbers), calendar_key([name, *shown[name]]))
        for name, (_what, kind) in KINDS.items()
    }


def _newest(collections: Iterable[str], numbers: Mapping[str, int]) -> int:
    return max((numbers.get(each, 0) for each in collections), default=0)


class Stored(NamedTuple):
    """A calendar object. `body` is empty where it was not asked for."""

    uid: str
    etag: str
    changed_at: datetime
    starts_at: datetime
    ends_at: datetime
    timezones: list[str]
    body: bytes = b""


def objects_in(
    calendar: Kept, *, bodies: bool, uids: Collection[str] | None = None, span: Span | None = None
) -> list[Stored]:
    """Those of these UIDs, or that touch the span, in the order of time. One statement."""
    each = CalendarObject
    plain = each.uid, each.etag, each.changed_at, each.starts_at, each.ends_at, each.timezones
    statement = select(*plain, each.body if bodies else literal(b"").label("body"))
    statement = statement.where(each.uid.in_(members_of(calendar.collections)), each.kind == calendar.kind)
    if uids is not None:
        statement = statement.where(each.uid.in_(uids))
    if span and span.start:
        statement = statement.where(each.ends_at >= span.start)
    if span and span.end:
        statement = statement.where(each.starts_at < span.end)
    return list(map(Stored._make, db.session.execute(statement.order_by(each.starts_at, each.uid))))


def host() -> str:
    """Right of the @ of every UID."""
    return uid_of("", installation.uid_host())
