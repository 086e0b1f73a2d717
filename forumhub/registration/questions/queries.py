"""Reads of an event's questions, and of answers to them."""

from collections.abc import Collection, Iterable, Sequence
from datetime import datetime

from sqlalchemy import ColumnElement, Select, and_, false, func, or_, select, true
from sqlalchemy.orm import contains_eager

from forumhub.audit import AuditEntry
from forumhub.database import db
from forumhub.errors import NotFound
from forumhub.events.models import Event, EventParty
from forumhub.events.sight import event_visible_to
from forumhub.parties.models import Party, Person
from forumhub.parties.policy import ORGANIZER, Reader
from forumhub.parties.queries import in_office
from forumhub.registration.models import Registration
from forumhub.registration.queries import settings_of
from forumhub.registration.questions.models import Answer, AnswerSheet, FormVersion, Question, SensitiveReader
from forumhub.registration.rules import ENDED

READINGS = ("registration.read_sensitive", "registration.read_sensitive_file")
"""Acts of the audit by which somebody read sensitive answers."""
MOST_READINGS = 100
MOST_TO_COPY = 50
"""Events in the list of those whose form can be copied."""


def form_of(event: Event) -> FormVersion | None:
    """What the event asks now: the version published last; None where it asks nothing."""
    return _newest(event.id, FormVersion.published_at.is_not(None))


def draft_of(event: Event) -> FormVersion | None:
    """What organizers are changing, unseen by others."""
    return _newest(event.id, FormVersion.published_at.is_(None))


def _newest(event_id: int, condition: ColumnElement[bool]) -> FormVersion | None:
    statement = select(FormVersion).where(FormVersion.event_id == event_id, condition)
    return db.session.scalar(statement.order_by(FormVersion.number.desc()).limit(1))


def count_answered(event_id: int) -> dict[int, int]:
    """How many registrations answered each version last, by its number."""
    statement = (
        select(FormVersion.number, func.count())
        .join(AnswerSheet, AnswerSheet.version_id == FormVersion.id)
        .where(FormVersion.event_id == event_id)
        .group_by(FormVersion.number)
        .order_by(FormVersion.number)
    )
    return {row[0]: row[1] for row in db.session.execute(statement)}


def sheet_of(registration: Registration) -> AnswerSheet | None:
    return db.session.get(AnswerSheet, registration.id)


def answers_of(registration: Registration) -> list[Answer]:
    """Of all versions, in the order of the questions; read by who may see the registration. Sealed ones stay sealed."""
    return list(_answers([registration.id]))


def answers_of_all(registration_ids: Collection[int]) -> dict[int, list[Answer]]:
    """The same of many, without those to sensitive questions, by the registration's row id. One query."""
    found: dict[int, list[Answer]] = {}
    for answer in _answers(registration_ids, Question.sensitive.is_(False)):
        found.setdefault(answer.registration_id, []).append(answer)
    return found


def _answers(registration_ids: Collection[int], *conditions: ColumnElement[bool]) -> Iterable[Answer]:
    statement = (
        select(Answer)
        .join(Answer.question)
        .join(Question.version)
        .where(Answer.registration_id.in_(registration_ids), *conditions)
        .order_by(FormVersion.number.desc(), Question.position)
    )
    return db.session.scalars(statement)


def answerable_until(registration: Registration) -> datetime:
    """The deadline that the organizer set, else the event's end; the first answers may come until then in any case,
    since somebody may be invited late.
    """
    event = registration.event
    return (settings_of(event).deadline if sheet_of(registration) else None) or event.ends_at


def _is_named(reader: Reader) -> ColumnElement[bool]:
    """Of statements that read SensitiveReader: the reader, while they hold an office of their own party."""
    in_office = reader.home_party_id in reader.party_ids
    return and_(SensitiveReader.person_id == reader.person_id, true() if in_office else false())


def named_for(reader: Reader) -> ColumnElement[bool]:
    """Registrations whose party named the reader to read sensitive answers; guests', who were named for guests."""
    named = (
        select(SensitiveReader.id)
        .where(SensitiveReader.event_id == Registration.event_id, _is_named(reader))
        .where(
            or_(
                SensitiveReader.party_id == Registration.party_id,
                and_(SensitiveReader.party_id.is_(None), Registration.party_id.is_(None)),
            )
        )
    )
    return named.exists()


