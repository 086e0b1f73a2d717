"""Kinds of fields that events and series share."""

import re
from collections.abc import Iterable, Iterator
from contextlib import suppress
from datetime import datetime, timedelta
from types import MappingProxyType
from typing import Any

from flask import current_app, request
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from itsdangerous import BadSignature, Signer
from wtforms import (
    BooleanField,
    DateTimeLocalField,
    FieldList,
    Form,
    FormField,
    HiddenField,
    SelectMultipleField,
    StringField,
)
from wtforms.validators import Length
from wtforms.widgets import CheckboxInput, ListWidget

from forumhub.database import new_ulid
from forumhub.errors import ForumhubError, RuleBroken
from forumhub.events.rules import check_titles, check_year
from forumhub.web import LANGUAGE_LABELS, current_reader, language, say

USUAL_LENGTH = timedelta(hours=8)
WALL_CLOCK = ["%Y-%m-%dT%H:%M", "%Y-%m-%dT%H:%M:%S"]
DELEGATION_LANGUAGES = list(LANGUAGE_LABELS.items())


class Depends:
    """Whether the field has to be filled depends on others, so its label does not call it optional."""

    field_flags = MappingProxyType({"depends": True})

    def __call__(self, form: object, field: object) -> None:
        """Its form says what is missing."""


def plain(text: str | None) -> str:
    """Without blanks around it and without control characters, which no database takes; lines stay."""
    text = (text or "").replace("\r\n", "\n")
    return re.sub(r"[\x00-\x08\x0b-\x1f\x7f\u2028\u2029\ud800-\udfff]", "", text).strip()


class MultiCheckboxField(SelectMultipleField):  # type: ignore[misc]
    widget = ListWidget(prefix_label=False)
    option_widget = CheckboxInput()


class Rows(FieldList):  # type: ignore[misc]
    """Rows that the browser numbers: what somebody else wrote in place of a number makes none."""

    def _extract_indices(self, prefix: str, formdata: Iterable[str]) -> Iterator[int]:
        """The library takes '²' for a number, and breaks on it and on one of thousands of digits."""
        row = re.compile(rf"{re.escape(prefix)}-(\d{{1,6}})(?:-|$)", re.ASCII)
        return (int(found[1]) for found in map(row.match, formdata) if found)


class NewRow(HiddenField):  # type: ignore[misc]
    """The ULID that the form's new row will have, made when the form is first shown: one form makes one row.

    It is signed for this reader and this address, and any other is replaced: nobody names a row of somebody else's.
    """

    def process_data(self, value: object) -> None:
        self.data = new_ulid()

    def process_formdata(self, valuelist: list[str]) -> None:
        with suppress(BadSignature):
            self.data = self._signer.unsign("".join(valuelist)).decode()

    def _value(self) -> str:
        return self._signer.sign(self.data).decode()

    @property
    def _signer(self) -> Signer:
        return Signer(str(current_app.secret_key), salt=f"new row {current_reader().person_id} {request.path}")


def by_language(label: Any, *, most: int, description: Any = "") -> FormField:
    """One text for each language of the installation. Its data is {language: text}; `texts` drops empty ones."""
    fields = {
        code: StringField(name, filters=[plain], validators=[Length(max=most)])
        for code, name in LANGUAGE_LABELS.items()
    }
    return FormField(type("ByLanguage", (Form,), fields), label=label, description=description)


def texts(field: FormField) -> dict[str, str]:
    return {code: text for code, text in field.data.items() if text}


def wall_clock(label: Any, *validators: Any, description: Any = "") -> DateTimeLocalField:
    return DateTimeLocalField(label, validators=list(validators), format=WALL_CLOCK, description=description)


def all_day_field() -> BooleanField:
    return BooleanField(
        _l("Whole days"),
        description=_l("Pages, mails and calendars tell its days without hours. The hours above keep its venue."),
    )


def conference_field() -> StringField:
    return StringField(
        _l("Video conference"),
        filters=[plain],
        description=_l("The link by which one joins: https://… Who may see the event reads it."),
    )


def ends(start: datetime, end: datetime | None) -> datetime:
    """The end, USUAL_LENGTH after the start where none was given. Raises RuleBroken for a start of another age."""
    check_year(start, "local_start")
    return end or start + USUAL_LENGTH


def register_code_field(*validators: Any, description: Any = None) -> StringField:
    """The code of a new register; what is typed in small letters is meant as capitals."""
    usual = _l("Two to eight Latin capitals, such as FTP. Its items will be FTP/A-1, FTP/D-1. It never changes.")
    return StringField(
        _l("Register code"),
        filters=[lambda text: plain(text).upper()],
        validators=list(validators),
        description=description or usual,
    )


def number_in(text: Any, other: int) -> int:
    """A number that the form carries, below 1,000,000,000; `other` where it was tampered with."""
    text = str(text or "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else other


class NamedForm:
    """With a form: a text of which one language at least is asked together with all else that is missing."""

    def check_named(self) -> None:
        """Raises RuleBroken where there is none."""
        check_titles(texts(self.titles))  # type: ignore[attr-defined]

    def validate(self, extra_validators: Any = None) -> bool:
        valid = bool(super().validate(extra_validators))  # type: ignore[misc]
        try:
            self.check_named()
        except RuleBroken as error:
            put_beside(self, error)
            return False
        return valid


class TitledForm(NamedForm, FlaskForm):  # type: ignore[misc]
    """A form with titles."""


def put_beside(form: Any, error: ForumhubError) -> None:
    """Shows the error beside the field that it names, else above the form. Call it after `validate`."""
    field = next((field for field in form if field.name == error.field), None)
    if field is not None and field.type == "FormField":
        field = field.form[language()]
    if field is None or isinstance(field, FieldList):
        form.form_errors.append(say(error))
    else:
        field.errors = [*field.errors, say(error)]


def differences(yours: Any, theirs: Any) -> list[tuple[str, str, str]]:
    """(label, what is saved, what was typed) of each field in which two forms of the same class differ."""
    pairs = [(field, theirs[field.name]) for field in yours if field.name in theirs]
    kept = [(mine, saved) for mine, saved in pairs if mine.name not in ("csrf_token", "lock_version")]
    return [(str(mine.label.text), shown(saved), shown(mine)) for mine, saved in kept if shown(mine) != shown(saved)]


def shown(field: Any) -> str:
    """A field's content as one text."""
    data = field.data
    if isinstance(data, dict):
        return "\n".join(f"{name}: {text}" for name, text in data.items() if text and name != "csrf_token")
    if isinstance(data, list):
        return "\n".join(shown(entry) for entry in field) if isinstance(field, FieldList) else ", ".join(sorted(data))
    if isinstance(data, datetime):
        return f"{data:%Y-%m-%d %H:%M}"
    if isinstance(data, bool):
        return str(_("Yes") if data else _("No"))
    return "" if data is None else str(data)
