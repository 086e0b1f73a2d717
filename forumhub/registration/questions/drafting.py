"""Building an event's form: every step changes the one draft, which is begun from what is asked now."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, Unpack

from forumhub import audit
from forumhub.database import db, locked, new_ulid
from forumhub.errors import N_, Conflict, NotFound, RuleBroken
from forumhub.events.entering import require_organizer
from forumhub.events.models import Event
from forumhub.parties.policy import Reader
from forumhub.phrases import in_language
from forumhub.registration.questions import shaping
from forumhub.registration.questions.models import FormVersion, Question
from forumhub.registration.questions.queries import draft_of, form_of, is_published
from forumhub.registration.questions.values import QuestionValues
from forumhub.registration.rules import check_open

COPIED = ("kind", "labels", "helps", "required", "sensitive", "options", "shown_if_key", "shown_if_value")


def add_question(
    event: Event,
    kind: str,
    *,
    section: str = "",
    ulid: str = "",
    by: Reader,
    now: datetime,
    **values: Unpack[QuestionValues],
) -> Question:
    """At the end of the section of this key, else of the form. Raises NotAllowed, RuleBroken."""
    draft = begin_draft(event, by=by, now=now)
    question = _question(kind, ulid or new_ulid(), values)
    _put(draft, question, section)
    _check(draft, by)
    return question


def edit_question(
    event: Event, key: str, *, lock_version: int, by: Reader, now: datetime, **values: Unpack[QuestionValues]
) -> Question:
    """Raises Conflict where it was saved since `lock_version` was read, RuleBroken for what cannot be asked."""
    draft = begin_draft(event, by=by, now=now)
    question = _find(draft, key)
    if question.lock_version != lock_version:
        raise Conflict(N_("Somebody else saved this question since you opened it, so yours was not saved."))
    if values.get("sensitive", question.sensitive) != question.sensitive and is_published(event.id, key):
        message = N_("Whether a published question is sensitive stays. Remove it, and ask a new one.")
        raise RuleBroken(message, field="sensitive")
    for name, value in values.items():
        setattr(question, name, value)
    question.lock_version += 1
    _check(draft, by)
    return question


def move_question(event: Event, key: str, *, up: bool, by: Reader, now: datetime) -> None:
    """Past its neighbour; a section past the next one, with its questions. Raises RuleBroken for what depends on it."""
    draft = begin_draft(event, by=by, now=now)
    _find(draft, key)
    _order(draft, shaping.moved(draft.questions, key, up=up))
    _check(draft, by)


def remove_question(event: Event, key: str, *, by: Reader, now: datetime) -> None:
    """It can be restored until the draft is published; a section goes with its questions."""
    draft = begin_draft(event, by=by, now=now)
    _find(draft, key)
    for each in shaping.with_section(draft.questions, key):
        _find(draft, each).removed_at = now
    _check(draft, by)


def restore_question(event: Event, key: str, *, by: Reader, now: datetime) -> None:
    """Where it stood; a section comes back with the questions that went with it."""
    draft = begin_draft(event, by=by, now=now)
    question = next((row for row in draft.removed if row.key == key), None)
    if question is None:
        raise NotFound
    together = [row for row in draft.removed if row.removed_at == question.removed_at]
    for row in together if question.is_section else [question]:
        row.removed_at = None
    _check(draft, by)


def append_questions(event: Event, questions: Sequence[Question], *, by: Reader, now: datetime) -> FormVersion:
    """New questions, not in the database yet, at the end of the draft."""
    draft = begin_draft(event, by=by, now=now)
    for question in questions:
        _put(draft, question, "")
    _check(draft, by)
    return draft


def copy_questions(source: FormVersion, event: Event, *, by: Reader, now: datetime) -> FormVersion:
    """What another form asks, as new questions at the end of this event's draft."""
    keys = {question.key: new_ulid() for question in source.questions}
    copies = [_copy(question, keys[question.key]) for question in source.questions]
    for copy in copies:
        copy.shown_if_key = keys.get(copy.shown_if_key, "")
    return append_questions(event, copies, by=by, now=now)