def get_to_read(ulid: str, reader: Reader) -> Registration:
    """For whom its party named to read its sensitive answers. Raises NotFound for everybody else."""
    statement = select(Registration).where(Registration.ulid == ulid, named_for(reader))
    found = db.session.scalar(statement) if reader.signed_in else None
    if found is None:
        raise NotFound
    return found


def readers_of(event_id: int, party_ids: Collection[int | None] | None = None) -> list[SensitiveReader]:
    """Who is named, by parties' codes and names; of these parties, or of all. None stands for guests."""
    statement = select(SensitiveReader).where(SensitiveReader.event_id == event_id).order_by(SensitiveReader.id)
    found = db.session.scalars(statement).unique()
    return [row for row in found if party_ids is None or row.party_id in party_ids]


def reading_today(readers: Sequence[SensitiveReader], now: datetime) -> list[SensitiveReader]:
    """Of these, who holds an office of their own party today; the others read nothing. One query."""
    serving = in_office({row.person_id for row in readers}, now)
    return [row for row in readers if (row.person.party_id, row.person_id) in serving]


def find_answer(registration: Registration, ulid: str) -> Answer | None:
    return db.session.scalar(select(Answer).where(Answer.registration_id == registration.id, Answer.ulid == ulid))


def standing(registration: Registration) -> bool:
    """Whether somebody still answers for it: it was neither declined nor withdrawn."""
    return registration.state not in ENDED


def is_published(event_id: int, key: str) -> bool:
    """Whether a version that was published asks the question of this key."""
    asked = FormVersion.event_id == event_id, FormVersion.published_at.is_not(None), Question.key == key
    return db.session.scalar(select(Question.id).join(Question.version).where(*asked).limit(1)) is not None


def forms_to_copy(event: Event, reader: Reader) -> list[FormVersion]:
    """What other events that the reader organizes ask; the latest event first. Two queries."""
    newest = (
        select(func.max(FormVersion.id))
        .where(FormVersion.published_at.is_not(None), FormVersion.event_id != event.id)
        .group_by(FormVersion.event_id)
    )
    organized = select(EventParty.event_id).where(EventParty.party_id.in_(reader.parties_as(ORGANIZER)))
    statement = (
        select(FormVersion)
        .join(FormVersion.event)
        .options(contains_eager(FormVersion.event))
        .where(FormVersion.id.in_(newest), FormVersion.event_id.in_(organized), event_visible_to(reader))
        .order_by(Event.starts_at.desc())
        .limit(MOST_TO_COPY)
    )
    return [version for version in db.session.scalars(statement).unique() if version.questions]


def get_event_to_read(ulid: str, reader: Reader) -> Event:
    """An event whose sensitive answers, of some party, the reader was named to read. Raises NotFound."""
    named = select(SensitiveReader.event_id).where(_is_named(reader))
    found = db.session.scalar(select(Event).where(Event.ulid == ulid, Event.id.in_(named)))
    if found is None:
        raise NotFound
    return found


def to_read(event: Event, reader: Reader) -> Select[Registration]:
    """Registrations with sensitive answers that the reader was named to read, by parties' codes and names."""
    own = Answer.sealed_for_id.is_not_distinct_from(Registration.party_id)
    sealed = select(Answer.id).where(Answer.registration_id == Registration.id, Answer.sealed != "", own)
    return (
        select(Registration)
        .join(Registration.person)
        .outerjoin(Registration.party)
        .where(Registration.event_id == event.id, sealed.exists(), named_for(reader))
        .order_by(Party.code.nulls_last(), Person.name, Person.id)
    )


def reads_any(event_id: int, reader: Reader) -> bool:
    """Whether the reader was named for some party's people at this event."""
    named = SensitiveReader.event_id == event_id, _is_named(reader)
    return reader.signed_in and db.session.scalar(select(SensitiveReader.id).where(*named).limit(1)) is not None


def may_read(registration: Registration, reader: Reader) -> bool:
    mine = Registration.id == registration.id, named_for(reader)
    return reader.signed_in and db.session.scalar(select(Registration.id).where(*mine)) is not None


def readings_of(registration: Registration) -> list[tuple[datetime, str]]:
    """When sensitive answers of this registration were read, and by whom; the latest first."""
    statement = (
        select(AuditEntry.at, Person.name)
        .join(Person, Person.id == AuditEntry.person_id)
        .where(AuditEntry.subject == registration.ulid, AuditEntry.act.in_(READINGS))
        .order_by(AuditEntry.at.desc(), AuditEntry.id.desc())
        .limit(MOST_READINGS)
    )
    return [(row[0], row[1]) for row in db.session.execute(statement)]
