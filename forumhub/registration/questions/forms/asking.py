"""What organizers type about questions, and whom they name to read sensitive answers."""

from collections.abc import Sequence
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import BooleanField, Form, FormField, HiddenField, SelectField, StringField
from wtforms.validators import InputRequired, Length

from forumhub.database import new_ulid
from forumhub.errors import N_, RuleBroken
from forumhub.events.forms.fields import NamedForm, NewRow, Rows, by_language, plain, texts
from forumhub.phrases import in_language
from forumhub.registration.questions import rules, shaping
from forumhub.registration.questions.models import FormVersion, Question
from forumhub.registration.questions.values import QuestionValues
from forumhub.registration.questions.words import KINDS, choices_of
from forumhub.web import LANGUAGE_LABELS, language

ROWS = 4
LONGEST_LABEL = 300
LONGEST_OPTION = 200


_WORDS = {
    code: StringField(name, filters=[plain], validators=[Length(max=LONGEST_OPTION)])
    for code, name in LANGUAGE_LABELS.items()
}
OptionForm = type("OptionForm", (Form,), {"value": HiddenField(), **_WORDS})
"""An answer to choose: its value, which it keeps, and its words in each language."""


class QuestionForm(NamedForm, FlaskForm):  # type: ignore[misc]
    """A question of a kind that is chosen before; a section has its words only."""

    ulid = NewRow()
    labels = by_language(_l("Question"), most=LONGEST_LABEL)
    helps = by_language(_l("Help"), most=LONGEST_LABEL, description=_l("Shown below the question."))
    options = Rows(
        FormField(OptionForm), label=_l("Answers to choose"), min_entries=ROWS, max_entries=shaping.MOST_OPTIONS + ROWS
    )
    required = BooleanField(_l("An answer is required"))
    sensitive = BooleanField(
        _l("Sensitive, such as a passport number"),
        description=_l(
            "Encrypted when it is stored; shown only to persons whom a party named to read those of its people, each "
            "reading is recorded; deleted some days after the event."
        ),
    )
    shown_if = SelectField(_l("Asked only if"), default="")
    lock_version = HiddenField(default="1")

    def fit(self, kind: str, earlier: Sequence[Question]) -> "QuestionForm":
        """Without what questions of this kind have not; it may depend on these questions."""
        self.labels.label.text = _("Heading") if kind == rules.SECTION else self.labels.label.text
        if kind not in rules.WITH_OPTIONS:
            del self.options
        if kind not in rules.SEALABLE:
            del self.sensitive
        if kind == rules.SECTION:
            del self.required
        self.shown_if.choices = [("", _("always"))] + [
            (f"{question.key}={value}", f"{in_language(question.labels, language())}: {word}")
            for question in earlier
            if question.kind in rules.DECIDING
            for value, word in deciding_choices(question)
        ]
        return self

    @classmethod
    def of(cls, question: Question, earlier: Sequence[Question], *, as_sent: bool = False) -> "QuestionForm":
        """Of a question as it stands, or as it was sent."""
        stands: dict[str, Any] = {
            "labels": question.labels,
            "helps": question.helps,
            "options": [{"value": option["value"], **option["labels"]} for option in question.options],
            "required": question.required,
            "sensitive": question.sensitive,
            "shown_if": f"{question.shown_if_key}={question.shown_if_value}" if question.shown_if_key else "",
            "lock_version": question.lock_version,
        }
        form = cls() if as_sent else cls(formdata=None, **stands)
        del form.ulid
        form.fit(question.kind, earlier)
        if not as_sent:
            form.add_rows()
        return form

    def check_named(self) -> None:
        """Raises RuleBroken where it says nothing."""
        if not texts(self.labels):
            raise RuleBroken(N_("Write it in one language at least."), field="labels")

    def add_rows(self) -> None:
        """Some empty rows below those that are filled in."""
        if "options" in self:
            empty = sum(not _words_of(row.form) for row in self.options)
            for _row in range(min(max(ROWS - empty, 2), self.options.max_entries - len(self.options))):
                self.options.append_entry()

    def values(self) -> QuestionValues:
        key, _equals, value = (self.shown_if.data or "").partition("=")
        said: QuestionValues = {
            "labels": texts(self.labels), "helps": texts(self.helps), "shown_if_key": key, "shown_if_value": value
        }  # fmt: skip
        if "required" in self:
            said["required"] = self.required.data
        if "sensitive" in self:
            said["sensitive"] = self.sensitive.data
        if "options" in self:
            said["options"] = self._options()
        return said

    def _options(self) -> list[dict[str, Any]]:
        """Rows that say something, in their order; a new one gets a value that no other ever had."""
        found: dict[str, dict[str, str]] = {}
        for row in self.options:
            if words := _words_of(row.form):
                value = plain(row.form["value"].data)[:26]
                found[value if value and value not in found else new_ulid()] = words
        return [{"value": value, "labels": words} for value, words in found.items()]


def _words_of(row: Any) -> dict[str, str]:
    return {code: row[code].data for code in LANGUAGE_LABELS if row[code].data}


def deciding_choices(question: Question) -> list[tuple[str, str]]:
    """(value, word) of the answers on which another question may depend."""
    return [(rules.YES, _("Yes"))] if question.kind == rules.CONSENT else choices_of(question, language())


class AddForm(FlaskForm):  # type: ignore[misc]
    """Of which kind the next question is; sent by GET."""

    class Meta:
        csrf = False

    kind = SelectField(_l("Kind"), choices=list(KINDS.items()))


class CopyForm(FlaskForm):  # type: ignore[misc]
    """From which event's form to copy."""

    source = SelectField(_l("Event"), validators=[InputRequired()])

    @classmethod
    def offering(cls, forms: Sequence[FormVersion]) -> "CopyForm":
        form = cls()
        form.source.choices = [
            (each.event.ulid, f"{in_language(each.event.titles, language())}, {each.event.local_start:%Y-%m-%d}")
            for each in forms
        ]
        return form


class ReaderForm(FlaskForm):  # type: ignore[misc]
    """Whom to let read whose sensitive answers."""

    party = SelectField(_l("Sensitive answers of"), validators=[InputRequired()])
    email = StringField(
        _l("E-mail of the reader"),
        filters=[plain],
        validators=[InputRequired(), Length(max=254)],
        description=_l(
            "Somebody who holds a role here, of your party or another, such as the visa office of the host."
        ),
    )
