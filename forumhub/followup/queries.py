"""Reads of the registers. What is proposed in a draft is in none of them."""

from collections.abc import Collection
from datetime import date

from sqlalchemy import Case, ColumnElement, and_, case, func, or_, select
from sqlalchemy.orm import contains_eager, joinedload, selectinload
from sqlalchemy.sql.base import ExecutableOption

from forumhub.database import db
from forumhub.errors import NotFound
from forumhub.events import queries as events
from forumhub.events.models import Event, EventParty, Register
from forumhub.files import StoredFile
from forumhub.followup.agenda import Arising, stubs
from forumhub.followup.models import Item, ItemClause, ItemCounter, ItemLink, ItemOwner, Report, ReportFile
from forumhub.followup.register import Filters, RegisterPage, conditions_of, read_page
from forumhub.followup.rules import CLOSED, DUE_COUNTS, LETTERS, PROPOSED, UNFINISHED, Said
from forumhub.followup.wishes import Proposal, proposal
from forumhub.parties import policy
from forumhub.parties.models import Party
from forumhub.parties.policy import Reader

SHOWN: tuple[ExecutableOption, ...] = (joinedload(Item.event),)


def visible_to(reader: Reader) -> ColumnElement[bool]:
    """Items, provisional or later, of events that the reader may see; where the public sees it, the parties' people."""
    of_parties = select(EventParty.event_id).where(EventParty.party_id.in_(sorted(reader.party_ids)))
    allowed = and_(events.visible_to(reader), or_(Event.access != policy.PUBLIC, Event.id.in_(of_parties)))
    return and_(Item.state != PROPOSED, Item.event_id.in_(select(Event.id).where(allowed)))


def reports_visible_to(reader: Reader) -> ColumnElement[bool]:
    """Of a visible item: what parties reported, and what minutes say of events that the reader may see."""
    return or_(Report.event_id.is_(None), Report.event_id.in_(select(Event.id).where(events.visible_to(reader))))


def find_item(register_code: str, code: str, reader: Reader) -> Item | None:
    statement = (
        select(Item)
        .join(Item.register)
        .where(Register.code == register_code, Item.code == code, visible_to(reader))
        .options(contains_eager(Item.register), *SHOWN)
    )
    return db.session.scalar(statement)


def get_item(register_code: str, code: str, reader: Reader) -> Item:
    """Raises NotFound."""
    item = find_item(register_code, code, reader)
    if item is None:
        raise NotFound
    return item


def register_page(reader: Reader, filters: Filters, *, today: date, page: int = 1) -> RegisterPage:
    """One page of the registers as these filters have it, with the counts of each state among them."""
    return read_page(visible_to(reader), filters, today=today, page=page)


def all_of_register(reader: Reader, filters: Filters, *, today: date) -> list[Item]:
    """Everything that the filters leave, for a file."""
    where = conditions_of(visible_to(reader), filters, today)
    statement = select(Item).join(Item.register).where(*where).options(contains_eager(Item.register), *SHOWN)
    return list(db.session.scalars(statement.order_by(Register.code, Item.kind, Item.number)).unique())


def reports_of(item: Item, reader: Reader) -> list[Report]:
    """Oldest first, with their files; what stands in minutes that the reader may not see is left out."""
    statement = select(Report).where(Report.item_id == item.id, reports_visible_to(reader)).order_by(Report.id)
    return list(db.session.scalars(statement))


def get_report_file(register_code: str, code: str, ulid: str, reader: Reader) -> tuple[ReportFile, StoredFile]:
    """A file of evidence of an item that the reader may see. Raises NotFound."""
    item = get_item(register_code, code, reader)
    statement = (
        select(ReportFile, StoredFile)
        .join(Report, Report.id == ReportFile.report_id)
        .join(StoredFile, StoredFile.sha256 == ReportFile.sha256)
        .where(ReportFile.ulid == ulid, Report.item_id == item.id, reports_visible_to(reader))
    )
    row = db.session.execute(statement).first()
    if row is None:
        raise NotFound
    return row[0], row[1]


def links_of(item: Item, reader: Reader) -> list[tuple[str, bool, Item]]:
    """What it answers and what came of it: (relation, whether it points away from this item, the other item).

    Both ways, and only to items that the reader may see.
    """
    there = select(ItemLink.relation, Item).join(Item, Item.id == ItemLink.target_id).where(ItemLink.item_id == item.id)
    here = select(ItemLink.relation, Item).join(Item, Item.id == ItemLink.item_id).where(ItemLink.target_id == item.id)
    return [
        (relation, away, other)
        for away, statement in ((True, there), (False, here))
        for relation, other in db.session.execute(statement.where(visible_to(reader)).order_by(Item.id)).unique()
    ]


