"""What is typed to propose a corrigendum."""

from collections.abc import Iterable

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import StringField, TextAreaField
from wtforms.validators import DataRequired, Length

from forumhub.events.forms.fields import plain
from forumhub.minutes.corrigenda.rules import MOST_WORDS, Correction
from forumhub.minutes.texts import as_typed
from forumhub.web import LANGUAGE_LABELS


class CorrigendumForm(FlaskForm):  # type: ignore[misc]
    """With `was-zh` and `shall-zh` for each language of the agreed text."""

    paragraph = StringField(
        _l("Paragraph"),
        filters=[plain],
        validators=[DataRequired(_l("Say which paragraph is corrected, such as 1.1.")), Length(max=60)],
        description=_l(
            "Its number, as the text has it, such as 1.1; for an item its id, such as A-1: its register entry follows. "
            "More paragraphs are added in the editor."
        ),
    )

    @classmethod
    def for_languages(cls, codes: Iterable[str]) -> type["CorrigendumForm"]:
        fields = {}
        for code in codes:
            fields[f"was-{code}"] = _words(_("What was (%(language)s)", language=LANGUAGE_LABELS[code]), code)
            fields[f"shall-{code}"] = _words(_("What shall stand (%(language)s)", language=LANGUAGE_LABELS[code]), code)
        return type("CorrigendumFormOfText", (cls,), {"codes": list(codes), **fields})

    codes: tuple[str, ...] = ()

    def correction(self) -> Correction:
        was = {code: as_typed(self[f"was-{code}"].data or "") for code in self.codes}
        shall = {code: as_typed(self[f"shall-{code}"].data or "") for code in self.codes}
        return Correction(self.paragraph.data, was, shall)


def _words(label: str, code: str) -> TextAreaField:
    return TextAreaField(label, validators=[Length(max=MOST_WORDS)], render_kw={"rows": 3, "lang": code})
