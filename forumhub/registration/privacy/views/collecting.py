"""All that is stored about somebody, as plain values: what the page shows and the file holds."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from flask_babel import gettext as _

from forumhub.parties.models import Person
from forumhub.registration.models import Registration
from forumhub.registration.privacy import queries
from forumhub.registration.privacy.rules import kept_until
from forumhub.registration.questions.models import Answer
from forumhub.registration.questions.reading import opened
from forumhub.registration.questions.views.reading import masked
from forumhub.registration.questions.words import answer_word
from forumhub.registration.rules import RETENTION_DAYS
from forumhub.web import language


def everything_of(person: Person, registrations: Sequence[Registration], *, by_link: bool) -> dict[str, Any]:
    """By a link, which opens one registration, nothing of others, of the account and of roles."""
    events = {registration.event.ulid for registration in registrations} if by_link else None
    answers = queries.answers_of_all([registration.id for registration in registrations])
    days = queries.days_kept([registration.event_id for registration in registrations])
    more = _of_later_rooms([registration.id for registration in registrations])
    return {
        "person": _person(person),
        "account": None if by_link else _account(person),
        "registrations": [
            _registration(each, answers.get(each.id, []), days.get(each.event_id, RETENTION_DAYS)) | more[each.id]
            for each in registrations
        ],
        "consents": [consent for each in registrations for consent in _consents(each, answers.get(each.id, []))]
        + _applications(registrations),
        "mails": [
            {"template": mail.template, "written_at": mail.written_at, "sent_at": mail.sent_at, "to": mail.recipient}
            for mail in queries.mails_to(person, events)
        ],
        "record": [
            {"at": entry.at, "act": entry.act, "label": entry.label, "by_you": entry.person_id == person.id}
            for entry in queries.acts_about(person, registrations, all_acts=not by_link)
        ],
        **({} if by_link else {name: of(person.id) for name, of in queries.of_people_by_later_rooms.items()}),
    }


def _of_later_rooms(ids: Sequence[int]) -> dict[int, dict[str, Any]]:
    found = {name: rows_of(ids) for name, rows_of in queries.kept_by_later_rooms.items()}
    return {each: {name: rows.get(each, []) for name, rows in found.items()} for each in ids}


def _person(person: Person) -> dict[str, Any]:
    return {
        "name": person.name,
        "own_name": person.own_name,
        "title": person.title,
        "email": person.email,
        "party": person.party.code if person.party else None,
        "language": person.language,
        "timezone": person.timezone,
    }


def _account(person: Person) -> dict[str, Any] | None:
    if person.account is None:
        return None
    roles = [
        {"party": grant.party.code, "role": grant.role, "from": grant.from_date, "until": grant.until_date}
        for grant in queries.roles_of(person.id)
    ]
    return {"email": person.account.email, "created_at": person.account.created_at, "roles": roles}


def _registration(registration: Registration, answers: Sequence[Answer], days: int) -> dict[str, Any]:
    event, party = registration.event, registration.party
    return {
        "ulid": registration.ulid,
        "event": event.titles,
        "starts_at": event.starts_at,
        "state": registration.state,
        "function": registration.function,
        "party": party.code if party else None,
        "way": registration.way,
        "honorific": registration.honorific,
        "title": registration.title,
        "affiliation": registration.affiliation,
        "intention": registration.intention,
        "intention_note": registration.intention_note,
        "intended_at": registration.intended_at,
        "asked_at": registration.queued_at,
        "created_at": registration.created_at,
        "changed_at": registration.changed_at,
        "kept_until": kept_until(event.ends_at, days),
        "answers": [_answer(registration, answer) for answer in answers],
    }


def _answer(registration: Registration, answer: Answer) -> dict[str, Any]:
    """A sensitive one is masked, as on the person's own page: who opens a link may not be who should read it."""
    said = masked(opened(registration, answer)) if answer.sealed else answer_word(answer, language())
    return {
        "question": answer.question.labels,
        "answer": said,
        "encrypted": bool(answer.sealed),
        "file": answer.file_sha256,
        "answered_at": answer.answered_at,
    }


def _consents(registration: Registration, answers: Sequence[Answer]) -> list[dict[str, Any]]:
    return [
        {
            "event": registration.event.titles,
            "words": consent.question.labels,
            "more": consent.question.helps,
            "version": consent.question.version.number,
            "given_at": consent.answered_at,
        }
        for consent in queries.consents_among(answers)
    ]


def _applications(registrations: Sequence[Registration]) -> list[dict[str, Any]]:
    """Who applied by mail agreed beforehand that their details are stored."""
    words = {language(): _("I agree that these details are stored for this event.")}
    found = queries.applications_of([registration.id for registration in registrations])
    given = [(application.event.titles, application.created_at) for application in found]
    return [{"event": event, "words": words, "more": {}, "version": None, "given_at": at} for event, at in given]


def as_json(value: object) -> str:
    """Of what JSON does not know: instants and days in ISO 8601."""
    if isinstance(value, (datetime, date)):
        return value.isoformat()
    raise TypeError(f"{type(value).__name__} is no plain value")
