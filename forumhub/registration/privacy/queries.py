"""What is stored about somebody in connection with events. The callers decide who reads it."""

from collections.abc import Callable, Collection, Sequence
from typing import Any

from sqlalchemy import ColumnElement, func, or_, select
from sqlalchemy.orm import contains_eager

from forumhub.audit import AuditEntry
from forumhub.database import db
from forumhub.mail.models import OutboxMail
from forumhub.parties.models import Grant, Person
from forumhub.registration.applying.models import Application
from forumhub.registration.models import Registration, RegistrationSettings
from forumhub.registration.questions.models import Answer, FormVersion, Question
from forumhub.registration.questions.queries import answers_of
from forumhub.registration.questions.rules import CONSENT

MOST = 5_000
"""Mails and audit entries that are shown, the newest ones."""

kept_by_later_rooms: dict[str, Callable[[Collection[int]], dict[int, list[dict[str, Any]]]]] = {}
"""By the name that it has in the file, what gives the plain values that a later room stores about registrations, of
many at once and by their row ids. That room enters it."""

of_people_by_later_rooms: dict[str, Callable[[int], Any]] = {}
"""By the name that it has in the file, what gives the plain values that a later room stores about a person."""


def registrations_of(person_id: int) -> list[Registration]:
    """Latest event first."""
    statement = select(Registration).where(Registration.person_id == person_id).order_by(Registration.id.desc())
    return list(db.session.scalars(statement))


def consents_of(registration: Registration) -> list[Answer]:
    """What was ticked, with its words in the version of the form that was answered."""
    return consents_among(answers_of(registration))


def consents_among(answers: Sequence[Answer]) -> list[Answer]:
    return [answer for answer in answers if answer.question.kind == CONSENT and answer.value]


def answers_of_all(registration_ids: Collection[int]) -> dict[int, list[Answer]]:
    """Sealed ones too, by the registration's row id, in the order of the questions. Two queries."""
    statement = (
        select(Answer)
        .join(Answer.question)
        .join(Question.version)
        .options(contains_eager(Answer.question).contains_eager(Question.version))
        .where(Answer.registration_id.in_(registration_ids))
        .order_by(FormVersion.number.desc(), Question.position)
    )
    found: dict[int, list[Answer]] = {}
    for answer in db.session.scalars(statement):
        found.setdefault(answer.registration_id, []).append(answer)
    return found


def days_kept(event_ids: Collection[int]) -> dict[int, int]:
    """By event's row id, of those that have settings of their own, for how long details are kept."""
    columns = RegistrationSettings.event_id, RegistrationSettings.retention_days
    rows = db.session.execute(select(*columns).where(RegistrationSettings.event_id.in_(event_ids)))
    return {row[0]: row[1] for row in rows}


def applications_of(registration_ids: Collection[int]) -> list[Application]:
    """By mail, with the moment at which it was agreed that the details are stored."""
    statement = select(Application).where(Application.registration_id.in_(registration_ids)).order_by(Application.id)
    return list(db.session.scalars(statement).unique())


def mails_to(person: Person, event_ulids: Collection[str] | None) -> list[OutboxMail]:
    """Newest first; `event_ulids`: those about these events only."""
    if not person.email:
        return []
    statement = (
        select(OutboxMail)
        .where(func.lower(OutboxMail.recipient) == person.email.lower())
        .order_by(OutboxMail.id.desc())
        .limit(MOST)
    )
    found = db.session.scalars(statement)
    return [mail for mail in found if event_ulids is None or _about(mail) in event_ulids]


def _about(mail: OutboxMail) -> str:
    event = mail.snapshot.get("event")
    return str(event.get("ulid", "")) if isinstance(event, dict) else ""


def acts_about(person: Person, registrations: Sequence[Registration], *, all_acts: bool) -> list[AuditEntry]:
    """Oldest first: what was done to the registrations; with `all_acts` to the person, too, and what they did."""
    subjects = [registration.ulid for registration in registrations]
    about: ColumnElement[bool] = AuditEntry.subject.in_(subjects)
    if all_acts:
        about = or_(about, AuditEntry.subject == person.ulid, AuditEntry.person_id == person.id)
    newest = select(AuditEntry).where(about).order_by(AuditEntry.id.desc()).limit(MOST)
    return sorted(db.session.scalars(newest), key=lambda entry: (entry.at, entry.id))


def roles_of(person_id: int) -> list[Grant]:
    """Ended ones too."""
    return list(db.session.scalars(select(Grant).where(Grant.person_id == person_id).order_by(Grant.id)))
