"""Sensitive answers go when the days that the event's settings give them have passed."""

from datetime import datetime, timedelta

from sqlalchemy import Select, func, select

from forumhub import audit
from forumhub.database import db
from forumhub.events.models import Event
from forumhub.events.rules import POSTPONED
from forumhub.phrases import in_language
from forumhub.registration.models import Registration, RegistrationSettings
from forumhub.registration.purging import forget_unused, purges
from forumhub.registration.questions.models import Answer
from forumhub.registration.rules import SENSITIVE_DAYS


def purge_sensitive(now: datetime) -> int:
    """Of events that ended so long ago; one that is postponed is still to come. One audit entry an event."""
    purged = 0
    for event in _due(now):
        answers = list(db.session.scalars(_sealed_of(event.id)))
        delete_answers(answers)
        purged += len(answers)
        label, parties = in_language(event.titles, "en"), event.party_ids
        audit.record(
            "registration.purge_sensitive",
            event.ulid,
            by=None,
            parties=parties,
            now=now,
            label=label,
            answers=len(answers),
        )
    return purged


def delete_answers(answers: list[Answer]) -> None:
    """With their files, where nothing else refers to the same bytes."""
    hashes = {answer.file_sha256 for answer in answers if answer.file_sha256}
    for answer in answers:
        db.session.delete(answer)
    db.session.flush()
    forget_unused(hashes)


def _due(now: datetime) -> list[Event]:
    """Events with sensitive answers whose days have passed."""
    days = func.coalesce(RegistrationSettings.sensitive_days, SENSITIVE_DAYS)
    with_secrets = (
        select(Event, days)
        .outerjoin(RegistrationSettings, RegistrationSettings.event_id == Event.id)
        .where(Event.ends_at < now, Event.state != POSTPONED)
        .where(
            select(Answer.id)
            .join(Registration, Registration.id == Answer.registration_id)
            .where(Registration.event_id == Event.id, Answer.sealed != "")
            .exists()
        )
        .order_by(Event.id)
    )
    rows = db.session.execute(with_secrets).unique()
    return [event for event, kept_days in rows if event.ends_at + timedelta(days=kept_days) <= now]


def _sealed_of(event_id: int) -> Select[Answer]:
    return (
        select(Answer)
        .join(Registration, Registration.id == Answer.registration_id)
        .where(Registration.event_id == event_id, Answer.sealed != "")
    )


purges["answers to sensitive questions"] = purge_sensitive
