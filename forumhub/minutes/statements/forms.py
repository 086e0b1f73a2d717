"""What is typed and sent as a party's statement."""

from collections.abc import Mapping
from typing import BinaryIO, cast

from flask import current_app
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from flask_wtf.file import FileField
from werkzeug.datastructures import FileStorage
from wtforms import RadioField, TextAreaField
from wtforms.validators import InputRequired, Length

from forumhub import files
from forumhub.files import KeptFile
from forumhub.minutes.annexes.forms import keep_same_for_all
from forumhub.minutes.statements.rules import MOST_TEXT, check_kind, check_words
from forumhub.minutes.texts import as_typed
from forumhub.web import LANGUAGE_LABELS


class StatementForm(FlaskForm):  # type: ignore[misc]
    """With `text-zh` for each language of the product."""

    party = RadioField(_l("For"), validators=[InputRequired()])
    file = FileField(
        _l("File"), description=_l("PDF, PNG or JPEG: what shows the same to everybody. It may stand for the words.")
    )
    codes: tuple[str, ...] = ()

    @classmethod
    def for_parties(cls, parties: Mapping[str, str], **values: object) -> "StatementForm":
        """`parties` are names by code: those for which the reader speaks."""
        codes = list(current_app.config["LANGUAGES"])
        fields = {f"text-{code}": _field(code) for code in codes}
        form: StatementForm = type("StatementFormInLanguages", (cls,), {"codes": codes, **fields})(**values)
        form.party.choices = list(parties.items())
        return form

    def texts(self) -> dict[str, str]:
        return {code: as_typed(self[f"text-{code}"].data or "") for code in self.codes}

    def kept(self) -> KeptFile | None:
        """Writes what was sent to its place before the transaction, once the words are right. Raises RuleBroken."""
        upload = self.file.data
        sent = upload if isinstance(upload, FileStorage) and upload.filename else None
        name = files.plain_name(sent.filename or "") if sent else None
        check_words(self.texts(), name)
        if sent is None or name is None:
            return None
        check_kind(name)
        return keep_same_for_all(name, cast(BinaryIO, sent.stream))


def _field(code: str) -> TextAreaField:
    label = _("The statement (%(language)s)", language=LANGUAGE_LABELS[code])
    return TextAreaField(label, validators=[Length(max=MOST_TEXT + 1000)], render_kw={"rows": 5, "lang": code})
