"""What the registers and meetings hold under an agreement, counted by the database. Only what the reader may see."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date

from sqlalchemy import Case, ColumnElement, case, func, select
from sqlalchemy.orm import joinedload

from forumhub.agreements.models import AgreementVersion, Clause
from forumhub.database import db, utc_year
from forumhub.desk.instruments.rules import Edition, Figures
from forumhub.events.models import Event
from forumhub.events.queries import visible_to as events_visible_to
from forumhub.events.rules import HELD
from forumhub.followup.models import Item, ItemClause, Report
from forumhub.followup.queries import reports_visible_to, tally_on, visible_to
from forumhub.followup.rules import CLOSED, WITHDRAWN
from forumhub.parties.policy import Reader

RECENT = 5
COUNTED = {
    "DECISION": "decisions",
    "RECOMMENDATION": "recommendations",
    "CONCERN": "concerns",
    "STATEMENT": "statements",
    "ACTION": "actions",
}


STANDING = Item.opened_at.is_not(None), Item.state != WITHDRAWN
"""What counts: an item once its minutes are agreed, as long as it is not withdrawn."""


def events_under(agreement_id: int, reader: Reader) -> list[Event]:
    """The agreement's events that the reader may see, the oldest first."""
    statement = (
        select(Event).where(events_visible_to(reader), Event.agreement_id == agreement_id).order_by(Event.starts_at)
    )
    return list(db.session.scalars(statement).unique())


def figures_by_clause(
    agreement_id: int, reader: Reader, events: Iterable[Event], today: date
) -> defaultdict[str, Figures]:
    """By clause number. `events` are those under the agreement; `today` is the day in UTC. Three queries."""
    found: defaultdict[str, Figures] = defaultdict(Figures)
    _count_items(found, agreement_id, reader, today)
    _note_reports(found, agreement_id, reader)
    _note_closings(found, agreement_id, reader)
    for event in events:
        if event.state == HELD and event.clause:
            found[event.clause].meetings += 1
            found[event.clause].discussed(event.local_start.date())
    return found


def _under(agreement_id: int, reader: Reader) -> tuple[ColumnElement[bool], ...]:
    return ItemClause.agreement_id == agreement_id, visible_to(reader)


def _decided(agreement_id: int, reader: Reader) -> tuple[ColumnElement[bool], ...]:
    return *_under(agreement_id, reader), *STANDING


def _count_items(found: defaultdict[str, Figures], agreement_id: int, reader: Reader, today: date) -> None:
    statement = (
        select(ItemClause.number, Item.kind, tally_on(today).label("tally"), func.count(Item.id))
        .add_columns(func.max(Event.local_start))
        .join(Item, Item.id == ItemClause.item_id)
        .join(Event, Event.id == Item.event_id)
        .where(*_decided(agreement_id, reader))
        .group_by(ItemClause.number, Item.kind, "tally")
    )
    for number, kind, tally, count, last in db.session.execute(statement):
        figures = found[number]
        setattr(figures, COUNTED[kind], getattr(figures, COUNTED[kind]) + count)
        if kind == "ACTION" and tally:
            setattr(figures, tally, getattr(figures, tally) + count)
        figures.discussed(last.date())


def _note_reports(found: defaultdict[str, Figures], agreement_id: int, reader: Reader) -> None:
    """The last meeting in whose minutes an item under the clause was reported on."""
    statement = (
        select(ItemClause.number, func.max(Event.local_start))
        .join(Item, Item.id == ItemClause.item_id)
        .join(Report, Report.item_id == Item.id)
        .join(Event, Event.id == Report.event_id)
        .where(*_under(agreement_id, reader), reports_visible_to(reader), Report.pending.is_(False))
        .group_by(ItemClause.number)
    )
    for number, last in db.session.execute(statement):
        found[number].discussed(last.date())


def _note_closings(found: defaultdict[str, Figures], agreement_id: int, reader: Reader) -> None:
    statement = (
        select(ItemClause.number, Item.opened_at, Item.closed_at)
        .join(Item, Item.id == ItemClause.item_id)
        .where(*_under(agreement_id, reader), Item.kind == "ACTION", Item.state == CLOSED)
        .order_by(Item.id)
    )
    for number, opened_at, closed_at in db.session.execute(statement):
        if opened_at and closed_at:
            found[number].days.append((closed_at - opened_at).days)


def counts_by_year(agreement_id: int, reader: Reader) -> dict[int, dict[str, int]]:
    """By year in UTC: `decisions` and actions `opened`, on the day that their minutes were agreed; actions `closed`.

    Of what is counted under the clauses; an item under two of them counts once. Two queries.
    """
    under = Item.id.in_(select(ItemClause.item_id).where(ItemClause.agreement_id == agreement_id))
    found: dict[int, dict[str, int]] = defaultdict(lambda: {"decisions": 0, "opened": 0, "closed": 0})
    opened = (
        select(utc_year(Item.opened_at).label("year"), Item.kind, func.count(Item.id))
        .where(under, visible_to(reader), *STANDING, Item.kind.in_(("DECISION", "ACTION")))
        .group_by("year", Item.kind)
    )
    for year, kind, count in db.session.execute(opened):
        found[year]["decisions" if kind == "DECISION" else "opened"] += count
    closed = (
        select(utc_year(Item.closed_at).label("year"), func.count(Item.id))
        .where(under, visible_to(reader), *STANDING, Item.closed_at.is_not(None))
        .where(Item.state == CLOSED, Item.kind == "ACTION")
        .group_by("year")
    )
    for year, count in db.session.execute(closed):
        found[year]["closed"] += count
    return dict(found)


def recent_by_clause(agreement_id: int, reader: Reader) -> dict[str, list[Item]]:
    """By clause number, the RECENT latest of the items that are counted under it, those of the latest meeting first."""
    place = func.row_number().over(
        partition_by=ItemClause.number, order_by=(Event.starts_at.desc(), kind_order(), Item.number)
    )
    ranked = (
        select(ItemClause.number, ItemClause.item_id, place.label("place"))
        .join(Item, Item.id == ItemClause.item_id)
        .join(Event, Event.id == Item.event_id)
        .where(*_decided(agreement_id, reader))
        .subquery()
    )
    statement = (
        select(ranked.c.number, Item)
        .join(Item, Item.id == ranked.c.item_id)
        .where(ranked.c.place <= RECENT)
        .options(joinedload(Item.event))
        .order_by(ranked.c.number, ranked.c.place)
    )
    found: dict[str, list[Item]] = defaultdict(list)
    for number, item in db.session.execute(statement).unique():
        found[number].append(item)
    return dict(found)


def kind_order() -> Case[int]:
    order = {"DECISION": 1, "RECOMMENDATION": 2, "ACTION": 3, "CONCERN": 4, "STATEMENT": 5}
    return case(order, value=Item.kind, else_=9)


def editions_of(versions: Sequence[AgreementVersion]) -> list[Edition]:
    """Of these versions, in their order, with the titled clauses of each. One query."""
    statement = (
        select(Clause.version_id, Clause.number, Clause.titles)
        .where(Clause.version_id.in_([version.id for version in versions]))
        .order_by(Clause.position)
    )
    titles: dict[int, dict[str, dict[str, str]]] = defaultdict(dict)
    for version_id, number, its in db.session.execute(statement):
        if its:
            titles[version_id][number] = its
    return [Edition(each.number, each.in_force_from, titles[each.id]) for each in versions]
