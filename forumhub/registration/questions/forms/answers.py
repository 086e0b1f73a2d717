"""The form of an event's questions, made anew for each event; checked by the rules, never by the browser alone."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import BooleanField, Field, HiddenField, RadioField, SelectField, StringField, TextAreaField
from wtforms.validators import InputRequired

from forumhub.errors import ForumhubError, RuleBroken
from forumhub.events.forms.fields import MultiCheckboxField, number_in, plain
from forumhub.events.models import Event
from forumhub.phrases import in_language
from forumhub.registration.models import Registration
from forumhub.registration.questions import rules
from forumhub.registration.questions.forms.uploads import UploadField
from forumhub.registration.questions.models import Answer, FormVersion, Question
from forumhub.registration.questions.queries import answers_of, form_of, sheet_of
from forumhub.registration.questions.values import Given
from forumhub.registration.questions.words import answer_word, choices_of, only_if
from forumhub.web import language, say

MOST_RADIOS = 6
PREFIX = "answer-"
CLEAR = "-clear"


@dataclass
class Line:
    """A question as the form shows it; a section has no field."""

    question: Question
    field: Field | None
    clear: Field | None
    """Ticked: what is stored shall go."""
    stored: str
    """What there is of an answer that is not sent back to the browser, in words; empty: nothing."""
    only_if: str
    """'only if Visa: yes', for who has no JavaScript; empty: it is always asked."""
    depends_on: str
    """The name of the control on whose value it depends; empty: on none."""

    @property
    def raw(self) -> Any:
        """As the rules read it."""
        data = self.field.data if self.field is not None else None
        if isinstance(self.field, BooleanField):
            return rules.YES if data else None
        if data in (None, "", []) and self.stored and not (self.clear is not None and self.clear.data):
            return rules.STORED
        return data


class AnswersForm(FlaskForm):  # type: ignore[misc]
    """Without a token of its own: it stands inside another form, whose token is checked."""

    class Meta:
        csrf = False

    seen = HiddenField()
    version: FormVersion | None = None
    answers: dict[str, Any] | None = None
    stored: dict[str, str]
    """By the questions' keys."""

    def __bool__(self) -> bool:
        """Whether the event asks anything."""
        return self.version is not None

    @property
    def questions(self) -> list[Question]:
        return self.version.questions if self.version else []

    def lines(self) -> Iterator[Line]:
        for question in self.questions:
            yield Line(
                question,
                self._fields.get(question.key),
                self._fields.get(question.key + CLEAR),
                self.stored.get(question.key, ""),
                only_if(question, self.questions, language()),
                PREFIX + question.shown_if_key if question.shown_if_key else "",
            )

    def sections(self) -> list[tuple[Question | None, list[Line]]]:
        """The lines under their headings; those before the first heading under None."""
        found: list[tuple[Question | None, list[Line]]] = [(None, [])]
        for line in self.lines():
            if line.question.is_section:
                found.append((line.question, []))
            else:
                found[-1][1].append(line)
        return found if found[0][1] else found[1:]

    def validate(self, extra_validators: Any = None) -> bool:
        """By the rules alone. Files that were sent are kept, whatever else is wrong."""
        lines = {line.question.key: line for line in self.lines()}
        raw = {key: line.raw for key, line in lines.items()}
        _kept, _wrong, asked = rules.accept(self.questions, raw)
        errors = self._take_files(asked)
        kept, wrong, asked = rules.accept(self.questions, {key: line.raw for key, line in lines.items()})
        for key, error in (wrong | errors).items():
            self._fields[key].errors = [say(error)]
        self.answers = kept
        return not wrong and not errors

    def put(self, error: ForumhubError) -> None:
        """Shows what an action found wrong, beside the question that it names, else above the form."""
        field = self._fields.get(error.field or "")
        if field is None:
            self.form_errors.append(say(error))
        else:
            field.errors = [*field.errors, say(error)]

    def _take_files(self, asked: frozenset[str]) -> dict[str, RuleBroken]:
        errors = {}
        for line in self.lines():
            if isinstance(line.field, UploadField) and line.question.key in asked:
                try:
                    line.field.take(sensitive=line.question.sensitive)
                except RuleBroken as error:
                    errors[line.question.key] = error
        return errors

    def given(self) -> Given:
        """What was answered, once it was found valid; before that nothing."""
        seen = number_in(self.seen.data, 0) if self.seen.data else None
        return Given(self.version.id, self.answers or {}, seen) if self.version else Given()


