"""Who is reminded, of which actions, and what they were told. What they may see is asked anew at each read."""

from collections.abc import Collection
from datetime import date, datetime

from sqlalchemy import ColumnElement, and_, func, or_, select

from forumhub.database import db
from forumhub.errors import NotFound
from forumhub.events.models import EventParty, Register, Series
from forumhub.events.series.queries import visible_to as series_visible_to
from forumhub.followup.models import Item, ItemOwner
from forumhub.followup.officers.models import ItemOfficer
from forumhub.followup.queries import TOLD, visible_to
from forumhub.followup.reminding.models import ReminderMail, ReminderOff, ReminderTold, ReminderWish
from forumhub.followup.reminding.rules import SOON
from forumhub.followup.rules import DUE_COUNTS, REPORTED, UNFINISHED
from forumhub.parties.models import Account, Grant, Person
from forumhub.parties.policy import HEAD, SECRETARY, Reader
from forumhub.parties.queries import account_of, covers, reader_of
from forumhub.registration.queries import token_sha256

MOST_LINES = 50
"""Of one list in a mail; the register has the rest."""


def people_to_remind(now: datetime) -> list[Person]:
    """The secretaries and heads of all parties today who can sign in, and who was named to do what is not finished.

    Those who stopped their reminders are left out.
    """
    stopped = select(ReminderWish.person_id).where(ReminderWish.stopped_at.is_not(None))
    statement = (
        select(Grant)
        .join(Account, Account.person_id == Grant.person_id)
        .where(Grant.role.in_((SECRETARY, HEAD)), Grant.ended_at.is_(None), Account.active)
        .where(Grant.person_id.not_in(stopped))
    )
    people = {grant.person_id: grant.person for grant in db.session.scalars(statement) if covers(grant, now)}
    named = select(ItemOfficer.person_id).join(Item, Item.id == ItemOfficer.item_id).where(Item.state.in_(UNFINISHED))
    officers = select(Person).where(Person.id.in_(named), Person.id.not_in(stopped))
    people |= {person.id: person for person in db.session.scalars(officers)}
    return [person for _id, person in sorted(people.items())]


def mailed_on(days: Collection[date]) -> set[tuple[int, date]]:
    """(person, day) of each reminder of these days."""
    statement = select(ReminderMail.person_id, ReminderMail.day).where(ReminderMail.day.in_(days))
    return {(person_id, day) for person_id, day in db.session.execute(statement)}


def reader_for(person_id: int, now: datetime) -> Reader | None:
    """What the person may read now; None where they cannot sign in any more. Who never could reads nothing but what
    they were named to do."""
    account = account_of(person_id)
    if account:
        return reader_of(account, now, quarantine_hours=0) if account.active else None
    person = db.session.get_one(Person, person_id)
    return Reader(person_id=person.id, home_party_id=person.party_id, timezone=person.timezone)


def find_wish(person_id: int) -> ReminderWish | None:
    return db.session.get(ReminderWish, person_id)


def concerns(reader: Reader) -> ColumnElement[bool]:
    """Actions that the reader may see, that a party of theirs owns or helps with, and those that they were named to do;
    without what they put aside."""
    of_parties = ItemOwner.party_id.in_(sorted(reader.parties_as(SECRETARY, HEAD)))
    off = select(ReminderOff.register_id).where(ReminderOff.person_id == reader.person_id)
    of_theirs = and_(visible_to(reader), Item.id.in_(select(ItemOwner.item_id).where(of_parties)))
    return and_(Item.kind == "ACTION", or_(of_theirs, _named_to_do(reader)), Item.register_id.not_in(off))


def _named_to_do(reader: Reader) -> ColumnElement[bool]:
    """By the party to which the person still belongs, and which still takes part in it and in its meeting.

    Who has an account must see it there as well; who has none is told on behalf of that party.
    """
    home = reader.home_party_id
    named = select(ItemOfficer.item_id).where(ItemOfficer.person_id == reader.person_id, ItemOfficer.party_id == home)
    taking_part = select(ItemOwner.item_id).where(ItemOwner.party_id == home)
    meetings = select(EventParty.event_id).where(EventParty.party_id == home)
    seen = visible_to(reader) if reader.account_id else Item.event_id.in_(meetings)
    return and_(Item.id.in_(named), Item.id.in_(taking_part), seen)


def named_to_do(reader: Reader, ids: Collection[int]) -> set[int]:
    """Those of these that the reader was named to do."""
    statement = select(Item.id).where(Item.id.in_(ids), _named_to_do(reader))
    return set(db.session.scalars(statement))


def actions_due_by(reader: Reader, day: date) -> list[Item]:
    """What may be due or late by this day, the longest late first."""
    statement = select(Item).where(concerns(reader), Item.state.in_(DUE_COUNTS), Item.due_on <= day)
    return list(db.session.scalars(statement.order_by(Item.due_on, Item.id)))


def actions_of(reader: Reader, ids: Collection[int]) -> list[Item]:
    """Those of these that are still to be done and still theirs, the longest late first."""
    statement = select(Item).where(concerns(reader), Item.state.in_(DUE_COUNTS), Item.id.in_(ids)).options(*TOLD)
    return list(db.session.scalars(statement.order_by(Item.due_on, Item.id)))


def actions_for_digest(reader: Reader, today: date, but: Collection[int]) -> list[Item]:
    """What is late, due soon, or waits for an answer to its report; at most MOST_LINES, the longest late first."""
    near = and_(Item.state.in_(DUE_COUNTS), Item.due_on <= today + SOON)
    statement = select(Item).where(concerns(reader), or_(near, Item.state == REPORTED), Item.id.not_in(but))
    return list(db.session.scalars(statement.options(*TOLD).order_by(Item.due_on, Item.id).limit(MOST_LINES)))


def count_unfinished(reader: Reader) -> int:
    statement = select(func.count()).select_from(Item).where(concerns(reader), Item.state.in_(UNFINISHED))
    return db.session.scalar(statement) or 0


def steps_told(person_id: int, item_ids: Collection[int]) -> dict[tuple[int, date], set[date]]:
    """By action and due date, the steps that the person was told of."""
    statement = select(ReminderTold).where(ReminderTold.person_id == person_id, ReminderTold.item_id.in_(item_ids))
    found: dict[tuple[int, date], set[date]] = {}
    for told in db.session.scalars(statement):
        found.setdefault((told.item_id, told.due_on), set()).add(told.step_on)
    return found


def digests_sent(person_id: int) -> list[date]:
    statement = select(ReminderMail.digest_on).where(ReminderMail.person_id == person_id)
    return [day for day in db.session.scalars(statement) if day]


def get_mail_by_token(token: str) -> ReminderMail:
    """Raises NotFound."""
    mail = db.session.scalar(select(ReminderMail).where(ReminderMail.token_sha256 == token_sha256(token)))
    if mail is None:
        raise NotFound
    return mail


def registers_of(reader: Reader) -> list[tuple[Register, dict[str, str]]]:
    """Each register with an action that the reader may see, by code, with its series' titles where they see it."""
    known = select(Item.register_id).where(visible_to(reader), Item.kind == "ACTION")
    named = and_(Series.register_id == Register.id, series_visible_to(reader))
    statement = select(Register, Series).outerjoin(Series, named).where(Register.id.in_(known))
    found = db.session.execute(statement.order_by(Register.code)).unique()
    return [(register, series.titles if series else {}) for register, series in found]


def registers_off(person_id: int) -> set[int]:
    statement = select(ReminderOff.register_id).where(ReminderOff.person_id == person_id)
    return set(db.session.scalars(statement))
