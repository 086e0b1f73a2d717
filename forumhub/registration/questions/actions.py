"""Answering an event's questions."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

from forumhub import audit, files
from forumhub.database import db, locked
from forumhub.errors import N_, Conflict, NotAllowed, RuleBroken
from forumhub.events.models import Event
from forumhub.parties.policy import SECRETARY, Reader
from forumhub.phrases import in_language
from forumhub.registration.models import Registration
from forumhub.registration.questions import rules, sealing
from forumhub.registration.questions.models import Answer, AnswerSheet, FormVersion, Question
from forumhub.registration.questions.queries import answerable_until, answers_of, form_of, sheet_of, standing
from forumhub.registration.questions.values import Given, SentFile
from forumhub.registration.rules import REGISTERED


def save_answers(registration: Registration, given: Given, *, by: Reader, now: datetime) -> AnswerSheet | None:
    """What the person, or a secretary of their party, answers to the newest version; None where nothing is asked.

    Answers to questions that it no longer asks stay with the version that asked them. The first ones may
    come until the event ends: somebody may accept late. Raises NotAllowed, RuleBroken for what is no answer, after
    the deadline, and where the questions were changed since they were shown; Conflict where
    somebody else answered meanwhile.
    """
    if not may_answer(registration, by):
        raise NotAllowed(N_("Questions are answered by the person, or by a secretary of their party."))
    event = locked(Event, registration.event_id)
    version = form_of(event)
    if version is None:
        return None
    _check(registration, event, version, given, now)
    kept, wrong, _asked = rules.accept(version.questions, given.values)
    if wrong:
        raise next(iter(wrong.values()))
    _keep(registration, version, kept, now)
    sheet = _enter(registration, version, by, now)
    label, parties = in_language(event.titles, "en"), _readers(registration)
    audit.record("registration.answer", registration.ulid, by=by.person_id, parties=parties, now=now, label=label)
    return sheet


def save_first_answers(
    registration: Registration, given: Given, before: str | None, *, by: Reader, now: datetime
) -> AnswerSheet | None:
    """Those that come with the registration itself, whose state was `before`. Sent twice, they are kept once."""
    if before in REGISTERED:
        return None
    sheet = sheet_of(registration)  # of somebody who withdrew, and comes back by another way
    seen = sheet.lock_version if sheet else None
    return save_answers(registration, replace(given, seen=seen), by=by, now=now)


def may_answer(registration: Registration, by: Reader) -> bool:
    own = by.person_id is not None and by.person_id == registration.person_id
    return own or registration.party_id in by.parties_as(SECRETARY)


def may_change(registration: Registration, now: datetime) -> bool:
    """Whether answers are still taken."""
    try:
        rules.check_may_answer(registration.event.state, answerable_until(registration), now)
    except RuleBroken:
        return False
    return standing(registration)


def _check(registration: Registration, event: Event, version: FormVersion, given: Given, now: datetime) -> None:
    sheet = sheet_of(registration)
    rules.check_may_answer(event.state, answerable_until(registration), now)
    if not standing(registration):
        raise RuleBroken(N_("This registration was declined or withdrawn, so nothing is asked any more."))
    if given.version_id != version.id:
        raise RuleBroken(N_("The questions were changed while you wrote. Look through them and send them again."))
    if (sheet.lock_version if sheet else None) != given.seen:
        raise Conflict(N_("Somebody else saved these answers since you opened them, so yours were not saved."))


def _keep(registration: Registration, version: FormVersion, kept: Mapping[str, Any], now: datetime) -> None:
    """Takes the place of all that was answered to questions which this version asks, whatever the version then."""
    keys = {question.key for question in version.questions}
    before: dict[str, Answer] = {}
    for answer in answers_of(registration):
        if answer.question.key in keys:
            if answer.question.key in before:
                db.session.delete(answer)
            before.setdefault(answer.question.key, answer)
    for question in version.questions:
        old, value = before.get(question.key), kept.get(question.key)
        if isinstance(value, rules.Stored):
            if old is None or old.is_anothers:
                raise RuleBroken(N_("What was stored is gone. Answer this again."), field=question.key)
            old.question = question
        elif value is not None:
            _write(old or _new(registration, question, now), question, value, now)
        elif old is not None:
            db.session.delete(old)
    db.session.flush()


def _new(registration: Registration, question: Question, now: datetime) -> Answer:
    answer = Answer(registration=registration, question=question, answered_at=now)
    db.session.add(answer)
    return answer


def _write(answer: Answer, question: Question, value: Any, now: datetime) -> None:
    answer.question = question
    plain = value
    if isinstance(value, SentFile):
        plain = {"name": value.name, "size": value.size}
        answer.file_sha256 = _entered(value, question, now)
        if question.sensitive:
            plain["key"] = value.key
    if question.sensitive:
        answer.sealed = sealing.seal(plain, answer.registration.ulid, question.key)
        answer.sealed_for_id, answer.answered_at = answer.registration.party_id, now
    elif answer.value != plain:
        answer.value, answer.answered_at = plain, now


def _entered(file: SentFile, question: Question, now: datetime) -> str:
    """Raises RuleBroken for one that lies open where it should be encrypted, or the other way round."""
    if bool(file.key) != question.sensitive:
        raise RuleBroken(N_("Choose the file again."), field=question.key)
    kind = "application/octet-stream" if file.key else files.media_type_of(file.name)
    with db.session.no_autoflush:
        return files.enter(file.sha256, file.size, kind, now=now).sha256


def _enter(registration: Registration, version: FormVersion, by: Reader, now: datetime) -> AnswerSheet:
    sheet = sheet_of(registration)
    if sheet is None:
        sheet = AnswerSheet(registration_id=registration.id, lock_version=0)
        db.session.add(sheet)
    sheet.version, sheet.person_id, sheet.answered_at = version, by.person_id, now
    sheet.lock_version += 1
    db.session.flush()
    return sheet


def _readers(registration: Registration) -> set[int]:
    return registration.event.party_ids | ({registration.party_id} if registration.party_id else set())