def answers_form(event: Event, registration: Registration | None = None) -> AnswersForm:
    """The event's questions as they are now, filled with what the registration answered; empty where it asks nothing.

    It is sent inside another form: `{% from "registration/questions/_fields.html" import answer_fields %}`, with
    `enctype="multipart/form-data"`. Falsy where nothing is asked; it is valid then.
    """
    return form_of_version(form_of(event), registration)


def form_of_version(version: FormVersion | None, registration: Registration | None = None) -> AnswersForm:
    given = answers_of(registration) if registration and version else []
    answers = newest([answer for answer in given if not answer.is_anothers])
    shown = {key: answer for key, answer in answers.items() if not _kept_back(answer)}
    sheet = sheet_of(registration) if registration and version else None
    questions = version.questions if version else []
    stored = {key: _stored_words(answer) for key, answer in answers.items() if _kept_back(answer)}
    fields: dict[str, Any] = {}
    for question in questions:
        if not question.is_section:
            fields[question.key] = field_of(question, required=question.required)
        if question.key in stored and not question.required:
            fields[question.key + CLEAR] = BooleanField(_l("Delete what is stored"))
    data = {key: answer.value for key, answer in shown.items() if key in fields}
    form: AnswersForm = type("AnswersForm", (AnswersForm,), {**fields, "version": version, "stored": stored})(
        prefix=PREFIX, data={"seen": str(sheet.lock_version) if sheet else "", **data}
    )
    return form


def newest(answers: list[Answer]) -> dict[str, Answer]:
    """By the questions' keys, what was answered to the newest version that asks it."""
    found: dict[str, Answer] = {}
    for answer in answers:
        found.setdefault(answer.question.key, answer)
    return found


def _kept_back(answer: Answer) -> bool:
    return bool(answer.sealed or answer.file_sha256)


def _stored_words(answer: Answer) -> str:
    return _("An answer is stored, encrypted.") if answer.sealed else answer_word(answer, language())


def typed(text: Any) -> str:
    """What somebody sent as a file where a text is asked is none."""
    return plain(text) if isinstance(text, str) else ""


def field_of(question: Question, *, required: bool) -> Any:
    words = {"label": in_language(question.labels, language()), "description": in_language(question.helps, language())}
    common = {**words, "validators": [InputRequired()] if required else []}  # a flag for the page: see validate
    if question.kind in (rules.CHOICE, rules.COUNTRY, rules.LANGUAGE):
        return _choice(question, common, required=required)
    if question.kind == rules.SEVERAL:
        return MultiCheckboxField(**common, choices=choices_of(question, language()), validate_choice=False)
    if question.kind == rules.CONSENT:
        return BooleanField(**common)
    if question.kind == rules.FILE:
        return UploadField(**common)
    kind = TextAreaField if question.kind == rules.LONG else StringField
    return kind(**common, filters=[typed])


def _choice(question: Question, common: dict[str, Any], *, required: bool) -> Any:
    choices = choices_of(question, language())
    if question.kind != rules.CHOICE or len(choices) > MOST_RADIOS:
        return SelectField(**common, choices=[("", "—"), *choices], validate_choice=False, default="")
    none = [] if required else [("", _("No answer"))]
    return RadioField(**common, choices=[*none, *choices], validate_choice=False, default="")
