"""Sensitive answers, and who was named to read them, go when the days of the event's settings have passed."""

from datetime import datetime

from sqlalchemy import Select, delete, select, union

from forumhub.database import db
from forumhub.registration.models import Registration
from forumhub.registration.purging import events_due, forget_unused, purges, record_purge
from forumhub.registration.questions.models import Answer, SensitiveReader


def purge_sensitive(now: datetime) -> int:
    """Of events that ended so long ago; one that is postponed is still to come. One audit entry an event."""
    purged = 0
    answered = _sealed().with_only_columns(Registration.event_id)
    for event in events_due(union(answered, select(SensitiveReader.event_id)), now, sensitive=True):
        answers = list(db.session.scalars(_sealed().where(Registration.event_id == event.id)))
        delete_answers(answers)
        named = delete(SensitiveReader).where(SensitiveReader.event_id == event.id).returning(SensitiveReader.id)
        readers = len(db.session.execute(named).all())
        purged += len(answers) + readers
        record_purge("purge_sensitive", event, now, answers=len(answers), readers=readers)
    return purged


def delete_answers(answers: list[Answer]) -> None:
    """With their files, where nothing else refers to the same bytes."""
    hashes = {answer.file_sha256 for answer in answers if answer.file_sha256}
    for answer in answers:
        db.session.delete(answer)
    db.session.flush()
    forget_unused(hashes)


def _sealed() -> Select[Answer]:
    return select(Answer).join(Registration, Registration.id == Answer.registration_id).where(Answer.sealed != "")


purges["answers to sensitive questions, and those named to read them"] = purge_sensitive
