"""What a report of implementation is made of, as far as the reader may see it. A constant number of queries."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, func, or_, select

from forumhub.agreements.models import Clause
from forumhub.agreements.queries import clauses_in_force
from forumhub.database import db
from forumhub.desk.implementation.rules import Entry, Filed, Findings, Period, Told, is_explained, standing_at
from forumhub.events.models import Event, Register
from forumhub.events.queries import visible_to as events_visible_to
from forumhub.events.rules import HELD
from forumhub.followup.models import Item, ItemClause, ItemOwner, Report
from forumhub.followup.queries import visible_to
from forumhub.minutes.models import Circulation, Document
from forumhub.minutes.queries import minutes_agreed
from forumhub.minutes.queries import visible_to as documents_visible_to
from forumhub.minutes.rules import MINUTES
from forumhub.parties.policy import Reader


@dataclass(frozen=True)
class Held:
    """A meeting of the period, and when the minutes were agreed that the reader may see; None: not by its end."""

    event: Event
    agreed_at: datetime | None


def clauses_then(agreement_id: int, period: Period) -> Sequence[Clause]:
    """The titled clauses of the text that was in force on the period's last day."""
    return [clause for clause in clauses_in_force(agreement_id, period.last) if clause.titles]


def meetings_held(agreement_id: int, reader: Reader, period: Period) -> dict[str, list[Held]]:
    """By clause number, empty for the agreement as a whole; the oldest first. What has agreed minutes was held."""
    statement = (
        select(Event)
        .where(events_visible_to(reader), Event.agreement_id == agreement_id)
        .where(or_(Event.state == HELD, minutes_agreed(reader)))
        .where(Event.ends_at >= period.begins, Event.starts_at <= period.ends)
        .order_by(Event.starts_at)
    )
    agreed = _agreements_of_minutes(agreement_id, reader, period)
    found: dict[str, list[Held]] = defaultdict(list)
    for event in db.session.scalars(statement).unique():
        if period.first <= event.local_start.date() <= period.last:
            found[event.clause].append(Held(event, agreed.get(event.id)))
    return dict(found)


def _agreements_of_minutes(agreement_id: int, reader: Reader, period: Period) -> dict[int, datetime]:
    statement = (
        select(Document.event_id, func.min(Circulation.agreed_at))
        .join(Circulation, Circulation.document_id == Document.id)
        .join(Event, Event.id == Document.event_id)
        .where(documents_visible_to(reader), Event.agreement_id == agreement_id, Document.kind == MINUTES)
        .where(Circulation.agreed_at <= period.ends)
        .group_by(Document.event_id)
    )
    return {row[0]: row[1] for row in db.session.execute(statement) if row[1]}


def findings_by_clause(agreement_id: int, reader: Reader, period: Period) -> dict[str, Findings]:
    """By clause number, what the period brought under it and how actions stood at its end."""
    under = Item.id.in_(select(ItemClause.item_id).where(ItemClause.agreement_id == agreement_id)), visible_to(reader)
    told, owners = _told(under), _owners(under)
    statement = (
        select(ItemClause.number, Register.code, Item.code, Item.id, Item.kind, Item.state, Item.texts, Item.text)
        .add_columns(Item.opened_at, Item.due_on, Item.original_due_on)
        .join(Item, Item.id == ItemClause.item_id)
        .join(Register, Register.id == Item.register_id)
        .where(ItemClause.agreement_id == agreement_id, visible_to(reader))
        .order_by(Register.code, Item.number)
    )
    found: dict[str, Findings] = defaultdict(Findings)
    for row in db.session.execute(statement):
        history = tuple(told.get(row.id, ()))
        filed = Filed(row.kind, row.state, row.opened_at, row.due_on, row.original_due_on, history)
        entry = Entry(
            reference=f"{row[1]}/{row[2]}",
            texts=row.texts or {"": row.text},
            owners=owners.get(row.id, ()),
            filed=filed,
            standing=standing_at(filed, period.ends),
            explained=is_explained(filed),
        )
        found[row.number].add(entry, period)
    return dict(found)


def _told(under: tuple[ColumnElement[bool], ...]) -> dict[int, list[Told]]:
    """Whoever may see the report: a state follows from all that took effect, as it does in the registers."""
    statement = (
        select(Report.item_id, Report.act, Report.at, Report.party_id, Report.due)
        .join(Item, Item.id == Report.item_id)
        .where(*under, Report.pending.is_(False))
        .order_by(Report.at, Report.id)
    )
    found: dict[int, list[Told]] = defaultdict(list)
    for item_id, act, at, party_id, due in db.session.execute(statement):
        found[item_id].append(Told(act, at, by_minutes=party_id is None, due=due))
    return found


def _owners(under: tuple[ColumnElement[bool], ...]) -> dict[int, list[str]]:
    statement = (
        select(ItemOwner.item_id, ItemOwner.code)
        .join(Item, Item.id == ItemOwner.item_id)
        .where(*under, ItemOwner.helps.is_(False))
        .order_by(ItemOwner.position)
    )
    found: dict[int, list[str]] = defaultdict(list)
    for item_id, code in db.session.execute(statement):
        found[item_id].append(code)
    return found


def first_agreed(agreement_id: int, reader: Reader) -> datetime | None:
    """When the first item under the agreement was agreed, of those that the registers hold."""
    statement = (
        select(func.min(Item.opened_at))
        .join(ItemClause, ItemClause.item_id == Item.id)
        .where(ItemClause.agreement_id == agreement_id, visible_to(reader))
    )
    return db.session.scalar(statement)


def count_unmarked(agreement_id: int, reader: Reader, period: Period) -> int:
    """Meetings of the period that ended, without agreed minutes, that nobody marked as held, cancelled or postponed."""
    statement = select(func.count(Event.id)).where(
        events_visible_to(reader),
        Event.agreement_id == agreement_id,
        Event.state.in_(("tentative", "confirmed")),
        Event.ends_at.between(period.begins, period.ends),
        ~minutes_agreed(reader),
    )
    return db.session.scalar(statement) or 0
