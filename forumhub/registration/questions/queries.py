"""Reads of an event's questions, and of answers to them."""

from collections.abc import Collection, Iterable
from datetime import datetime

from sqlalchemy import ColumnElement, and_, func, or_, select

from forumhub.database import db
from forumhub.errors import NotFound
from forumhub.events.models import Event
from forumhub.parties.policy import Reader
from forumhub.registration.models import Registration
from forumhub.registration.queries import settings_of
from forumhub.registration.questions.models import Answer, AnswerSheet, FormVersion, Question, SensitiveReader
from forumhub.registration.rules import ENDED


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


def answerable_until(event: Event) -> datetime:
    """The deadline that the organizer set, else the event's end."""
    return settings_of(event).deadline or event.ends_at


def named_for(reader: Reader) -> ColumnElement[bool]:
    """Registrations whose party named the reader to read sensitive answers; guests', who were named for guests."""
    named = (
        select(SensitiveReader.id)
        .where(SensitiveReader.event_id == Registration.event_id, SensitiveReader.person_id == reader.person_id)
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


def find_answer(registration: Registration, ulid: str) -> Answer | None:
    return db.session.scalar(select(Answer).where(Answer.registration_id == registration.id, Answer.ulid == ulid))


def standing(registration: Registration) -> bool:
    """Whether somebody still answers for it: it was neither declined nor withdrawn."""
    return registration.state not in ENDED
