"""Components, members and collections, brought to what was rendered and to where it belongs now, as one publication.

Each step is one statement over all that was rendered, however many collections show it, and fetches none of them.
"""

from collections.abc import Collection, Iterable
from datetime import datetime, timedelta
from typing import Any, NamedTuple

from sqlalchemy import (
    ColumnElement,
    CompoundSelect,
    Select,
    Subquery,
    and_,
    case,
    delete,
    except_,
    func,
    literal,
    or_,
    select,
    true,
    tuple_,
    union,
    update,
)

from forumhub.calendars.counting import next_number
from forumhub.calendars.membership import AGREEMENT, PUBLIC_SERIES
from forumhub.calendars.models import CalendarCollection, CalendarMember, CalendarObject
from forumhub.database import UTCDateTime, db, upsert

_STEP = timedelta(seconds=1)


class Scope(NamedTuple):
    """A part of the members that may have moved: `among` tells them, `belonging` where they belong now.

    `among` is a condition on CalendarMember; `belonging` has collection, uid and audience, each once, of those only.
    """

    among: ColumnElement[bool]
    belonging: Subquery


class Part(NamedTuple):
    """What was rendered of rows that are locked.

    `uids` selects all that these rows ever showed; `stored` has etag and render version of what was stored of them,
    by uid and audience; `made` the values of the CalendarObjects that there are now.
    """

    uids: Select[str]
    stored: dict[tuple[str, str], tuple[str, str]]
    made: list[dict[str, Any]]
    scopes: list[Scope]


def stored_of(uids: Select[str]) -> dict[tuple[str, str], tuple[str, str]]:
    """Etag and render version, by uid and audience."""
    each = CalendarObject
    rows = db.session.execute(select(each.uid, each.audience, each.etag, each.render_version).where(each.uid.in_(uids)))
    return {(row.uid, row.audience): (row.etag, row.render_version) for row in rows}


def carry_out(parts: Iterable[Part], renamed: Collection[str], now: datetime) -> int:
    """Returns the number of the publication, which is the counter of every collection that moved.

    The `renamed` move, too, whatever they show: clients are told their names. A public series has a feed before it ever
    showed anything, and is numbered from its first name on.

    Every row that the parts were rendered of must be locked before: who holds the counter waits for nobody.
    """
    number = next_number()
    for part in parts:
        changed = _store(part, number)
        for scope in part.scopes:
            _leave(scope, number, now)
            _join(scope, number)
        _count(part.uids, changed, number, now)
    if renamed:
        _number([name for name in renamed if name.startswith(PUBLIC_SERIES)], now)
        _move(list(renamed), number, now)
    return number


def _store(part: Part, number: int) -> list[str]:
    """Returns the UIDs of the components that are not what they were."""
    made = {(each["uid"], each["audience"]): {**each, "seq": number} for each in part.made}
    gone = part.stored.keys() - made.keys()
    if gone:
        _run(delete(CalendarObject).where(tuple_(CalendarObject.uid, CalendarObject.audience).in_(gone)))
    changed = [each for key, each in made.items() if part.stored.get(key) != (each["etag"], each["render_version"])]
    if changed:
        stored = upsert(CalendarObject)
        values = {name: stored.excluded[name] for name in changed[0] if name not in {"uid", "audience"}}
        _run(stored.on_conflict_do_update(index_elements=["uid", "audience"], set_=values), changed)
    return [each["uid"] for each in changed]


def _leave(scope: Scope, number: int, now: datetime) -> None:
    member, belongs = CalendarMember, scope.belonging.c
    shown = select(member.collection, member.uid).where(scope.among, member.gone.is_(False))
    leaving = except_(shown, select(belongs.collection, belongs.uid))
    left = update(member).where(tuple_(member.collection, member.uid).in_(leaving))
    _run(left.values(gone=True, gone_at=now, seq=number))


def _join(scope: Scope, number: int) -> None:
    """Members that are new, those that come back, and those that are shown to another audience."""
    member = CalendarMember
    shown = select(member.collection, member.uid, member.audience).where(scope.among, member.gone.is_(False))
    joining = except_(select(scope.belonging), shown).subquery("joining").c
    rows = select(joining.collection, joining.uid, joining.audience, literal(number), literal(False))
    joined = upsert(member).from_select(
        ["collection", "uid", "audience", "seq", "gone"], rows.where(true())
    )  # else SQLite reads ON as a join's
    values = {name: joined.excluded[name] for name in ("audience", "seq", "gone")}
    _run(joined.on_conflict_do_update(index_elements=["collection", "uid"], set_={**values, "gone_at": None}))


def _count(uids: Select[str], changed: list[str], number: int, now: datetime) -> None:
    """The collections of which a member joined or left, and those that show what changed, or what came under another
    agreement: who reads an agreement's feed counts by those collections alone that show them what is in it.
    """
    member, collection = CalendarMember, CalendarCollection
    moved = select(member.collection).where(member.uid.in_(uids), member.seq == number)
    placed = select(member.uid).where(
        member.uid.in_(uids), member.seq == number, member.collection.startswith(AGREEMENT)
    )
    told = or_(member.uid.in_(changed), member.uid.in_(placed))
    shown = select(member.collection).where(told, member.gone.is_(False))
    earlier = literal(now - _STEP, UTCDateTime())
    new = moved.add_columns(literal(0), earlier).distinct()
    _run(upsert(collection).from_select(["name", "seq", "changed_at"], new).on_conflict_do_nothing())
    _move(union(moved, shown), number, now)


def _number(names: list[str], now: datetime) -> None:
    """Those that have no number yet."""
    new = [{"name": name, "seq": 0, "changed_at": now - _STEP} for name in names]
    if new:
        _run(upsert(CalendarCollection).on_conflict_do_nothing(), new)


def _move(names: CompoundSelect[str] | list[str], number: int, now: datetime) -> None:
    """Their time grows by a second at least, as If-Modified-Since asks."""
    collection = CalendarCollection
    time = case((collection.changed_at < now, now), else_=func.a_second_after(collection.changed_at))
    moving = and_(collection.name.in_(names), collection.seq < number)
    _run(update(collection).where(moving).values(seq=number, changed_at=time))


def _run(statement: Any, rows: list[dict[str, Any]] | None = None) -> None:
    db.session.execute(statement, rows, execution_options={"synchronize_session": False})
