"""Reads of feeds. A reader's collections are a reader's access: see `membership`; what a token opens: `opening`."""

import json
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from functools import cache
from typing import Any, NamedTuple

from sqlalchemy import Select, Text, and_, bindparam, cast, except_, literal, or_, select

from forumhub import installation
from forumhub.calendars.describing import audience_for
from forumhub.calendars.mapping import PUBLIC
from forumhub.calendars.membership import PUBLIC_SERIES, SERIES, uid_of
from forumhub.calendars.models import CalendarBlob, CalendarCollection, CalendarMember, CalendarObject
from forumhub.calendars.outcomes.queries import without_component
from forumhub.calendars.rules import COLOR, assemble_feed
from forumhub.database import db
from forumhub.events.models import Event
from forumhub.prepared import Prepared


def components(collection: str, audience: str) -> tuple[list[bytes], set[str]]:
    """What this audience is shown of the collection, in the order of time, and the zones that it names.

    Of the session's transaction: what it changed is read.
    """
    statement = _showing(1, None).where(CalendarObject.audience == audience)
    return _read(db.session.connection().execute(statement, {"shown_0": collection}).all())


def committed_components(shown: list[str], within: list[str] | None) -> tuple[list[bytes], set[str]]:
    """What these collections show, each once, as far as one of `within` shows it, too. For polls."""
    named = {f"shown_{at}": name for at, name in enumerate(shown)}
    named |= {f"within_{at}": name for at, name in enumerate(within or ())}
    return _read(_prepared(len(shown), None if within is None else len(within)).rows(**named))


def _read(rows: Sequence[Sequence[Any]]) -> tuple[list[bytes], set[str]]:
    bodies, zones = [row[0] for row in rows], {row[1] for row in rows}  # the same are read once
    return bodies, {zone for named in zones for zone in json.loads(named)}


@cache
def _prepared(shown: int, within: int | None) -> Prepared:
    """For so many collections, of which a reader with roles at a few parties reads a few."""
    return Prepared(_showing(shown, within))


def _showing(shown: int, within: int | None) -> Select[bytes, str]:
    each = CalendarObject
    statement = select(each.body, cast(each.timezones, Text)).where(each.uid.in_(_named("shown", shown)))
    if within is not None:
        statement = statement.where(each.uid.in_(_named("within", within)))
    return statement.order_by(each.starts_at, each.uid)


def _named(prefix: str, count: int) -> Select[str]:
    member = CalendarMember
    names = [bindparam(f"{prefix}_{at}", type_=member.collection.type) for at in range(count)]
    return select(member.uid).where(member.collection.in_(names), member.gone.is_(False))


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
    shown = members_of(names)
    changed = or_(each.seq > seq, each.uid.in_(shown.where(member.seq > seq)))
    statement = select(each.uid, each.etag, each.body, each.timezones).where(each.uid.in_(shown), changed)
    rows = db.session.execute(statement.order_by(each.uid))
    changes = [Change(row.uid, False, row.etag, row.body, tuple(row.timezones)) for row in rows]
    left = select(member.uid).where(member.collection.in_(names), member.gone, member.seq > seq)
    gone = set(db.session.scalars(except_(left, shown))) if seq else set[str]()
    return [*changes, *(Change(uid, True) for uid in sorted(gone))]


def shows(collections: Iterable[str], uid: str) -> bool:
    """Whether one of these collections shows it."""
    return bool(db.session.scalar(select(literal(1)).where(literal(uid).in_(members_of(collections)))))


def members_of(collections: Iterable[str]) -> Select[str]:
    """UIDs of what these collections show."""
    member = CalendarMember
    return select(member.uid).where(member.collection.in_(list(collections)), member.gone.is_(False))


_STATE = Prepared(
    select(CalendarCollection.seq, CalendarCollection.changed_at).where(CalendarCollection.name == bindparam("name"))
)
_BLOB = Prepared(
    select(CalendarBlob.body).where(
        CalendarBlob.collection == bindparam("name"),
        CalendarBlob.coding == bindparam("coding"),
        CalendarBlob.seq == bindparam("number"),
    )
)


def state_of(collection: str) -> tuple[int, datetime]:
    """Number and time of the last change; 0 and 1970 where it never showed anything."""
    for seq, changed_at in _STATE.rows(name=collection):
        return seq, changed_at
    return 0, datetime.fromtimestamp(0, UTC)


def counters_of(collections: Iterable[str]) -> dict[str, tuple[int, datetime]]:
    """Number and time of the last change, of those that ever showed anything."""
    each = CalendarCollection
    rows = db.session.execute(select(each.name, each.seq, each.changed_at).where(each.name.in_(list(collections))))
    return {row.name: (row.seq, row.changed_at) for row in rows}


def find_blob(collection: str, coding: str, seq: int) -> bytes | None:
    """The stored feed, where one was stored for this state of the collection."""
    return next((body for (body,) in _BLOB.rows(name=collection, coding=coding, number=seq)), None)


def public_feed(collection: str, name: str, source: str, changed_at: datetime) -> bytes:
    """What everybody may read of the collection, assembled from its components."""
    return feed_of(collection, name, source, changed_at, PUBLIC)


def feed_of(collection: str, name: str, source: str, changed_at: datetime, audience: str) -> bytes:
    """What this audience is shown of the collection."""
    bodies, zones = components(collection, audience)
    known = collection.replace(PUBLIC_SERIES, SERIES)  # the feed's UID, for life
    return assemble_feed(name, uid_of(known, installation.uid_host()), source, COLOR, changed_at, bodies, zones)


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
