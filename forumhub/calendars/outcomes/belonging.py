"""Which collections show the actions, the agreed minutes and their corrigenda, as SQL over what holds now.

The collections of a reader's roles show no more than `followup.queries.visible_to` and `minutes.queries.visible_to`.
"""

from collections.abc import Collection

from sqlalchemy import ColumnElement, Select, and_, case, literal, or_, select, true
from sqlalchemy.orm import aliased

from forumhub.agreements.models import Agreement
from forumhub.calendars.mapping import FULL, RESTRICTED
from forumhub.calendars.membership import AGREEMENT, DUE, ITEM_UIDS, JOURNALS, TASKS, carries_more, uid_of
from forumhub.events.models import Event, EventHead, EventParticipant, EventParty, Register
from forumhub.events.rules import ADMITTED, NAMED
from forumhub.followup.models import Item, ItemClause, ItemOwner
from forumhub.minutes.models import Document
from forumhub.minutes.rules import CORRIGENDUM, MINUTES, SETTLED
from forumhub.parties import policy
from forumhub.parties.models import Party, Person

Place = Select[str, str, str]
"""Collection, uid and audience."""


def agreed_actions() -> ColumnElement[bool]:
    """Of Item: what minutes that are a draft, or circulate, propose is no task yet."""
    return and_(Item.kind == "ACTION", Item.opened_at.is_not(None))


def agreed_minutes() -> ColumnElement[bool]:
    """Of Document: minutes, and each corrigendum of minutes; what is an agenda's is no journal."""
    minutes = aliased(Document)
    corrects = Document.of_id.in_(select(minutes.id).where(minutes.kind == MINUTES))
    mine = or_(Document.kind == MINUTES, and_(Document.kind == CORRIGENDUM, corrects))
    return and_(mine, Document.state.in_(SETTLED))


def looked_at(event_ids: Collection[int], item_ids: Collection[int]) -> ColumnElement[bool]:
    """Of Item: all of these events', and these."""
    return or_(Item.event_id.in_(event_ids), Item.id.in_(item_ids))


def uids(event_ids: Collection[int], item_ids: Collection[int], host: str) -> list[Select[str]]:
    items = [
        select(_uid(showing, host)).select_from(Item).join(Item.register).where(looked_at(event_ids, item_ids))
        for showing in (TASKS, DUE)
    ]
    documents = select(Document.ulid + literal(uid_of("", host))).where(Document.event_id.in_(event_ids))
    return [*items, documents]


def role_places(event_ids: Collection[int], item_ids: Collection[int], host: str) -> list[Place]:
    """Where roles show them, and the agreements that they carry out."""
    of_items, due = _of_items(event_ids, item_ids)
    return [
        _of_owners(TASKS, host).where(*of_items),
        *(place.where(*of_items, due) for place in (_of_owners(DUE, host), _of_clauses(host))),
        _of_minutes(host).where(*_of_events(event_ids)),
    ]


def named_places(
    event_ids: Collection[int], item_ids: Collection[int], people: Collection[int] | None, host: str
) -> list[Place]:
    """Where they are shown to people, row ids, because an event names them; to anybody where it is None."""
    (of_items, due), among = _of_items(event_ids, item_ids), true() if people is None else Person.id.in_(people)
    return [
        *(place.where(*of_items, among) for place in _of_named_owners(TASKS, host)),
        *(place.where(*of_items, due, among) for place in _of_named_owners(DUE, host)),
        *(place.where(*_of_events(event_ids), among) for place in _of_named_readers(host)),
    ]


def named_collections(people: Collection[int]) -> list[Select[str]]:
    """Of these people, row ids."""
    theirs = Person.id.in_(people)
    of_party = [
        select(_named_for_party(showing)).select_from(Person).join(Party, true()).where(theirs)
        for showing in (TASKS, DUE, JOURNALS)
    ]
    return [*of_party, select(_named(JOURNALS)).where(theirs)]


