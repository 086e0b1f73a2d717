"""Reads of feeds, and of the tokens that open them. A reader's collections are a reader's access: see `membership`."""

import hashlib
from collections.abc import Iterable
from datetime import UTC, datetime
from typing import NamedTuple

from sqlalchemy import Select, and_, except_, literal, or_, select, true

from forumhub import installation
from forumhub.calendars.describing import audience_for
from forumhub.calendars.mapping import PUBLIC
from forumhub.calendars.membership import EVENT, Reading, reading, uid_of
from forumhub.calendars.models import CalendarBlob, CalendarCollection, CalendarMember, CalendarObject, Subscription
from forumhub.calendars.outcomes.queries import without_component
from forumhub.calendars.rules import COLOR, Term, assemble_feed, holds, turns_of
from forumhub.database import db
from forumhub.events.models import Event
from forumhub.parties.models import Account, Grant, Party, Person


def sha256_of(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


class Opened(NamedTuple):
    """What a token opens: a subscription, and the person whose it is."""

    ulid: str
    collection: str
    label: str
    created_at: datetime
    person_id: int
    person_ulid: str


def find_subscription(token: str) -> Opened | None:
    """While it is not revoked and its account is active."""
    mine = Subscription
    row = db.session.execute(
        select(mine.ulid, mine.collection, mine.label, mine.created_at, Person.id, Person.ulid)
        .join(Account, Account.id == mine.account_id)
        .join(Person, Person.id == Account.person_id)
        .where(mine.token_sha256 == sha256_of(token), mine.revoked_at.is_(None), Account.active)
    ).first()
    return Opened(*row) if row else None


class Shown(NamedTuple):
    """What a feed shows now. `key` names its state, `changed_at` says since when; neither reads a component."""

    collections: list[str]
    within: list[str] | None
    key: str
    changed_at: datetime


def shown_by(opened: Opened, now: datetime) -> Shown:
    """By today's roles, so that who lost one loses its events at the next poll, though nothing was written since."""
    terms = _terms_of(opened.person_id)
    roles: dict[str, set[str]] = {}
    for party, role, term in terms:
        if holds(term, now):
            roles.setdefault(party, set()).add(role)
    read = reading(opened.collection, opened.person_ulid, roles)
    if opened.collection.startswith(EVENT):
        read = Reading(_programme_for(read.collections, opened.collection))
    key, changed_at = _state_of(read.counted)
    turns = [turn for _party, _role, term in terms for turn in turns_of(term, now)]
    return Shown(read.collections, read.within, key, max([opened.created_at, changed_at, *turns]))


def _programme_for(collections: list[str], programme: str) -> list[str]:
    """The programme's own collection, where these show its event: who sees the event sees its sessions."""
    uid = uid_of(programme.removeprefix(EVENT), installation.uid_host())
    shown = select(literal(1)).where(literal(uid).in_(_members_of(collections)))
    return [programme] if db.session.scalar(shown) else []


def _terms_of(person_id: int) -> list[tuple[str, str, Term]]:
    """Code of the party, role and when it counts, of all that were ever granted."""
    statement = (
        select(
            Party.code, Grant.role, Grant.granted_at, Grant.from_date, Grant.until_date, Grant.ended_at, Party.timezone
        )
        .join(Party, Party.id == Grant.party_id)
        .where(Grant.person_id == person_id)
    )
    return [
        (row.code, row.role, Term(row.granted_at, row.from_date, row.until_date, row.ended_at, row.timezone))
        for row in db.session.execute(statement)
    ]


def _state_of(collections: list[str]) -> tuple[str, datetime]:
    collection = CalendarCollection
    statement = select(collection.name, collection.seq, collection.changed_at).where(collection.name.in_(collections))
    rows = {name: (seq, changed_at) for name, seq, changed_at in db.session.execute(statement)}
    key = "\n".join(f"{name} {rows[name][0] if name in rows else 0}" for name in collections)
    return key, max((changed_at for _, changed_at in rows.values()), default=datetime.min.replace(tzinfo=UTC))


def components(
    collections: Iterable[str], within: Iterable[str] | None = None, audience: str | None = None
) -> tuple[list[bytes], set[str]]:
    """The components that these collections show, each once, in the order of time, and the zones that they name."""
    shown = _members_of(collections)
    if within is not None:
        shown = shown.where(CalendarMember.uid.in_(_members_of(within)))
    statement = (
        select(CalendarObject.body, CalendarObject.timezones)
        .where(CalendarObject.uid.in_(shown), CalendarObject.audience == audience if audience else true())
        .order_by(CalendarObject.starts_at, CalendarObject.uid)
    )
    rows = db.session.execute(statement).all()
    return [row.body for row in rows], {zone for row in rows for zone in row.timezones}


class Change(NamedTuple):
    """One component as it is now; of one that is `gone`, its UID only."""

    uid: str
    gone: bool
    etag: str = ""
    body: bytes = b""
    timezones: tuple[str, ...] = ()


def changes_since(collections: Iterable[str], seq: int) -> list[Change]:
    """What these collections, read together, show otherwise than at the number `seq`; everything where that is 0.

    What was told at a number is told completely. Ask `counting.oldest_token` afterwards: where it is greater than
    `seq`, what left may be missing here, and the client has to read everything anew (RFC 6578, 3.7).
    """
    names, member, each = list(collections), CalendarMember, CalendarObject
    shown = _members_of(names)
    changed = or_(each.seq > seq, each.uid.in_(shown.where(member.seq > seq)))
    statement = select(each.uid, each.etag, each.body, each.timezones).where(each.uid.in_(shown), changed)
    rows = db.session.execute(statement.order_by(each.uid))
    changes = [Change(row.uid, False, row.etag, row.body, tuple(row.timezones)) for row in rows]
    left = select(member.uid).where(member.collection.in_(names), member.gone, member.seq > seq)
    gone = set(db.session.scalars(except_(left, shown))) if seq else set[str]()
    return [*changes, *(Change(uid, True) for uid in sorted(gone))]


def _members_of(collections: Iterable[str]) -> Select[str]:
    member = CalendarMember
    return select(member.uid).where(member.collection.in_(list(collections)), member.gone.is_(False))


def state_of(collection: str) -> tuple[int, datetime]:
    """Counter and time of the last change; 0 and 1970 where it never showed anything."""
    row = db.session.execute(
        select(CalendarCollection.seq, CalendarCollection.changed_at).where(CalendarCollection.name == collection)
    ).first()
    return (row.seq, row.changed_at) if row else (0, datetime.fromtimestamp(0, UTC))


def find_blob(collection: str, coding: str, seq: int) -> bytes | None:
    """The stored feed, where one was stored for this state of the collection."""
    blob = CalendarBlob
    return db.session.scalar(
        select(blob.body).where(blob.collection == collection, blob.coding == coding, blob.seq == seq)
    )


def public_feed(collection: str, name: str, source: str, changed_at: datetime) -> bytes:
    """What everybody may read of the collection, assembled from its components."""
    return feed_of(collection, name, source, changed_at, PUBLIC)


def feed_of(collection: str, name: str, source: str, changed_at: datetime, audience: str) -> bytes:
    """What this audience is shown of the collection."""
    bodies, zones = components([collection], audience=audience)
    return assemble_feed(name, uid_of(collection, installation.uid_host()), source, COLOR, changed_at, bodies, zones)


def find_object(event: Event) -> CalendarObject | None:
    """The component that whoever may see the event may take; None before the first `forumhub upgrade` made it."""
    uid = uid_of(event.ulid, installation.uid_host())
    return db.session.get(CalendarObject, (uid, audience_for(event)))


def stale_events(version: str, limit: int) -> list[int]:
    """Row ids of events of which a component is missing, or was made by another version of what makes them."""
    uid = Event.ulid + literal(uid_of("", installation.uid_host()))
    current = and_(CalendarObject.uid == uid, CalendarObject.render_version == version)
    statement = select(Event.id).outerjoin(CalendarObject, current)
    missing = or_(CalendarObject.uid.is_(None), Event.id.in_(without_component(version, installation.uid_host())))
    return list(db.session.scalars(statement.where(missing).order_by(Event.id).limit(limit)))
