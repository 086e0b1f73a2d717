"""Reads of the registers. What is proposed in a draft is in none of them."""

from collections import defaultdict
from collections.abc import Collection
from datetime import date

from sqlalchemy import Case, ColumnElement, and_, case, func, or_, select
from sqlalchemy.orm import contains_eager, joinedload, lazyload, load_only, selectinload
from sqlalchemy.sql.base import ExecutableOption

from forumhub.database import db
from forumhub.errors import NotFound
from forumhub.events import queries as events
from forumhub.events.models import Event, EventParty, Register, Series
from forumhub.files import StoredFile
from forumhub.followup.agenda import Arising, stubs
from forumhub.followup.models import Item, ItemClause, ItemCounter, Report, ReportFile
from forumhub.followup.references import items_by_reference
from forumhub.followup.register import Filters, RegisterPage, conditions_of, overdue, read_page
from forumhub.followup.rules import CLOSED, PROPOSED, UNFINISHED, Issued, Said
from forumhub.followup.tallies import queries as tallies
from forumhub.followup.wishes import Proposal, proposal
from forumhub.parties import policy
from forumhub.parties.policy import Reader

SHOWN: tuple[ExecutableOption, ...] = (joinedload(Item.event),)
_DETAIL = joinedload(Event.series).options(load_only(Series.calendar_detail), lazyload("*"))
TOLD: tuple[ExecutableOption, ...] = (joinedload(Item.event).options(_DETAIL),)
"""With what says whether mails may carry its words."""


def visible_to(reader: Reader) -> ColumnElement[bool]:
    """Items, provisional or later, of events that the reader may see; where the public sees it, the parties' people."""
    return and_(Item.state != PROPOSED, Item.event_id.in_(select(Event.id).where(events_visible_to(reader))))


def events_visible_to(reader: Reader) -> ColumnElement[bool]:
    """The events whose items the reader may see."""
    of_parties = select(EventParty.event_id).where(EventParty.party_id.in_(sorted(reader.party_ids)))
    return and_(events.visible_to(reader), or_(Event.access != policy.PUBLIC, Event.id.in_(of_parties)))


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


def named_items(references: Collection[str], reader: Reader) -> dict[str, Item]:
    """By reference (HLM/A-14), those of them that the reader may see."""
    return items_by_reference(references, visible_to(reader))


def get_item(register_code: str, code: str, reader: Reader) -> Item:
    """Raises NotFound."""
    item = find_item(register_code, code, reader)
    if item is None:
        raise NotFound
    return item


def register_page(reader: Reader, filters: Filters, *, today: date, page: int = 1) -> RegisterPage:
    """One page of the registers as these filters have it, with the counts of each state among them."""
    return read_page(visible_to(reader), events_visible_to(reader), filters, today=today, page=page)


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


def open_items_of(register_id: int, *where: ColumnElement[bool]) -> list[Item]:
    """Actions that are agreed and not finished, by number: what comes before the next meeting."""
    unfinished = Item.register_id == register_id, Item.kind == "ACTION", Item.state.in_(UNFINISHED)
    return list(db.session.scalars(select(Item).where(*unfinished, *where).options(*SHOWN).order_by(Item.number)))


def items_of_document(document_id: int) -> list[Item]:
    """What its minutes entered, proposed ones too; who may see the document decides."""
    statement = select(Item).where(Item.document_id == document_id)
    return list(db.session.scalars(statement.order_by(Item.kind, Item.number)))


def issued(register_id: int) -> Issued:
    """Every id that was ever issued in the register, whether or not its minutes came so far."""
    statement = select(ItemCounter.kind, ItemCounter.last).where(ItemCounter.register_id == register_id)
    return Issued({row.kind: row.last for row in db.session.execute(statement)})


def tallies_of_agreements(
    agreement_ids: Collection[int], reader: Reader, today: date
) -> dict[int, dict[str, tuple[int, int, int]]]:
    """By agreement and clause number, the agreed actions under it: (closed, open, overdue), in one query.

    Open does not count what is overdue; superseded, withdrawn and provisional ones are not counted. `today` is the
    day in UTC.
    """
    statement = (
        select(ItemClause.agreement_id, ItemClause.number, tally_on(today).label("tally"))
        .add_columns(func.count(func.distinct(Item.id)))
        .join(Item, Item.id == ItemClause.item_id)
        .where(ItemClause.agreement_id.in_(agreement_ids), visible_to(reader))
        .where(Item.kind == "ACTION", Item.state.in_((CLOSED, *UNFINISHED)))
        .group_by(ItemClause.agreement_id, ItemClause.number, "tally")
    )
    counted: dict[tuple[int, str], dict[str, int]] = defaultdict(dict)
    for agreement_id, number, tally, count in db.session.execute(statement):
        counted[agreement_id, number][tally] = count
    found: dict[int, dict[str, tuple[int, int, int]]] = {agreement_id: {} for agreement_id in agreement_ids}
    for (agreement_id, number), counts in counted.items():
        found[agreement_id][number] = counts.get("closed", 0), counts.get("open", 0), counts.get("overdue", 0)
    return found


def tally_on(today: date) -> Case[str]:
    """Of an action: closed, overdue or else open; empty for one that is provisional or ended otherwise."""
    unfinished = Item.state.in_(UNFINISHED)
    return case((Item.state == CLOSED, "closed"), (overdue(today), "overdue"), (unfinished, "open"), else_="")


def matters_arising(event: Event, language: str, access: str | None = None) -> str:
    """Markdown for the event's agenda: a STATUS stub, in the dialect, for each action that is open; empty for none.

    Only of actions that these same parties agreed: others are not theirs to read, or not theirs to decide on. Nor of
    what was agreed where fewer have access than to this meeting; `access` is that of a copy which comes after it.
    """
    level, found = access or event.access, open_items_of(event.register_id)
    arising = [item for item in found if event.party_ids == item.event.party_ids and not _is_kept_back(item, level)]
    return stubs([Arising(item.code, item.words(language)) for item in arising], language)


def kept_back(event: Event, reader: Reader) -> list[Item]:
    """What `matters_arising` leaves out because fewer may see the meeting that agreed it, as far as the reader does."""
    found = open_items_of(event.register_id, visible_to(reader))
    return [item for item in found if event.party_ids == item.event.party_ids and _is_kept_back(item, event.access)]


def _is_kept_back(item: Item, access: str) -> bool:
    return policy.is_narrowed(access, item.event.access)


def owners_seen(reader: Reader) -> list[tuple[str, str]]:
    """(code as in minutes, code of its party) of each party and organ that owns a visible item, for the filters."""
    return tallies.owners(events_visible_to(reader))


def register_codes(reader: Reader) -> list[str]:
    """The registers that hold an item which the reader may see."""
    return tallies.registers(events_visible_to(reader))


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
