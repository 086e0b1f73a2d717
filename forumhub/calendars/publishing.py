"""Objects, members and counters of events that changed, brought up to date at the end of the transaction.

Every step is one statement over all of the events, however many collections show them. Locks are taken in one order
everywhere, events by id and then collections by name, and held until the commit, so that counters grow one at a time.
"""

from collections.abc import Collection, Iterable, Iterator
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Select, Subquery, and_, case, literal, or_, select, tuple_, union, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import selectinload

from forumhub import installation
from forumhub.calendars.describing import audience_of, calendar_event, calendar_session, component_version
from forumhub.calendars.mapping import CalendarEvent, render_event, wire_zones
from forumhub.calendars.membership import belonging, uids_of
from forumhub.calendars.models import CalendarCollection, CalendarMember, CalendarObject
from forumhub.calendars.rules import body_etag
from forumhub.database import UTCDateTime, db
from forumhub.events.models import Event
from forumhub.events.programme.queries import published_sessions
from forumhub.events.recurrence import instant

_STEP = timedelta(seconds=1)


def publish(event_ids: Iterable[int], programmes: Collection[int], now: datetime) -> list[str]:
    """Renders these events again where they differ from what is stored; returns the collections that moved.

    `programmes` are those of them whose sessions are looked at, too.
    """
    host = installation.uid_host()
    events = _locked(event_ids)
    ids = [event.id for event in events]
    uids = uids_of(ids, programmes, host)
    changed = _render(events, programmes, uids, host)
    return Move(belonging(ids, programmes, host), uids, changed).carry_out(now)


def _locked(event_ids: Iterable[int]) -> list[Event]:
    """As they are now, whoever else changes or joins them at this moment."""
    statement = select(Event).where(Event.id.in_(sorted(event_ids))).order_by(Event.id)
    statement = statement.options(selectinload(Event.series)).with_for_update(of=Event, key_share=True)
    return list(db.session.scalars(statement.execution_options(populate_existing=True)).unique())


def _render(events: list[Event], programmes: Collection[int], uids: Select[str], host: str) -> dict[str, str]:
    """Stores the components; returns, by UID, the audience of those that are not what they were."""
    stored = list(db.session.scalars(select(CalendarObject).where(CalendarObject.uid.in_(uids))))
    before = {(each.uid, each.audience): (each.etag, each.render_version) for each in stored}
    made = {(each.uid, each.audience): each for each in _objects(events, programmes, host)}
    for each in stored:
        if (each.uid, each.audience) not in made:
            db.session.delete(each)
    changed = [each for key, each in made.items() if before.get(key) != (each.etag, each.render_version)]
    for each in changed:
        known = (each.uid, each.audience) in before
        db.session.merge(each) if known else db.session.add(each)
    db.session.flush()
    return {each.uid: each.audience for each in changed}


def _objects(events: list[Event], programmes: Collection[int], host: str) -> Iterator[CalendarObject]:
    by_id = {event.id: event for event in events}
    for event in events:
        yield _object(calendar_event(event, host), event.access)
    for session, event_id in published_sessions(programmes):
        yield _object(calendar_session(session, by_id[event_id], host), by_id[event_id].access)


def _object(told: CalendarEvent, access: str) -> CalendarObject:
    audience = audience_of(access)
    body = render_event(told, audience)
    return CalendarObject(
        uid=told.uid,
        audience=audience,
        kind="VEVENT",
        timezones=list(wire_zones(told)),
        body=body,
        etag=body_etag(body),
        starts_at=instant(told.local_start, told.timezone),
        ends_at=instant(told.local_end, told.timezone),
        changed_at=told.changed_at,
        render_version=component_version(),
    )


class Move:
    """From the members that there are to where the events belong now."""

    def __init__(self, belonging: Subquery, uids: Select[str], changed: dict[str, str]) -> None:
        member, self.belonging = CalendarMember, belonging
        place = self.belonging.c.collection, self.belonging.c.uid
        here, belongs = tuple_(member.collection, member.uid), select(*place)
        alive = and_(member.uid.in_(uids), member.gone.is_(False))
        self.leaving: ColumnElement[bool] = and_(alive, here.not_in(belongs))
        self.restated: ColumnElement[bool] = and_(alive, member.uid.in_(list(changed)))
        self.changed = changed
        self.joining = tuple_(*place).not_in(select(member.collection, member.uid).where(alive))

    def carry_out(self, now: datetime) -> list[str]:
        """Returns the names of the collections that moved."""
        self._open_collections(now)
        names = self._names()
        moved = list(db.session.execute(self._locked(names)))
        stamp = max([now, *(each.changed_at + _STEP for each in moved)])  # greater each time, as If-Modified-Since asks
        counted = update(CalendarCollection).where(CalendarCollection.name.in_(names))
        self._run(counted.values(seq=CalendarCollection.seq + 1, changed_at=stamp))
        member = update(CalendarMember).values(seq=_counter(CalendarMember.collection))
        self._run(member.where(self.leaving).values(gone=True))
        if self.changed:  # those that left are gone by now
            audience = case(self.changed, value=CalendarMember.uid)
            self._run(member.where(self.restated).values(audience=audience))
        self._join()
        return [each.name for each in moved]

    def _names(self) -> Select[str]:
        left = select(CalendarMember.collection).where(or_(self.restated, self.leaving))
        names = union(left, select(self.belonging.c.collection).where(self.joining)).subquery("moving")
        return select(names.c.collection)

    def _locked(self, names: Select[str]) -> Select[str, datetime]:
        collection = CalendarCollection
        statement = select(collection.name, collection.changed_at).where(collection.name.in_(names))
        return statement.order_by(collection.name).with_for_update()

    def _open_collections(self, now: datetime) -> None:
        name, earlier = self.belonging.c.collection, literal(now - _STEP, UTCDateTime())
        new = select(name, literal(0), earlier).where(self.joining).distinct().order_by(name)
        self._run(_insert(CalendarCollection, ["name", "seq", "changed_at"], new).on_conflict_do_nothing())

    def _join(self) -> None:
        """Members that are new, and those that come back."""
        place = self.belonging.c
        new = select(place.collection, place.uid, place.audience, _counter(place.collection), literal(False))
        joined = _insert(CalendarMember, ["collection", "uid", "audience", "seq", "gone"], new.where(self.joining))
        shown = {name: joined.excluded[name] for name in ("audience", "seq", "gone")}
        self._run(joined.on_conflict_do_update(index_elements=["collection", "uid"], set_=shown))

    def _run(self, statement: Any) -> None:
        db.session.execute(statement.execution_options(synchronize_session=False))


def _counter(collection: Any) -> Any:
    return select(CalendarCollection.seq).where(CalendarCollection.name == collection).scalar_subquery()


def _insert(model: type[Any], columns: list[str], rows: Select[Any]) -> Any:
    """INSERT with ON CONFLICT, which each of the two databases has in its own dialect."""
    dialect = postgresql if db.session.get_bind().dialect.name == "postgresql" else sqlite
    return dialect.insert(model).from_select(columns, rows)
