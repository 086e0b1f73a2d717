"""Reads of what came of events, whoever may see it: collections decide who reads which component."""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, Select, and_, func, literal, or_, select
from sqlalchemy.orm import contains_eager

from forumhub.calendars.describing import told_at
from forumhub.calendars.membership import ITEM_UIDS, TASKS, uid_of
from forumhub.calendars.models import CalendarObject
from forumhub.calendars.outcomes.belonging import agreed_actions, agreed_minutes, looked_at
from forumhub.database import db
from forumhub.events.models import Event, Register
from forumhub.followup.models import Item, Report
from forumhub.followup.next_meetings import NEXT, meetings_changed
from forumhub.minutes.models import Circulation, Document
from forumhub.minutes.rules import AGENDA, CORRIGENDUM, LANGUAGE_VERSION, MINUTES, SETTLED


def events_of_items(item_ids: Collection[int]) -> set[int]:
    """Row ids of the meetings that agreed them."""
    return set(db.session.scalars(select(Item.event_id).where(Item.id.in_(item_ids)))) if item_ids else set()


def agreed_items(event_ids: Collection[int], item_ids: Collection[int], now: datetime) -> list[tuple[Item, datetime]]:
    """The actions agreed at these events, and of these; each with the time of its last change: its own, or of what is
    said with it of its meeting, or of the next meeting's day. Two statements, four with what hangs on them, eight where
    an action is due at the next meeting.
    """
    if not (event_ids or item_ids):
        return []
    mine = looked_at(event_ids, item_ids), agreed_actions()
    statement = select(Item).where(*mine).order_by(Item.id).execution_options(populate_existing=True)
    items = db.session.scalars(statement).unique().all()
    said = select(Report.item_id, func.max(Report.at)).join(Report.item).where(*mine, Report.pending.is_(False))
    last: dict[int, datetime] = dict(db.session.execute(said.group_by(Report.item_id)).all()) if items else {}
    moved = meetings_changed({item.event_id for item in items if item.due == NEXT}, now)
    next_day = {item.id: moved[item.event_id] for item in items if item.due == NEXT}
    return [(item, _told_at(item, last.get(item.id), next_day.get(item.id))) for item in items]


def _told_at(item: Item, *others: datetime | None) -> datetime:
    return told_at(item.event, item.opened_at, item.worded_at, *others)


@dataclass(frozen=True)
class Agreed:
    """The agreed version of a text, and what every party agreed of it since, in the order in which that was made.

    `versions` give it in other languages; `corrigenda` are texts of their own, with theirs.
    """

    circulation: Circulation
    versions: tuple[Circulation, ...] = ()
    corrigenda: tuple["Agreed", ...] = ()

    @property
    def document(self) -> Document:
        return self.circulation.document

    @property
    def sources(self) -> dict[str, str]:
        """Its Markdown by language, all as authentic."""
        every = (self.circulation, *self.versions)
        return {text.language: text.source for each in every for text in each.revision.texts}

    @property
    def changed_at(self) -> datetime:
        """When the last of all this was agreed."""
        own = [each.agreed_at or each.circulated_at for each in (self.circulation, *self.versions)]
        return max([*own, *(each.changed_at for each in self.corrigenda)])


def agreed_minutes_of(event_ids: Collection[int]) -> list[Agreed]:
    """All agreed minutes of these events, in the order in which they were made. As many statements for many."""
    of_kind: dict[tuple[str, int | None], list[Circulation]] = defaultdict(list)
    for each in _agreed_circulations(event_ids):
        of_kind[each.document.kind, each.document.of_id].append(each)

    def agreed(each: Circulation) -> Agreed:
        versions, corrigenda = (of_kind[kind, each.document_id] for kind in (LANGUAGE_VERSION, CORRIGENDUM))
        return Agreed(each, tuple(versions), tuple(map(agreed, corrigenda)))

    return [agreed(each) for each in of_kind[MINUTES, None]]


def _agreed_circulations(event_ids: Collection[int]) -> list[Circulation]:
    statement = (
        select(Circulation)
        .join(Circulation.document)
        .where(Document.event_id.in_(event_ids), Document.kind != AGENDA, Document.state.in_(SETTLED))
        .where(Circulation.agreed_at.is_not(None))
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
