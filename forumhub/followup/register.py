"""The registers as a list: its filters as the address has them, its order, its pages, its counts."""

import json
from dataclasses import dataclass, fields
from datetime import date, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Select, String, and_, cast, exists, func, or_, select
from sqlalchemy.orm import contains_eager, joinedload

from forumhub.agreements.models import Agreement
from forumhub.database import db
from forumhub.events.models import Register
from forumhub.followup import rules
from forumhub.followup.models import Item, ItemClause, ItemOwner
from forumhub.markdown.folding import fold_code
from forumhub.parties.models import Party

PAGE = 50
FINISHED = (rules.CLOSED, rules.SUPERSEDED, rules.CANCELLED, rules.WITHDRAWN)
"""What stands last in the order of due days, and within it what has no day."""
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


def read_page(visible: ColumnElement[bool], filters: Filters, *, today: date, page: int) -> RegisterPage:
    """Takes a constant number of queries. A page beyond the last is the last."""
    counts = _counts(visible, filters, today)
    total = counts.get(filters.state or "all", 0)
    pages = max(1, -(-total // PAGE))
    page = min(max(1, page), pages)
    statement = (
        select(Item)
        .join(Item.register)
        .where(*conditions_of(visible, filters, today))
        .options(contains_eager(Item.register), joinedload(Item.event))
        .order_by(*_order(filters.sort))
    )
    found = db.session.scalars(statement.limit(PAGE).offset((page - 1) * PAGE)).unique()
    return RegisterPage(list(found), page, pages, total, counts)


def conditions_of(visible: ColumnElement[bool], filters: Filters, today: date) -> list[ColumnElement[bool]]:
    """For a statement that selects Item joined to its Register."""
    return [*_all_but_state(visible, filters, today), *([_in_state(filters.state, today)] if filters.state else [])]


def _in_state(state: str, today: date) -> ColumnElement[bool]:
    if state == "overdue":
        return _overdue(today)
    return Item.state.in_(rules.UNFINISHED) if state == "unfinished" else Item.state == state


def _overdue(today: date) -> ColumnElement[bool]:
    return and_(Item.kind == "ACTION", Item.state.in_(rules.DUE_COUNTS), Item.due_on < today)


def _falls_due(filters: Filters, today: date) -> list[ColumnElement[bool]]:
    wanted = []
    if filters.due == "overdue":
        wanted.append(_overdue(today))
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
        wanted.append(Register.code == filters.register)
    if filters.party:
        wanted.append(_owned(ItemOwner.party_id.in_(select(Party.id).where(Party.code == filters.party))))
    if filters.organ:
        wanted.append(_owned(ItemOwner.code == filters.organ))
    if filters.agreement or filters.clause:
        wanted.append(_under(filters.agreement, filters.clause))
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
    return or_(*matches, Item.code == code, Register.code + "/" + Item.code == code)


def _order(sort: str) -> list[Any]:
    reference: list[Any] = [Register.code, Item.kind, Item.number]
    first: list[Any] = []
    wanted: list[Any] = reference
    if sort.endswith("state"):
        wanted = [Item.state]
    elif sort.endswith("due"):
        first, wanted = [Item.state.in_(FINISHED), Item.due_on.is_(None)], [Item.due_on]
    return [*first, *(column.desc() if sort.startswith("-") else column for column in wanted), *reference]


def _counts(visible: ColumnElement[bool], filters: Filters, today: date) -> dict[str, int]:
    where = _all_but_state(visible, filters, today)
    late = _overdue(today).label("late")
    statement: Select[str, bool, int] = (
        select(Item.state, late, func.count(Item.id)).join(Item.register).where(*where).group_by(Item.state, "late")
    )
    counts = {"all": 0, "unfinished": 0, "overdue": 0}
    for state, is_late, count in db.session.execute(statement):
        counts[state] = counts.get(state, 0) + count
        counts["all"] += count
        counts["unfinished"] += count if state in rules.UNFINISHED else 0
        counts["overdue"] += count if is_late else 0
    return counts
