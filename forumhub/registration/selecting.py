"""An event's registrations as its organizer chooses them: by the filters of an address, in the order of a column."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, NamedTuple, TypedDict, Unpack

from sqlalchemy import ColumnElement, Select, and_, case, func, or_, select, true
from sqlalchemy.orm import lazyload

from forumhub.database import db
from forumhub.events.models import Event
from forumhub.parties.models import Party, Person
from forumhub.parties.policy import Reader
from forumhub.registration.models import Invitation, Registration
from forumhub.registration.queries import GUESTS, visible_to
from forumhub.registration.rules import ACCEPTED, DECLINED, FUNCTIONS, INVITED, STATES, TENTATIVE, WAITING

MISSING = "missing"
"""Whose answer is missing: the invited."""
UNANSWERED = "unanswered"
"""Whose calendar was asked and has not answered for the present time and place."""
_HOLDS = Registration.intention_sequence >= Registration.calendar_sequence


class Filters(TypedDict, total=False):
    """What is empty or left out keeps nobody away. `search` is words of a name, in any script, or of an address."""

    party: str
    """A party's code, or GUESTS."""
    state: str
    function: str
    way: str
    search: str
    answer: str
    """MISSING, or empty."""
    intention: str
    """What their calendars answered, where it holds: one of rules.INTENTIONS, or UNANSWERED."""
    since: datetime | None
    """Whose registration changed at this instant or later."""


class Asking(NamedTuple):
    """How somebody was asked to come: since when, by how many reminders, when last, and until when a link holds."""

    since: datetime
    reminders: int
    last: datetime
    until: datetime


ORDERS: dict[str, tuple[Any, ...]] = {
    "name": (func.lower(Person.name),),
    "party": (Party.code, Person.name),
    "function": (case({each: place for place, each in enumerate(FUNCTIONS)}, value=Registration.function), Person.name),
    "state": (case({each: place for place, each in enumerate(STATES)}, value=Registration.state), Person.name),
    "intention": (
        case((_HOLDS, case({DECLINED: 0, TENTATIVE: 1, ACCEPTED: 2}, value=Registration.intention))),
        Person.name,
    ),
    "asked": (
        case(
            (Registration.state == INVITED, Registration.changed_at),
            else_=func.coalesce(Registration.queued_at, Registration.changed_at),
        ),
    ),
    "changed": (Registration.changed_at,),
}
"""By which columns the list is sorted; `-name` is the other way round."""


def selection(event: Event, reader: Reader, *, sort: str = "", **filters: Unpack[Filters]) -> Select[Registration]:
    """An event's registrations that the reader may see, filtered and in order.

    Without a `sort` of ORDERS: by parties, then names; the waiting list in its own order, who did not answer by the
    time since when they are asked.
    """
    state = INVITED if filters.get("answer") == MISSING else filters.get("state", "")
    return (
        select(Registration)
        .join(Registration.person)
        .outerjoin(Registration.party)
        .where(Registration.event_id == event.id, visible_to(reader), _of_party(filters.get("party", "")))
        .where(_is(Registration.state, state), _is(Registration.state, filters.get("state", "")))
        .where(_is(Registration.function, filters.get("function", "")), _is(Registration.way, filters.get("way", "")))
        .where(_intending(filters.get("intention", "")))
        .where(_since(filters.get("since")), _named(filters.get("search", "")))
        .order_by(*_order(sort or _usual_order(filters)), Registration.id)
    )


def _usual_order(filters: Filters) -> str:
    asked = filters.get("answer") == MISSING or filters.get("state") in (WAITING, INVITED)
    return "asked" if asked else "party"


def _order(sort: str) -> list[ColumnElement[Any]]:
    """The column that is asked for one way or the other, names always from A on; who has no party is the last."""
    first, *others = ORDERS.get(sort.removeprefix("-"), ORDERS["party"])
    directed = first.desc() if sort.startswith("-") else first
    return [directed.nulls_last(), *others]


def _is(column: Any, value: str) -> ColumnElement[bool]:
    return column == value if value else true()  # type: ignore[no-any-return]


def _of_party(code: str) -> ColumnElement[bool]:
    if code == GUESTS:
        return Registration.party_id.is_(None)
    return _is(Party.code, code)


def _intending(intention: str) -> ColumnElement[bool]:
    if intention == UNANSWERED:
        return and_(Registration.in_calendar, or_(Registration.intention == "", ~_HOLDS))
    return and_(_HOLDS, Registration.intention == intention) if intention else true()


def _since(moment: datetime | None) -> ColumnElement[bool]:
    return Registration.changed_at >= moment if moment else true()


LONGEST_SEARCH, MOST_WORDS = 200, 10
"""What a person would type; a database takes no thousand conditions."""


def _named(search: str) -> ColumnElement[bool]:
    """Each word stands somewhere in the name, the name in the own script or the address."""
    text = Person.name + " " + Person.own_name + " " + func.coalesce(Person.email, "")
    return and_(
        true(), *(text.icontains(word, autoescape=True) for word in search[:LONGEST_SEARCH].split()[:MOST_WORDS])
    )


def registrations(ids: Sequence[int]) -> list[Registration]:
    """These rows of one event, in this order, with their people and parties. One query."""
    statement = select(Registration).where(Registration.id.in_(ids)).options(lazyload(Registration.event))
    found = {each.id: each for each in db.session.scalars(statement)}
    return [found[each] for each in ids if each in found]


def asking(ids: Sequence[int]) -> dict[int, Asking]:
    """By registration's row id, how those who were invited were asked; withdrawn invitations do not count."""
    statement = (
        select(
            Invitation.registration_id,
            func.min(Invitation.created_at),
            func.sum(case((Invitation.reminder, 1), else_=0)),
            func.max(Invitation.created_at),
            func.max(Invitation.expires_at),
        )
        .where(Invitation.registration_id.in_(ids), Invitation.withdrawn_at.is_(None))
        .group_by(Invitation.registration_id)
    )
    return {row[0]: Asking(*row[1:]) for row in db.session.execute(statement)}
