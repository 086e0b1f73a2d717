"""A delegate takes back a consent."""

from datetime import datetime

from forumhub import audit
from forumhub.database import db
from forumhub.errors import N_, NotAllowed, RuleBroken
from forumhub.parties.policy import Reader
from forumhub.phrases import in_language
from forumhub.registration.models import Registration
from forumhub.registration.places import end, under_lock
from forumhub.registration.privacy import rules
from forumhub.registration.privacy.queries import applications_of, consents_of
from forumhub.registration.questions.models import AnswerSheet
from forumhub.registration.questions.purging import delete_answers
from forumhub.registration.questions.queries import answers_of
from forumhub.registration.rules import WITHDRAWN


def withdraw_consent(registration: Registration, *, by: Reader, now: datetime) -> Registration:
    """Erases all that was answered; a registration that was taken on condition of a consent is withdrawn.

    By the person alone. Raises NotAllowed, RuleBroken where there is no consent (any more).
    """
    if by.person_id is None or by.person_id != registration.person_id:
        raise NotAllowed(N_("A consent is withdrawn by who gave it."))
    registration = under_lock(registration)
    required = consent_given(registration)
    if required is None:
        raise RuleBroken(N_("There is no consent to withdraw: none was given, or it was withdrawn already."))
    erased = erase_answers(registration)
    registration.honorific = registration.title = registration.affiliation = ""
    event = registration.event
    readers = event.party_ids | ({registration.party_id} if registration.party_id else set())
    label = in_language(event.titles, "en")
    audit.record(
        "registration.withdraw_consent",
        registration.ulid,
        by=by.person_id,
        parties=readers,
        now=now,
        label=label,
        answers=erased,
    )
    if rules.after_withdrawing(registration.state, required=required) == rules.WITHDRAW_ALL:
        end(registration, "withdraw", WITHDRAWN, by=by.person_id, now=now)
    return registration


def consent_given(registration: Registration) -> bool | None:
    """Whether the registration was taken on condition of a consent; None where none stands.

    Who applied by mail agreed first that their details are stored; that stands as long as the registration.
    """
    consents = consents_of(registration)
    if registration.state in rules.STANDING and applications_of([registration.id]):
        return True
    return any(consent.question.required for consent in consents) if consents else None


def erase_answers(registration: Registration) -> int:
    """All of them, sealed ones and files too, and that there were any; how many."""
    answers = answers_of(registration)
    delete_answers(answers)
    sheet = db.session.get(AnswerSheet, registration.id)
    if sheet is not None:
        db.session.delete(sheet)
    db.session.flush()
    return len(answers)