def _of_items(
    event_ids: Collection[int], item_ids: Collection[int]
) -> tuple[tuple[ColumnElement[bool], ColumnElement[bool]], ColumnElement[bool]]:
    """What the items must be, and what else those with a due day."""
    return (looked_at(event_ids, item_ids), agreed_actions()), Item.due_on.is_not(None)


def _of_events(event_ids: Collection[int]) -> tuple[ColumnElement[bool], ColumnElement[bool]]:
    return Document.event_id.in_(event_ids), agreed_minutes()


def _uid(showing: str, host: str) -> ColumnElement[str]:
    return literal(ITEM_UIDS[showing]) + Register.code + "-" + Item.code + literal(uid_of("", host))


def _place(collection: ColumnElement[str], uid: ColumnElement[str]) -> Place:
    audience = case((carries_more(), FULL), else_=RESTRICTED)
    return select(collection.label("collection"), uid.label("uid"), audience.label("audience"))


def _under_owner(collection: ColumnElement[str], showing: str, host: str) -> Place:
    """For each party that owns the action or helps with it."""
    place = _place(collection, _uid(showing, host)).select_from(Item).join(Item.register).join(Item.event)
    return place.join(ItemOwner, ItemOwner.item_id == Item.id).join(Party, Party.id == ItemOwner.party_id)


def _of_owners(showing: str, host: str) -> Place:
    meeting = aliased(EventParty)
    meets = select(meeting.event_id).where(meeting.event_id == Event.id, meeting.party_id == Party.id).exists()
    return _under_owner(_by_role(showing) + Party.code, showing, host).where(meets)


def _of_named_owners(showing: str, host: str) -> list[Place]:
    """At events for delegates only, who is named there for the party: others of it see them by their role."""
    named = _under_owner(_named_for_party(showing), showing, host).where(Event.access == policy.DELEGATES)
    return [
        named.join(EventParticipant, EventParticipant.event_id == Event.id)
        .join(Person, and_(Person.id == EventParticipant.person_id, Person.party_id == Party.id))
        .where(EventParticipant.standing.in_(NAMED)),
        named.join(EventHead, and_(EventHead.event_id == Event.id, EventHead.party_id == Party.id)).join(
            Person, Person.id == EventHead.person_id
        ),
    ]


def _of_clauses(host: str) -> Place:
    """Due days stand in the calendar of the agreement that they carry out."""
    place = _place(literal(AGREEMENT) + Agreement.code, _uid(DUE, host)).select_from(Item)
    place = place.join(Item.register).join(Item.event).join(ItemClause, ItemClause.item_id == Item.id)
    return place.join(Agreement, Agreement.id == ItemClause.agreement_id)


def _under_minutes(collection: ColumnElement[str], host: str) -> Place:
    uid = Document.ulid + literal(uid_of("", host))
    return _place(collection, uid).select_from(Document).join(Document.event)


def _of_minutes(host: str) -> Place:
    place = _under_minutes(_by_role(JOURNALS) + Party.code, host)
    return place.join(EventParty, EventParty.event_id == Event.id).join(Party)


def _of_named_readers(host: str) -> list[Place]:
    """Participants who were let in, whatever their office; heads by the party that names them, since they read while
    they hold one.
    """
    return [
        _under_minutes(_named(JOURNALS), host)
        .join(EventParticipant, EventParticipant.event_id == Event.id)
        .join(Person, Person.id == EventParticipant.person_id)
        .where(EventParticipant.standing.in_(ADMITTED)),
        _under_minutes(_named_for_party(JOURNALS), host)
        .join(EventHead, EventHead.event_id == Event.id)
        .join(Person, Person.id == EventHead.person_id)
        .join(Party, Party.id == EventHead.party_id),
    ]


def _named(showing: str) -> ColumnElement[str]:
    return literal(f"{showing}-named/") + Person.ulid


def _named_for_party(showing: str) -> ColumnElement[str]:
    return literal(f"{showing}-named/") + Party.code + "/" + Person.ulid


def _by_role(showing: str) -> ColumnElement[str]:
    return case((Event.access == policy.DELEGATES, f"{showing}-staff/"), else_=f"{showing}/")
