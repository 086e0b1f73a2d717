"""What a secret address opens: by one small statement, however long the feed, so that a poll costs next to nothing."""

import hashlib
from datetime import UTC, datetime
from typing import Any, NamedTuple

from sqlalchemy import bindparam, literal, select

from forumhub import installation
from forumhub.calendars.membership import (
    EVENT,
    PARTY,
    PERSON,
    PUBLIC_EVENTS,
    STAFF,
    Reading,
    reading,
    uid_of,
)
from forumhub.calendars.models import CalendarCollection, Subscription
from forumhub.calendars.queries import counters_of, shows
from forumhub.calendars.rules import Term, holds, turns_of
from forumhub.installation import Decided
from forumhub.parties.models import Account, Grant, Party, Person
from forumhub.prepared import Prepared


def sha256_of(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


class Opened(NamedTuple):
    """What a token opens: a subscription and the person whose it is. `host` ends the UIDs of the installation.

    `terms` are of all roles that were ever granted: code of the party, role, when it counts. `counters` are number and
    time of those collections that a feed of meetings reads.
    """

    ulid: str
    collection: str
    label: str
    created_at: datetime
    person_ulid: str
    host: str
    terms: list[tuple[str, str, Term]]
    counters: dict[str, tuple[int, datetime]]


_IN_ORDER = (
    Subscription.ulid,
    Subscription.collection,
    Subscription.label,
    Subscription.created_at,
    Person.ulid,
    select(Decided.value).where(Decided.name == installation.UID_HOST).scalar_subquery(),
    CalendarCollection.name,
    CalendarCollection.seq,
    CalendarCollection.changed_at,
    Party.code,
    Grant.role,
    Grant.granted_at,
    Grant.from_date,
    Grant.until_date,
    Grant.ended_at,
    Party.timezone,
)
_MEETINGS = (
    literal(PUBLIC_EVENTS),
    literal(PERSON) + Person.ulid,
    literal(PERSON) + Party.code + "/" + Person.ulid,
    literal(PARTY) + Party.code,
    literal(STAFF) + Party.code,
    Subscription.collection,
)
_KNOWN = (PUBLIC_EVENTS, PERSON, PARTY, STAFF, EVENT)
"""The last is only ever what was asked for; actions are in other collections."""
_BY_TOKEN = Prepared(
    select(*_IN_ORDER)
    .select_from(Subscription)
    .join(Account, Account.id == Subscription.account_id)
    .join(Person, Person.id == Account.person_id)
    .outerjoin(Grant, Grant.person_id == Person.id)
    .outerjoin(Party, Party.id == Grant.party_id)
    .outerjoin(CalendarCollection, CalendarCollection.name.in_(_MEETINGS))
    .where(Subscription.token_sha256 == bindparam("token"), Subscription.revoked_at.is_(None), Account.active)
)


def find_subscription(token: str) -> Opened | None:
    """While it is not revoked and its account is active. One statement."""
    rows = _BY_TOKEN.rows(token=sha256_of(token))
    if not rows:
        return None
    counters = {name: (seq, changed_at) for *_, name, seq, changed_at in (row[:9] for row in rows) if name}
    terms = dict.fromkeys(_term(*row[9:]) for row in rows if row[9])
    ulid, collection, label, created_at, person_ulid, host = rows[0][:6]
    return Opened(ulid, collection, label, created_at, person_ulid, host, list(terms), counters)


def _term(party: str, role: str, *when: Any) -> tuple[str, str, Term]:
    return party, role, Term(*when)


class Shown(NamedTuple):
    """What a feed shows now. None of it reads a component.

    `key` names the state of these collections, and `stated_at` says since when they have it: that goes into the feed,
    so that the same key is the same bytes. `changed_at` is when the reader last may have begun or ceased to be shown
    anything, by whatever way: a client that asks by date has only this.
    """

    collections: list[str]
    within: list[str] | None
    key: str
    stated_at: datetime
    changed_at: datetime


def shown_by(opened: Opened, now: datetime) -> Shown:
    """By today's roles, so that who lost one loses its events at the next poll, though nothing was written since."""
    roles: dict[str, set[str]] = {}
    for party, role, term in opened.terms:
        if holds(term, now):
            roles.setdefault(party, set()).add(role)
    read = reading(opened.collection, opened.person_ulid, roles)
    turns = [turn for _party, _role, term in opened.terms for turn in turns_of(term, now)]
    if opened.collection.startswith(EVENT):
        turns.append(_state_of(read.collections, opened.counters)[1])  # who sees the event no more is told by these
        read = Reading(_programme_for(read.collections, opened.collection, opened.host))
    key, changed_at = _state_of(read.collections, opened.counters)
    stated_at = max(opened.created_at, changed_at)
    return Shown(read.collections, read.within, key, stated_at, max([stated_at, *turns]))


def _programme_for(collections: list[str], programme: str, host: str) -> list[str]:
    """The programme's own collection, where these show its event: who sees the event sees its sessions."""
    return [programme] if shows(collections, uid_of(programme.removeprefix(EVENT), host)) else []


def _state_of(collections: list[str], known: dict[str, tuple[int, datetime]]) -> tuple[str, datetime]:
    """The greatest number with the names whose it is, and the latest time."""
    if not all(name.startswith(_KNOWN) for name in collections):
        known = counters_of(collections)
    states = [known[name] for name in collections if name in known]
    seq = max((seq for seq, _time in states), default=0)
    times = (time for _seq, time in states)
    return f"{seq} {' '.join(collections)}", max(times, default=datetime.fromtimestamp(0, UTC))
