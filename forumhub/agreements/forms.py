"""Input of the agreements room."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import BooleanField, DateField, HiddenField, IntegerField, SelectMultipleField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length, Optional
from wtforms.widgets import CheckboxInput, HiddenInput, ListWidget

from forumhub.agreements.models import AgreementVersion
from forumhub.agreements.texts import WrittenText, read_text
from forumhub.errors import ForumhubError, RuleBroken
from forumhub.markdown import read_bounded
from forumhub.parties.models import Party
from forumhub.web import LANGUAGE_LABELS, say

_UNTAKEN = re.compile(r"[\x00-\x08\x0b-\x1f\x7f\ud800-\udfff]")


def typed(text: str | None) -> str:
    """Without control characters, which no database takes; lines stay."""
    return _UNTAKEN.sub("", (text or "").replace("\r\n", "\n"))


@dataclass(frozen=True)
class Difference:
    """A field in which a stale save differs from what is saved. `language` is that of both, where they have one."""

    label: str
    saved: str
    typed: str
    language: str = ""


class VersionForm(FlaskForm):  # type: ignore[misc]
    """What a draft says, in each language: `title_zh`, `text_zh`. See `version_form`."""

    reached_on = DateField(
        _l("Reached on"),
        validators=[Optional()],
        description=_l("Where the parties reached it already. Left empty, the day of the last approval counts."),
    )
    place = StringField(_l("Place"), filters=[typed], validators=[Length(max=120)])
    lock_version = IntegerField(widget=HiddenInput(), default=1)
    languages: tuple[str, ...] = ()

    def fill(self, version: AgreementVersion) -> None:
        self.reached_on.data, self.place.data = version.reached_on, version.place
        self.lock_version.data = version.lock_version
        for text in version.texts:
            if text.language in self.languages:
                self[f"title_{text.language}"].data, self[f"text_{text.language}"].data = text.title, text.source

    def read(self) -> list[WrittenText]:
        """Parses the languages in which something was typed. Raises RuleBroken, its field naming the text."""
        return [self._read(language) for language in self.languages if self._typed(language)]

    def _typed(self, language: str) -> bool:
        return any((self[f"{part}_{language}"].data or "").strip() for part in ("title", "text"))

    def _read(self, language: str) -> WrittenText:
        title, source = self[f"title_{language}"].data, self[f"text_{language}"].data
        try:
            return read_text(language, title or "", source or "", reader=read_bounded)
        except RuleBroken as error:
            error.field = f"text_{language}"
            raise

    def differences(self, version: AgreementVersion) -> list[Difference]:
        """What was typed beside what the version says now, where they differ."""
        saved = {f"title_{text.language}": text.title for text in version.texts}
        saved |= {f"text_{text.language}": text.source for text in version.texts}
        saved |= {"reached_on": str(version.reached_on or ""), "place": version.place}
        compared = [field for field in self if field.name.startswith(("title_", "text_")) or field.name in saved]
        pairs = [(field, saved.get(field.name, "").strip(), str(field.data or "").strip()) for field in compared]
        return [
            Difference(str(field.label.text), before, now, self._language_of(field.name))
            for field, before, now in pairs
            if before != now
        ]

    def _language_of(self, name: str) -> str:
        return next((language for language in self.languages if name.endswith(f"_{language}")), "")

    def show(self, error: ForumhubError) -> None:
        """Puts the error beside the field that it names, else at the top."""
        if error.field in self:
            self[error.field].errors = [*self[error.field].errors, say(error)]
        else:
            self.form_errors.append(say(error))


class NewForm(VersionForm):
    """An agreement and the first draft of its text."""

    code = StringField(
        _l("Code"),
        filters=[typed],
        validators=[InputRequired(), Length(max=40)],
        description=_l("Stands in minutes and never changes, such as CN-BY-2016."),
    )
    parties = SelectMultipleField(
        _l("Parties"),
        widget=ListWidget(prefix_label=False),
        option_widget=CheckboxInput(),
        validators=[InputRequired()],
    )
    example = BooleanField(_l("A summary or an example, for illustration; its page says so"))

    def offer(self, parties: Iterable[Party], names: Mapping[str, str]) -> None:
        self.parties.choices = [(party.code, names[party.code]) for party in parties]


class ApproveForm(FlaskForm):  # type: ignore[misc]
    """The hash that the approver sees is what the approval binds to."""

    sha256 = HiddenField(validators=[InputRequired()])
    party = HiddenField(filters=[typed], validators=[InputRequired()])


def version_form(kind: type[VersionForm], languages: Iterable[str]) -> VersionForm:
    """A form of this kind with a title and a text for each language."""
    fields: dict[str, Any] = {"languages": tuple(languages)}
    for language in fields["languages"]:
        name = LANGUAGE_LABELS[language]
        fields[f"title_{language}"] = StringField(
            _l("Title in %(language)s", language=name), [Length(max=300)], filters=[typed]
        )
        fields[f"text_{language}"] = TextAreaField(_l("Text in %(language)s", language=name), filters=[typed])
    form: VersionForm = type(kind.__name__, (kind,), fields)()
    return form
