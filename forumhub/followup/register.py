"""The registers as a list: its filters as the address has them, its order, its pages, its counts."""

import json
from dataclasses import astuple, dataclass, fields, replace
from datetime import date, timedelta
from typing import Any

from sqlalchemy import ColumnElement, String, and_, cast, exists, func, or_, select
from sqlalchemy.orm import contains_eager, joinedload

from forumhub.agreements.models import Agreement
from forumhub.database import db
from forumhub.events.models import Register
from forumhub.followup import rules
from forumhub.followup.acceptance.queries import implemented_as
from forumhub.followup.models import Item, ItemClause, ItemOwner
from forumhub.followup.tallies.queries import counts_by_state
from forumhub.followup.tallies.rules import places
from forumhub.markdown.folding import fold_code
from forumhub.parties.models import Party

PAGE = 50
SOON = timedelta(days=30)
DUES = ("overdue", "soon")
SORTS = ("due", "-due", "reference", "-reference", "state", "-state")


@dataclass(frozen=True)
class Filters:
    """Codes and words as they stand in the address; empty ones do not filter. `kind` is `all` for every kind."""

    kind: str = "ACTION"
    state: str = ""
    """A state of rules.STATES, or `unfinished` or `overdue`."""
    party: str = ""
    organ: str = ""
    """The code of an owner: `BY-MIA`."""
    agreement: str = ""
    clause: str = ""
    register: str = ""
    due: str = ""
    """One of DUES: `soon` is what is not late and falls due within 30 days."""
    due_from: str = ""
    due_until: str = ""
    """ISO days, both included."""
    acceptance: str = ""
    """One of acceptance.rules.ACCEPTANCES, of recommendations."""
    implementation: str = ""
    """One of acceptance.rules.IMPLEMENTATIONS, of recommendations."""
    q: str = ""
    sort: str = "due"

    @property
    def as_query(self) -> dict[str, str]:
        """What differs from the defaults, for an address."""
        defaults = Filters()
        return {
            field.name: value
            for field in fields(self)
            if (value := getattr(self, field.name)) != getattr(defaults, field.name)
        }


@dataclass(frozen=True)
class RegisterPage:
    """`counts` holds how many items each state has under the other filters, and `all`, `unfinished`, `overdue`."""

    items: list[Item]
    page: int
    pages: int
    total: int
    counts: dict[str, int]


