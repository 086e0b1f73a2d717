"""What stands in a party's digest, in a number of queries that does not grow with the registers."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date

from sqlalchemy import ColumnElement, Select, and_, exists, func, select

from forumhub.database import db
from forumhub.events.models import EventParty
from forumhub.followup import rules
from forumhub.followup.acceptance.models import ItemAnswer
from forumhub.followup.awaiting import asked_of_parties, reported_to_parties
from forumhub.followup.digests.queries import told_to
from forumhub.followup.models import Item, ItemOwner
from forumhub.followup.queries import TOLD
from forumhub.followup.reminding.queries import MOST_LINES
from forumhub.followup.reminding.rules import SOON
from forumhub.parties.models import Party

TO_CLOSE = "close"
TO_AGREE = "due"
TO_CANCEL = "cancel"
TO_ACCEPT = "accept"


@dataclass(frozen=True)
class Awaited:
    """An answer that others wait for: to what `by` reported, proposed (`due`) or wished; to a recommendation."""

    item: Item
    what: str
    by: list[Party] = field(default_factory=list)
    due: date | None = None


@dataclass(frozen=True)
class Listed:
    """The first MOST_LINES, the longest late first, and how many there are."""

    items: list[Item]
    count: int


@dataclass(frozen=True)
class Contents:
    awaited: list[Awaited]
    late: Listed
    soon: Listed
    reported: Listed
    """Done by the report of an owner; another party than this one closes or returns it."""

    @property
    def more(self) -> int:
        """How many there is no line for."""
        listed = sum(each.count - len(each.items) for each in (self.late, self.soon, self.reported))
        return listed + max(len(self.awaited) - MOST_LINES, 0)

    def __bool__(self) -> bool:
        return bool(self.awaited or self.late.count or self.soon.count or self.reported.count)


def contents_for(party: Party, today: date) -> Contents:
    """`today` is the day in UTC, by which the registers call late what is late."""
    told = told_to(party.id)
    owned = and_(told, Item.kind == "ACTION", exists().where(ItemOwner.item_id == Item.id, _is(party)))
    to_do = and_(owned, Item.state.in_(rules.DUE_COUNTS))
    awaited = list(_awaited(party, told, today))
    closes = [each.item.id for each in awaited if each.what == TO_CLOSE]
    return Contents(
        awaited,
        late=_listed(and_(to_do, Item.due_on < today)),
        soon=_listed(and_(to_do, Item.due_on.between(today, today + SOON))),
        reported=_listed(and_(owned, Item.state == rules.REPORTED, Item.id.not_in(closes))),
    )


def _is(party: Party) -> ColumnElement[bool]:
    return ItemOwner.party_id == party.id


def _listed(where: ColumnElement[bool]) -> Listed:
    count = db.session.scalar(select(func.count()).select_from(Item).where(where)) or 0
    items = select(Item).where(where).options(*TOLD).order_by(Item.due_on, Item.id).limit(MOST_LINES)
    return Listed(list(db.session.scalars(items)), count)


def _awaited(party: Party, told: ColumnElement[bool], today: date) -> Iterator[Awaited]:
    for reported in reported_to_parties({party.id}, told):
        yield Awaited(reported.item, TO_CLOSE, reported.by)
    for asked in asked_of_parties({party.id}, told, today):
        yield Awaited(asked.item, TO_AGREE if asked.due else TO_CANCEL, asked.by, asked.due)
    for item in db.session.scalars(_unanswered(party, told)):
        yield Awaited(item, TO_ACCEPT)


def _unanswered(party: Party, told: ColumnElement[bool]) -> Select[Item]:
    """Recommendations that it answers, and has not. As `acceptance.rules.answering_of`, in SQL."""
    maker = exists().where(ItemOwner.item_id == Item.id, ItemOwner.helps.is_(False)).correlate(Item, EventParty)
    other = exists().where(
        EventParty.event_id == Item.event_id, ~maker.where(ItemOwner.party_id == EventParty.party_id)
    )
    its_to_answer = ~maker.where(_is(party)) | ~other
    answered = exists().where(ItemAnswer.item_id == Item.id, ItemAnswer.party_id == party.id)
    open_ = Item.kind == "RECOMMENDATION", Item.state.in_(rules.UNFINISHED)
    return select(Item).where(told, *open_, its_to_answer, ~answered).options(*TOLD).order_by(Item.id)
