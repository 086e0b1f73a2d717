"""The answers on the page of a registration, and files among them."""

from dataclasses import dataclass

from flask import Response
from flask_babel import gettext as _

from forumhub import clock
from forumhub.errors import NotFound
from forumhub.events.models import Event
from forumhub.phrases import in_language
from forumhub.registration.models import Registration
from forumhub.registration.queries import get_registration
from forumhub.registration.questions import actions, queries, reading
from forumhub.registration.questions.models import Answer, FormVersion
from forumhub.registration.questions.views.reading import masked
from forumhub.registration.questions.words import answer_word
from forumhub.registration.views.room import blueprint
from forumhub.web import SIGNED_IN, current_reader, language, right, send_kept


@dataclass(frozen=True)
class ShownAnswer:
    answer: Answer
    label: str
    word: str
    section: str
    """The heading above the question, in the version that was answered."""
    place: int
    """Where that heading stands in its form."""


@dataclass(frozen=True)
class ShownAnswers:
    """What the reader sees of a registration's answers, and can do about them."""

    asked: FormVersion | None
    by_version: dict[int, list[ShownAnswer]]
    """By the version's number, the newest first."""
    may_answer: bool
    may_read: bool
    readings: list[tuple[object, str]]
    readers: list[str]
    """Who is named to read the sensitive ones."""
    secret: bool
    """Whether there are sensitive answers, or questions."""


@blueprint.app_context_processor
def answers_on_page() -> dict[str, object]:
    return {"answers_shown": answers_shown, "reads_sensitive": reads_sensitive}


def reads_sensitive(event: Event) -> bool:
    """Whether the reader was named to read some of the event's sensitive answers."""
    return queries.reads_any(event.id, current_reader())


def answers_shown(registration: Registration) -> ShownAnswers:
    """For a reader who may see the registration; sensitive answers masked for the person, for others not at all."""
    reader = current_reader()
    own = reader.person_id == registration.person_id
    event, answers = registration.event, queries.answers_of(registration)
    asked = queries.form_of(event)
    found: dict[int, list[ShownAnswer]] = {}
    for answer in answers:
        found.setdefault(answer.question.version.number, []).append(_shown(registration, answer, own=own))
    secret = any(answer.sealed for answer in answers) or bool(asked and any(q.sensitive for q in asked.questions))
    named = queries.readers_of(event.id, {registration.party_id}) if secret else []
    return ShownAnswers(
        asked=asked if asked and asked.questions else None,
        by_version=found,
        may_answer=actions.may_answer(registration, reader) and actions.may_change(registration, clock.now()),
        may_read=any(answer.is_sealed_for(registration.party_id) for answer in answers)
        and queries.may_read(registration, reader),
        readings=list(queries.readings_of(registration)) if secret else [],
        readers=[row.person.name for row in queries.reading_today(named, clock.now())],
        secret=secret,
    )


def _shown(registration: Registration, answer: Answer, *, own: bool) -> ShownAnswer:
    if not answer.sealed:
        word = answer_word(answer, language())
    else:
        word = masked(reading.opened(registration, answer)) if own else _("encrypted")
    question = answer.question
    label = in_language(question.labels, language())
    section = question.version.section_of(question)
    heading = in_language(section.labels, language()) if section else ""
    return ShownAnswer(answer, label, word, heading, section.position if section else 0)


@blueprint.get("/registrations/<ulid>/answers/<answer>")
@right(SIGNED_IN)
def answer_file(ulid: str, answer: str) -> Response:
    """A file that was answered in the open; a sensitive one is read by POST."""
    registration = get_registration(ulid, current_reader())
    found = queries.find_answer(registration, answer)
    if found is None or found.sealed or not found.file_sha256:
        raise NotFound
    return send_kept(found.file_sha256, found.value["name"])
