"""What the desk shows: each read goes through the rooms' own `visible_to`."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from sqlalchemy import ColumnElement, Row, Select, and_, func, or_, select
from sqlalchemy.orm import selectinload

from forumhub import audit
from forumhub.agreements import queries as agreements
from forumhub.agreements.models import Agreement, AgreementVersion
from forumhub.agreements.rules import IN_FORCE
from forumhub.audit import AuditEntry
from forumhub.database import db
from forumhub.desk.instruments.queries import kind_order
from forumhub.events.models import Event, EventParty, Register, Series
from forumhub.events.papers.models import Paper
from forumhub.events.papers.queries import visible_to as papers_visible_to
from forumhub.events.polls.models import Poll
from forumhub.events.polls.queries import visible_to as polls_visible_to
from forumhub.events.programme import queries as programmes
from forumhub.events.programme.models import Programme
from forumhub.events.queries import visible_to as events_visible_to
from forumhub.events.rules import CANCELLED
from forumhub.events.series.queries import visible_to as series_visible_to
from forumhub.followup.models import Item, ItemOwner
from forumhub.followup.queries import visible_to as items_visible_to
from forumhub.followup.rules import DUE_COUNTS
from forumhub.minutes.models import Document
from forumhub.minutes.queries import visible_to as documents_visible_to
from forumhub.parties.models import Party, Person
from forumhub.parties.policy import HEAD, ORGANIZER, SECRETARY, Reader
from forumhub.phrases import in_language
from forumhub.registration.models import Registration
from forumhub.registration.queries import visible_to as registrations_visible_to
from forumhub.registration.rules import APPLIED

SOON = timedelta(days=30)


def actions_due(reader: Reader, today: date, limit: int = 10) -> list[Item]:
    """Unfinished actions of a party for which the reader reports, overdue or due within 30 days, the oldest first.

    `today` is the day in UTC.
    """
    parties = reader.parties_as(SECRETARY, ORGANIZER, HEAD)
    owned = select(ItemOwner.item_id).where(ItemOwner.party_id.in_(parties), ItemOwner.helps.is_(False))
    statement = (
        select(Item)
        .where(items_visible_to(reader), Item.kind == "ACTION", Item.state.in_(DUE_COUNTS))
        .where(Item.due_on <= today + SOON, Item.id.in_(owned))
        .order_by(Item.due_on, Item.id)
        .limit(limit)
    )
    return list(db.session.scalars(statement))


def applications_to_confirm(reader: Reader, now: datetime) -> list[Row[Event, int]]:
    """Coming events that the reader organizes, with how many applications wait for an answer there."""
    organized = select(EventParty.event_id).where(EventParty.party_id.in_(reader.parties_as(ORGANIZER)))
    waiting = (
        select(Registration.event_id, func.count().label("count"))
        .where(Registration.state == APPLIED, Registration.event_id.in_(organized))
        .group_by(Registration.event_id)
        .subquery()
    )
    statement = (
        select(Event, waiting.c.count)
        .join(waiting, waiting.c.event_id == Event.id)
        .where(Event.ends_at > now, Event.state != CANCELLED)
        .order_by(Event.starts_at)
    )
    return list(db.session.execute(statement).unique())


def recent_changes(reader: Reader, limit: int = 8) -> list[Row[AuditEntry, str]]:
    """What changed last in the reader's parties, of what the reader may see, newest first, each with who did it."""
    readable = audit.readable_by(reader.party_ids).subquery()
    statement = (
        select(AuditEntry, func.coalesce(Person.name, ""))
        .join(readable, readable.c.id == AuditEntry.id)
        .outerjoin(Person, Person.id == AuditEntry.person_id)
        .where(_of_what_shows(reader))
        .order_by(AuditEntry.at.desc(), AuditEntry.id.desc())
        .limit(limit)
    )
    return list(db.session.execute(statement))


def titles_of(entries: Sequence[AuditEntry]) -> dict[tuple[str, str], dict[str, str]]:
    """By subject and label of an entry whose label is its meeting's or series' title, that title in every language."""
    subjects = {entry.subject for entry in entries}
    meetings = select(Event.ulid, Event.titles).where(Event.ulid.in_(subjects))
    documents = select(Document.ulid, Event.titles).join(Event, Event.id == Document.event_id)
    series = select(Series.ulid, Series.titles).where(Series.ulid.in_(subjects))
    asked = meetings, series, documents.where(Document.ulid.in_(subjects))
    found = [row for statement in asked for row in db.session.execute(statement)]
    return {(ulid, in_language(titles, "en")): titles for ulid, titles in found}


def _of_what_shows(reader: Reader) -> ColumnElement[bool]:
    """Entries whose subject the reader may see now: a party's entries are read by all of its members alike."""
    subject = AuditEntry.subject
    return or_(
        AuditEntry.act.startswith("parties."),
        select(Event.id).where(Event.ulid == subject, events_visible_to(reader)).exists(),
        select(Paper.id).where(Paper.ulid == subject, papers_visible_to(reader)).exists(),
        select(Programme.id).where(Programme.ulid == subject, _programme_shows(reader)).exists(),
        select(Series.id).where(Series.ulid == subject, series_visible_to(reader)).exists(),
        select(Poll.id).where(Poll.ulid == subject, polls_visible_to(reader)).exists(),
        select(Registration.id).where(Registration.ulid == subject, registrations_visible_to(reader)).exists(),
        select(Document.id).where(Document.ulid == subject, documents_visible_to(reader)).exists(),
        and_(AuditEntry.act.startswith("followup."), subject.in_(_references_seen(reader).union(_own_codes(reader)))),
        select(Agreement.id).where(Agreement.code == subject, _agreement_shows(reader)).exists(),
    )


def _own_codes(reader: Reader) -> Select[str]:
    return select(Party.code).where(Party.id.in_(reader.party_ids))


def _references_seen(reader: Reader) -> Select[str]:
    seen = select(Register.code + "/" + Item.code).select_from(Item)
    return seen.join(Register, Register.id == Item.register_id).where(items_visible_to(reader))


def _programme_shows(reader: Reader) -> ColumnElement[bool]:
    """For those who prepare it whatever happens to it, for others that it was published."""
    published = AuditEntry.act == "events.programme_publish"
    return or_(programmes.prepared_by(reader), and_(published, programmes.visible_to(reader)))


def _agreement_shows(reader: Reader) -> ColumnElement[bool]:
    """For those who keep it whatever happens to it, for others that a version came into force."""
    kept = Agreement.parties.any(Party.id.in_(agreements.kept_by(reader)))
    return or_(kept, and_(AuditEntry.act == "agreements.in_force", agreements.visible_to(reader)))


def items_of_event(event_id: int, reader: Reader) -> list[Item]:
    """What was decided at the event, in the order of kinds and numbers."""
    statement = (
        select(Item).where(Item.event_id == event_id, items_visible_to(reader)).order_by(kind_order(), Item.number)
    )
    return list(db.session.scalars(statement))


def agreements_in_force(agreements: list[Agreement]) -> dict[int, AgreementVersion]:
    """The version in force of each, by the agreement's row id, with its texts and clauses."""
    statement = (
        select(AgreementVersion)
        .where(AgreementVersion.agreement_id.in_([a.id for a in agreements]), AgreementVersion.state == IN_FORCE)
        .options(selectinload(AgreementVersion.texts), selectinload(AgreementVersion.clauses))
    )
    return {version.agreement_id: version for version in db.session.scalars(statement).unique()}