def open_items_of(register_id: int) -> list[Item]:
    """Actions that are agreed and not finished, by number: what comes before the next meeting."""
    unfinished = Item.register_id == register_id, Item.kind == "ACTION", Item.state.in_(UNFINISHED)
    return list(db.session.scalars(select(Item).where(*unfinished).options(*SHOWN).order_by(Item.number)))


def items_of_document(document_id: int) -> list[Item]:
    """What its minutes entered, proposed ones too; who may see the document decides."""
    statement = select(Item).where(Item.document_id == document_id)
    return list(db.session.scalars(statement.order_by(Item.kind, Item.number)))


def issued_codes(register_id: int) -> set[str]:
    """Every id that was ever issued in the register, whether or not its minutes came so far."""
    statement = select(ItemCounter.kind, ItemCounter.last).where(ItemCounter.register_id == register_id)
    counted = db.session.execute(statement)
    return {f"{LETTERS[kind]}-{number}" for kind, last in counted for number in range(1, last + 1)}


def tallies_by_clause(agreement_id: int, reader: Reader, today: date) -> dict[str, tuple[int, int, int]]:
    """By clause number, the agreed actions under it: (closed, open, overdue). Open does not count what is overdue.

    Superseded, withdrawn and provisional ones are not counted. `today` is the day in UTC.
    """
    return tallies_of_agreements([agreement_id], reader, today)[agreement_id]


def tallies_of_agreements(
    agreement_ids: Collection[int], reader: Reader, today: date
) -> dict[int, dict[str, tuple[int, int, int]]]:
    """`tallies_by_clause` of each of these agreements, in one query."""
    statement = (
        select(ItemClause.agreement_id, ItemClause.number, _tally(today).label("tally"))
        .add_columns(func.count(func.distinct(Item.id)))
        .join(Item, Item.id == ItemClause.item_id)
        .where(ItemClause.agreement_id.in_(agreement_ids), visible_to(reader))
        .where(Item.kind == "ACTION", Item.state.in_((CLOSED, *UNFINISHED)))
        .group_by(ItemClause.agreement_id, ItemClause.number, "tally")
    )
    found: dict[int, dict[str, tuple[int, int, int]]] = {agreement_id: {} for agreement_id in agreement_ids}
    for agreement_id, number, tally, count in db.session.execute(statement):
        counts = list(found[agreement_id].get(number, (0, 0, 0)))
        counts[tally] += count
        found[agreement_id][number] = (counts[0], counts[1], counts[2])
    return found


def _tally(today: date) -> Case[int]:
    late = and_(Item.state.in_(DUE_COUNTS), Item.due_on < today)
    return case((Item.state == CLOSED, 0), (late, 2), else_=1)


def matters_arising(event: Event, language: str) -> str:
    """Markdown for the event's agenda: a STATUS stub, in the dialect, for each action that is open; empty for none.

    Only of actions that these same parties agreed: others are not theirs to read, or not theirs to decide on.
    """
    found = [item for item in open_items_of(event.register_id) if item.event.party_ids == event.party_ids]
    return stubs([Arising(item.code, item.state, item.words(language)) for item in found], language)


def owners_seen(reader: Reader) -> list[tuple[str, str]]:
    """(code as in minutes, code of its party) of each party and organ that owns a visible item, for the filters."""
    statement = (
        select(ItemOwner.code, Party.code)
        .join(Party, Party.id == ItemOwner.party_id)
        .join(Item, Item.id == ItemOwner.item_id)
        .where(visible_to(reader), ItemOwner.helps.is_(False))
    )
    return [(code, party) for code, party in db.session.execute(statement.distinct().order_by(ItemOwner.code))]


def register_codes(reader: Reader) -> list[str]:
    """The registers that hold an item which the reader may see."""
    statement = select(Register.code).join(Item, Item.register_id == Register.id).where(visible_to(reader))
    return list(db.session.scalars(statement.distinct().order_by(Register.code)))


def said_of(item: Item) -> list[Report]:
    """Every report that has taken effect, oldest first, whoever may see it: what the item's standing follows from."""
    statement = select(Report).where(Report.item_id == item.id, Report.pending.is_(False)).order_by(Report.id)
    return list(db.session.scalars(statement.options(selectinload(Report.files))))


def history_of(item: Item) -> list[Said]:
    """The same as plain values, for the rules."""
    return [Said(report.act, report.party_id) for report in said_of(item)]


def proposal_for(item: Item) -> Proposal | None:
    """The new date that waits for another party's answer."""
    return waiting_date(said_of(item))


def waiting_date(reports: list[Report]) -> Proposal | None:
    return proposal((Said(report.act, report.party_id), report.due) for report in reports)