def publish_form(event: Event, *, by: Reader, now: datetime) -> FormVersion:
    """The draft is what is asked from now on; what was removed is gone. Raises RuleBroken where nothing was changed."""
    require_organizer(by, event.party_ids)
    event = locked(Event, event.id)
    draft, before = draft_of(event), form_of(event)
    if draft is None or not (draft.questions or before):
        raise RuleBroken(N_("There is nothing to publish: write a question first."))
    shaping.check_questions(draft.questions, by.language)
    for row in draft.removed:
        draft.rows.remove(row)
    draft.published_at, draft.published_by_id = now, by.person_id
    _enter(event, "publish_form", by=by, now=now, version=draft.number)
    return draft


def discard_draft(event: Event, *, by: Reader, now: datetime) -> None:
    """What is asked stays as it is. Where there is no draft, nothing happens."""
    require_organizer(by, event.party_ids)
    event = locked(Event, event.id)
    if draft := draft_of(event):
        db.session.delete(draft)
        _enter(event, "discard_form", by=by, now=now)


def begin_draft(event: Event, *, by: Reader, now: datetime) -> FormVersion:
    """The draft, under the lock on its event; what is asked now where there was none."""
    require_organizer(by, event.party_ids)
    event = locked(Event, event.id)
    check_open(event.state, event.ends_at, now)
    if draft := draft_of(event):
        return draft
    before = form_of(event)
    draft = FormVersion(event=event, number=before.number + 1 if before else 1, created_at=now)
    draft.rows = [_copy(question, question.key) for question in before.questions] if before else []
    db.session.add(draft)
    _enter(event, "draft_form", by=by, now=now, version=draft.number)
    return draft


def _copy(question: Question, key: str) -> Question:
    values: dict[str, Any] = {name: getattr(question, name) for name in COPIED}
    return Question(key=key, position=question.position, lock_version=question.lock_version, **values)


def _question(kind: str, ulid: str, values: QuestionValues) -> Question:
    usual: QuestionValues = {
        "helps": {}, "options": [], "required": False, "sensitive": False, "shown_if_key": "", "shown_if_value": ""
    }  # fmt: skip
    return Question(ulid=ulid, key=ulid, kind=kind, lock_version=1, **{**usual, **values})


def _find(draft: FormVersion, key: str) -> Question:
    question = draft.find(key)
    if question is None:
        raise NotFound
    return question


def _put(draft: FormVersion, question: Question, section: str) -> None:
    within = shaping.with_section(draft.questions, section) if section and draft.find(section) else []
    after = next((row.position for row in draft.rows if within and row.key == within[-1]), None)
    at = after if after is not None else len(draft.rows)
    draft.rows.insert(at, question)
    _number(draft)


def _order(draft: FormVersion, keys: Sequence[str]) -> None:
    """What was removed keeps its place behind what it followed."""
    places = {key: number for number, key in enumerate(keys)}
    place = -1.0
    order = {}
    for row in draft.rows:
        place = places.get(row.key, place)
        order[row.key] = (place, row.removed_at is not None)
    draft.rows.sort(key=lambda row: order[row.key])
    _number(draft)


def _number(draft: FormVersion) -> None:
    for position, row in enumerate(draft.rows, 1):
        row.position = position


def _check(draft: FormVersion, by: Reader) -> None:
    shaping.check_questions(draft.questions, by.language)
    db.session.flush()


def _enter(event: Event, act: str, *, by: Reader, now: datetime, **details: object) -> None:
    db.session.flush()
    label = in_language(event.titles, "en")
    who = {"by": by.person_id, "parties": event.party_ids, "now": now}
    audit.record(f"registration.{act}", event.ulid, label=label, **who, **details)  # type: ignore[arg-type]
