"""Reads of what came of events, whoever may see it: collections decide who reads which component."""

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import ColumnElement, Select, and_, func, literal, or_, select
from sqlalchemy.orm import contains_eager

from forumhub.calendars.membership import ITEM_UIDS, TASKS, uid_of
from forumhub.calendars.models import CalendarObject
from forumhub.calendars.outcomes.belonging import agreed_actions, agreed_minutes, looked_at
from forumhub.database import db
from forumhub.events.models import Event, Register
from forumhub.followup.models import Item, Report
from forumhub.minutes.models import Circulation, Document


def events_of_items(item_ids: Collection[int]) -> set[int]:
    """Row ids of the meetings that agreed them."""
    return set(db.session.scalars(select(Item.event_id).where(Item.id.in_(item_ids)))) if item_ids else set()


def agreed_items(event_ids: Collection[int], item_ids: Collection[int]) -> list[tuple[Item, datetime]]:
    """The actions agreed at these events, and of these; each with the time of its last change. Two statements, four
    with what hangs on them."""
    if not (event_ids or item_ids):
        return []
    mine = looked_at(event_ids, item_ids), agreed_actions()
    statement = select(Item).where(*mine).order_by(Item.id).execution_options(populate_existing=True)
    items = db.session.scalars(statement).unique().all()
    said = select(Report.item_id, func.max(Report.at)).join(Report.item).where(*mine, Report.pending.is_(False))
    last: dict[int, datetime] = dict(db.session.execute(said.group_by(Report.item_id)).all()) if items else {}
    return [(item, max(filter(None, (item.opened_at, last.get(item.id))))) for item in items]


def agreed_circulations(event_ids: Collection[int]) -> list[Circulation]:
    """The agreed version of all minutes of these events, in the order in which they were made."""
    statement = (
        select(Circulation)
        .join(Circulation.document)
        .where(Document.event_id.in_(event_ids), agreed_minutes(), Circulation.agreed_at.is_not(None))
        .options(contains_eager(Circulation.document))
        .order_by(Document.id)
    )
    return list(db.session.scalars(statement).unique())


def without_component(version: str, host: str) -> Select[int]:
    """Row ids of events whose actions or agreed minutes have no component made by this version."""
    ending = literal(uid_of("", host))
    task = literal(ITEM_UIDS[TASKS]) + Register.code + "-" + Item.code + ending
    items = select(Item.event_id).join(Item.register).where(agreed_actions(), _is_missing(task, version))
    minutes = select(Document.event_id).join(Circulation).where(agreed_minutes(), Circulation.agreed_at.is_not(None))
    minutes = minutes.where(_is_missing(Document.ulid + ending, version))
    return select(Event.id).where(or_(Event.id.in_(items), Event.id.in_(minutes)))


def _is_missing(uid: ColumnElement[str], version: str) -> ColumnElement[bool]:
    made = and_(CalendarObject.uid == uid, CalendarObject.render_version == version)
    return ~select(CalendarObject.uid).where(made).exists()
