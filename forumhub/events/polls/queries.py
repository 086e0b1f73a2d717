"""Reads of date polls. They show to the organizers and secretaries of their parties alone."""

from datetime import datetime

from sqlalchemy import ColumnElement, Row, Select, and_, exists, func, or_, select
from sqlalchemy.orm import selectinload

from forumhub.audit import AuditEntry
from forumhub.database import db
from forumhub.errors import N_, NotAllowed, NotFound
from forumhub.events.polls import rules
from forumhub.events.polls.models import Poll, PollAnswer, PollParty
from forumhub.parties.models import Party, Person
from forumhub.parties.policy import ORGANIZER, SECRETARY, Reader


def secretariat_of(reader: Reader) -> frozenset[int]:
    """Row ids of the parties for which the reader answers date polls."""
    return reader.parties_as(ORGANIZER, SECRETARY)


def visible_to(reader: Reader) -> ColumnElement[bool]:
    """For statements that read Poll."""
    asked = select(PollParty.poll_id).where(PollParty.party_id.in_(sorted(secretariat_of(reader))))
    return Poll.id.in_(asked)


def get_poll(ulid: str, reader: Reader, *, to_keep: bool = False) -> Poll:
    """Raises NotFound; with `to_keep`, NotAllowed where another party proposed it."""
    poll = db.session.scalar(select(Poll).where(Poll.ulid == ulid, visible_to(reader)))
    if poll is None:
        raise NotFound
    if to_keep:
        require_keeper(poll, reader)
    return poll


def may_keep(poll: Poll, reader: Reader) -> bool:
    return poll.proposed_by_id in reader.parties_as(ORGANIZER)


def require_keeper(poll: Poll, reader: Reader) -> None:
    """Raises NotAllowed unless the reader organizes for the party that proposed it."""
    if not may_keep(poll, reader):
        raise NotAllowed(N_("An organizer of the party that proposed the poll does that."))


def answering_parties(poll: Poll, reader: Reader) -> list[Party]:
    """For which of the poll's parties the reader answers."""
    return [party for party in poll.parties if party.id in secretariat_of(reader)]


def answers_seen(poll: Poll, reader: Reader, now: datetime) -> dict[int, PollAnswer]:
    """By the party's row id, the last answers that the reader may see: the own party's, and others' where unsealed."""
    seen = answers_open(poll, now)
    return {party: answer for party, answer in poll.current.items() if seen or party in secretariat_of(reader)}


def answers_open(poll: Poll, now: datetime) -> bool:
    """Whether parties see each other's answers."""
    return rules.answers_seen(poll.shown, poll.deadline, poll.decided_at or now)


def acts_of(poll: Poll) -> list[Row[AuditEntry, str]]:
    """What was done with the poll, oldest first, each with who did it; answers are the poll's own record."""
    statement = (
        select(AuditEntry, func.coalesce(Person.name, ""))
        .outerjoin(Person, Person.id == AuditEntry.person_id)
        .where(AuditEntry.subject == poll.ulid, AuditEntry.act != "events.answer_poll")
        .order_by(AuditEntry.at, AuditEntry.id)
    )
    return list(db.session.execute(statement))


def selection(reader: Reader, *, decided: bool) -> Select[Poll]:
    """The list: what is to be decided, by deadline; or what was, the latest first."""
    statement = select(Poll).where(visible_to(reader)).options(selectinload(Poll.answers))
    if decided:
        return statement.where(Poll.state != rules.OPEN).order_by(Poll.decided_at.desc(), Poll.id.desc())
    return statement.where(Poll.state == rules.OPEN).order_by(Poll.deadline, Poll.id)


def polls_of_event(event_id: int, reader: Reader) -> list[Poll]:
    """The latest first."""
    statement = select(Poll).where(Poll.event_id == event_id, visible_to(reader)).options(selectinload(Poll.answers))
    return list(db.session.scalars(statement.order_by(Poll.id.desc())).unique())


def find_open_poll(event_id: int) -> Poll | None:
    """The one that is to be decided, whoever may see it."""
    return db.session.scalar(select(Poll).where(Poll.event_id == event_id, Poll.state == rules.OPEN))


def waiting_for(reader: Reader, now: datetime) -> list[Poll]:
    """What the reader should answer for a party that has not, or decide since all answered or it closed."""
    own = sorted(secretariat_of(reader))
    answered = exists().where(PollAnswer.poll_id == PollParty.poll_id, PollAnswer.party_id == PollParty.party_id)
    silent = select(PollParty.poll_id).where(PollParty.party_id.in_(own), ~answered)
    to_answer = and_(Poll.deadline > now, Poll.id.in_(silent))
    complete = Poll.id.not_in(select(PollParty.poll_id).where(~answered))
    to_choose = and_(or_(Poll.deadline <= now, complete), Poll.proposed_by_id.in_(sorted(reader.parties_as(ORGANIZER))))
    statement = select(Poll).where(visible_to(reader), Poll.state == rules.OPEN, or_(to_answer, to_choose))
    ordered = statement.order_by(Poll.deadline, Poll.id).options(selectinload(Poll.answers))
    return list(db.session.scalars(ordered).unique())


def running(now: datetime) -> list[Poll]:
    """Polls that take answers now, for the reminders."""
    statement = select(Poll).where(Poll.state == rules.OPEN, Poll.deadline > now).options(selectinload(Poll.answers))
    return list(db.session.scalars(statement.order_by(Poll.id)).unique())
