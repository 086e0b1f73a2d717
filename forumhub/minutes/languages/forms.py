"""What is typed to add a language to an agreed text."""

from collections.abc import Iterable

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import SelectField, TextAreaField
from wtforms.validators import DataRequired, InputRequired

from forumhub.web import LANGUAGE_LABELS


class LanguageForm(FlaskForm):  # type: ignore[misc]
    language = SelectField(_l("Language"), validators=[InputRequired()])
    text = TextAreaField(
        _l("The text in this language"),
        validators=[DataRequired(_l("Write the text in this language."))],
        description=_l(
            "Begun with the agreed text. Headings' numbers, ids and fields of items stay; words are written."
        ),
        render_kw={"rows": 16},
    )

    def offer(self, codes: Iterable[str]) -> "LanguageForm":
        self.language.choices = [(code, LANGUAGE_LABELS[code]) for code in codes]
        return self
