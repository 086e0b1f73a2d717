"""Reads of received mail: by the organizers of the event's host and of who wrote; what belongs to no event, without
content, by the operator."""

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import ColumnElement, Select, and_, false, func, or_, select
from sqlalchemy.orm import joinedload

from forumhub.calendars.replies.models import ReceivedMail
from forumhub.calendars.replies.rules import OUTCOMES, PROPOSED, TAKEN
from forumhub.database import db
from forumhub.errors import NotFound
from forumhub.events.models import Event, EventParty
from forumhub.mail import sealing
from forumhub.parties.policy import ORGANIZER, Reader
from forumhub.registration.models import Registration
from forumhub.registration.rules import DECLINED

PURPOSE = "withdrawal"


def visible_to(reader: Reader) -> ColumnElement[bool]:
    """The host's organizers read what belongs to their event, all parties' where nobody hosts it; others what their own
    people answered to an event at which their party meets.

    What belongs to none is the operator's, who is shown when it came, from where and why it was not taken.
    """
    unmatched = ReceivedMail.registration_id.is_(None) if reader.operator else false()
    matched = or_(Registration.id.in_(_of_own_events(reader)), Registration.id.in_(_of_own_people(reader)))
    return or_(unmatched, ReceivedMail.registration_id.in_(select(Registration.id).where(matched)))


def _of_own_people(reader: Reader) -> Select[int]:
    parties = reader.parties_as(ORGANIZER)
    meeting = select(EventParty.event_id).where(EventParty.party_id.in_(parties))
    return select(Registration.id).where(Registration.party_id.in_(parties), Registration.event_id.in_(meeting))


def _of_own_events(reader: Reader) -> Select[int]:
    parties = reader.parties_as(ORGANIZER)
    meeting = select(EventParty.event_id).where(EventParty.party_id.in_(parties))
    own = or_(Event.host_id.in_(parties), and_(Event.host_id.is_(None), Event.id.in_(meeting)))
    return select(Registration.id).join(Event, Event.id == Registration.event_id).where(own)


def number_since(registration_id: int, since: datetime, outcomes: Iterable[str] = OUTCOMES) -> int:
    """How many mails to the registration's address came since then, and ended so."""
    of_person = ReceivedMail.registration_id == registration_id, ReceivedMail.received_at > since
    statement = select(func.count()).select_from(ReceivedMail).where(*of_person)
    return db.session.scalar(statement.where(ReceivedMail.outcome.in_(tuple(outcomes)))) or 0


def was_linked(mail: ReceivedMail) -> bool:
    """Whether an answer of the same person to the same SEQUENCE was taken that brought them the link to withdraw."""
    same = ReceivedMail.registration == mail.registration, ReceivedMail.sequence == mail.sequence
    return db.session.scalar(select(ReceivedMail.id).where(*same, ReceivedMail.linked).limit(1)) is not None


def received(reader: Reader, outcome: str = "") -> Select[ReceivedMail]:
    """Newest first, with what a list shows of each."""
    statement = select(ReceivedMail).where(visible_to(reader))
    if outcome:
        statement = statement.where(ReceivedMail.outcome == outcome)
    shown = statement.options(joinedload(ReceivedMail.registration))
    return shown.order_by(ReceivedMail.received_at.desc(), ReceivedMail.id.desc())


def counts(reader: Reader) -> dict[str, int]:
    """How many by outcome. One query."""
    statement = select(ReceivedMail.outcome, func.count()).where(visible_to(reader)).group_by(ReceivedMail.outcome)
    return {row[0]: row[1] for row in db.session.execute(statement)}


def get_extract(ulid: str, reader: Reader) -> bytes:
    """Of a mail of one's own party's people, whoever hosts. Raises NotFound."""
    own = ReceivedMail.registration_id.in_(_of_own_people(reader))
    found = db.session.scalar(select(ReceivedMail.raw).where(ReceivedMail.ulid == ulid, own))
    if found is None:
        raise NotFound
    return found


def proposals_for(event: Event, reader: Reader) -> list[ReceivedMail]:
    """Of each person the latest time that they propose instead of the event's present one, the newest first."""
    statement = (
        select(ReceivedMail)
        .join(Registration)
        .where(Registration.event_id == event.id, ReceivedMail.outcome == PROPOSED, visible_to(reader))
        .where(ReceivedMail.sequence >= Registration.calendar_sequence, Registration.in_calendar)
        .options(joinedload(ReceivedMail.registration))
        .order_by(ReceivedMail.id.desc())
    )
    latest: dict[int | None, ReceivedMail] = {}
    for mail in db.session.scalars(statement):
        latest.setdefault(mail.registration_id, mail)
    return list(latest.values())


def latest_proposal(registration_id: int) -> ReceivedMail | None:
    of_person = ReceivedMail.registration_id == registration_id, ReceivedMail.outcome == PROPOSED
    return db.session.scalar(select(ReceivedMail).where(*of_person).order_by(ReceivedMail.id.desc()).limit(1))


def was_taken(mail: ReceivedMail, method: str) -> bool:
    """Whether it had its effect already: by its Message-ID; by its DTSTAMP, where that came from a fast clock."""
    early = ReceivedMail.stamp > ReceivedMail.received_at
    same = or_(
        and_(ReceivedMail.message_id == mail.message_id, ReceivedMail.message_id != ""),
        and_(ReceivedMail.stamp == mail.stamp, early, ReceivedMail.method == method),
    )
    effective = ReceivedMail.outcome.in_((TAKEN, PROPOSED))
    of_person = ReceivedMail.registration == mail.registration
    return db.session.scalar(select(ReceivedMail.id).where(of_person, same, effective).limit(1)) is not None


def find_by_token(ulid: str | None) -> Registration | None:
    return db.session.scalar(select(Registration).where(Registration.ulid == ulid)) if ulid else None


def withdrawal_token(registration: Registration) -> str:
    """For the mail's link: names the registration and the SEQUENCE that was declined, and bears our signature."""
    return sealing.signed(f"{registration.ulid}-{registration.intention_sequence}", PURPOSE)


def find_declined(token: str) -> tuple[Registration, bool] | None:
    """Whose withdrawal the link confirms, and whether they still decline the time and place that it was sent for, and
    the meeting has no other since.

    The bearer needs no other right. None: not ours.
    """
    text = sealing.unsigned(token, PURPOSE)
    ulid, _, sequence = (text or "").partition("-")
    registration = find_by_token(ulid)
    if registration is None:
        return None
    declines = registration.intention == DECLINED and not registration.intention_outdated
    return registration, declines and str(registration.intention_sequence) == sequence