def read_page(
    visible: ColumnElement[bool], events: ColumnElement[bool], filters: Filters, *, today: date, page: int
) -> RegisterPage:
    """Takes a constant number of queries. A page beyond the last is the last.

    `visible` is of Item, `events` the same right as a condition on Event. The page is chosen in an index alone; only
    its own rows are read. It is chosen by its number, so that an address can be kept and any page be asked for: page
    400 of 50,000 actions takes some tens of milliseconds more than the first, which nobody who filters comes to.
    """
    counts = _counts(visible, events, filters, today)
    total = counts.get(filters.state or "all", 0)
    pages = max(1, -(-total // PAGE))
    page = min(max(1, page), pages)
    order = _order(filters.sort)
    chosen = select(Item.id).where(*conditions_of(visible, filters, today)).order_by(*order)
    if not filters.sort.endswith(("due", "state")):
        chosen = chosen.join(Item.register)
    statement = (
        select(Item)
        .join(Item.register)
        .where(Item.id.in_(chosen.limit(PAGE).offset((page - 1) * PAGE)))
        .options(contains_eager(Item.register), joinedload(Item.event))
        .order_by(*order)
    )
    return RegisterPage(list(db.session.scalars(statement).unique()), page, pages, total, counts)


def conditions_of(visible: ColumnElement[bool], filters: Filters, today: date) -> list[ColumnElement[bool]]:
    """For a statement that selects Item."""
    return [*_all_but_state(visible, filters, today), *([_in_state(filters.state, today)] if filters.state else [])]


def _in_state(state: str, today: date) -> ColumnElement[bool]:
    if state == "overdue":
        return overdue(today)
    return Item.state.in_(rules.UNFINISHED) if state == "unfinished" else Item.state == state


def overdue(today: date) -> ColumnElement[bool]:
    """Of Item, on this day in UTC. The place in the order of due days says the same again, for its index."""
    late = Item.kind == "ACTION", Item.state.in_(rules.DUE_COUNTS), Item.due_on < today
    return and_(*late, Item.due_place < places(rules.OPEN, today)[0])


def _of_register(code: str) -> ColumnElement[bool]:
    return Item.register_id == select(Register.id).where(Register.code == code).scalar_subquery()


def _falls_due(filters: Filters, today: date) -> list[ColumnElement[bool]]:
    wanted = []
    if filters.due == "overdue":
        wanted.append(overdue(today))
    elif filters.due:
        wanted += [Item.kind == "ACTION", Item.state.in_(rules.DUE_COUNTS), Item.due_on.between(today, today + SOON)]
    if filters.due_from:
        wanted.append(Item.due_on >= date.fromisoformat(filters.due_from))
    if filters.due_until:
        wanted.append(Item.due_on <= date.fromisoformat(filters.due_until))
    return wanted


def _all_but_state(visible: ColumnElement[bool], filters: Filters, today: date) -> list[ColumnElement[bool]]:
    wanted = [visible, *_falls_due(filters, today)]
    if filters.kind != "all":
        wanted.append(Item.kind == filters.kind)
    if filters.register:
        wanted.append(_of_register(filters.register))
    if filters.party:
        wanted.append(_owned(ItemOwner.party_id.in_(select(Party.id).where(Party.code == filters.party))))
    if filters.organ:
        wanted.append(_owned(ItemOwner.code == filters.organ))
    if filters.agreement or filters.clause:
        wanted.append(_under(filters.agreement, filters.clause))
    if filters.acceptance:
        wanted += [Item.kind == "RECOMMENDATION", Item.acceptance == filters.acceptance]
    if filters.implementation:
        wanted += [Item.kind == "RECOMMENDATION", implemented_as(filters.implementation, visible)]
    if filters.q.strip():
        wanted.append(_says(filters.q.strip()))
    return wanted


def _owned(condition: ColumnElement[bool]) -> ColumnElement[bool]:
    return exists().where(ItemOwner.item_id == Item.id, ItemOwner.helps.is_(False), condition)


def _under(agreement: str, clause: str) -> ColumnElement[bool]:
    clauses = [ItemClause.item_id == Item.id]
    if agreement:
        clauses.append(ItemClause.agreement_id.in_(select(Agreement.id).where(Agreement.code == agreement)))
    if clause:
        clauses.append(ItemClause.number == clause)
    return exists().where(*clauses)


def _says(words: str) -> ColumnElement[bool]:
    """Its words in any language, or its id. JSON keeps other scripts escaped, and no database folds their case."""
    spellings = {words, words.lower(), words.upper(), words.capitalize()}
    texts = cast(Item.texts, String)
    matches = [texts.contains(json.dumps(spelling)[1:-1], autoescape=True) for spelling in spellings]
    code = fold_code(words).upper().strip()
    register, _slash, number = code.rpartition("/")
    return or_(*matches, and_(Item.code == number, _of_register(register)) if register else Item.code == code)


def _order(sort: str) -> list[Any]:
    """All in one direction, so that an index has it either way."""
    within: list[Any] = [Item.register_id, Item.kind, Item.number]
    if sort == "-due":
        return [Item.due_place_back, *within]
    orders: dict[str, list[Any]] = {
        "due": [Item.due_place, *within],
        "state": [Item.state, Item.due_place, *within],
    }
    order = orders.get(sort.removeprefix("-"), [Register.code, Item.kind, Item.number])
    return [column.desc() for column in order] if sort.startswith("-") else order


def _counts(visible: ColumnElement[bool], events: ColumnElement[bool], filters: Filters, today: date) -> dict[str, int]:
    counts = {"all": 0, "unfinished": 0, "overdue": 0}
    found = _tallied(events, filters, today) if _is_tallied(filters) else _counted(visible, filters, today)
    for state, is_late, count in found:
        counts[state] = counts.get(state, 0) + count
        counts["all"] += count
        counts["unfinished"] += count if state in rules.UNFINISHED else 0
        counts["overdue"] += count if is_late else 0
    return counts


def _is_tallied(filters: Filters) -> bool:
    """Whether the tallies tell these items from others: they know kind, register and owner."""
    others = replace(filters, kind="", state="", register="", party="", organ="", sort="")
    return not any(astuple(others)) and not (filters.party and filters.organ)


def _tallied(events: ColumnElement[bool], filters: Filters, today: date) -> list[tuple[str, bool, int]]:
    asked = {"kind": filters.kind, "register": filters.register, "party": filters.party, "owner": filters.organ}
    return counts_by_state(events, **asked, today=today)


def _counted(visible: ColumnElement[bool], filters: Filters, today: date) -> list[tuple[str, bool, int]]:
    late = overdue(today).label("late")
    where = _all_but_state(visible, filters, today)
    statement = select(Item.state, late, func.count(Item.id)).where(*where).group_by(Item.state, "late")
    return [(state, bool(is_late), count) for state, is_late, count in db.session.execute(statement)]
