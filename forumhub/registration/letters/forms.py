"""What organizers send and choose for letters."""

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from flask_wtf.file import FileField, FileRequired
from wtforms import RadioField, SelectField
from wtforms.validators import InputRequired

from forumhub.registration.letters.rules import ATTENDANCE, KINDS, LANGUAGES, VISA
from forumhub.web import LANGUAGE_LABELS

KIND_WORDS = {VISA: _l("Visa support letter"), ATTENDANCE: _l("Certificate of attendance")}


class TemplateForm(FlaskForm):  # type: ignore[misc]
    """A template for a kind of letter in a language."""

    kind = SelectField(_l("Letter"), choices=list(KIND_WORDS.items()), validators=[InputRequired()])
    language = SelectField(
        _l("Language"), choices=[(code, LANGUAGE_LABELS[code]) for code in LANGUAGES], validators=[InputRequired()]
    )
    file = FileField(
        _l("Word document"),
        validators=[FileRequired(_l("Choose the template that you edited in Word."))],
        description=_l("A .docx file of at most 2 MB, without macros and without links to files elsewhere."),
    )


class LettersForm(FlaskForm):  # type: ignore[misc]
    """Which letters to make for the people who were chosen."""

    kind = RadioField(_l("Letter"), choices=[(kind, KIND_WORDS[kind]) for kind in KINDS], validators=[InputRequired()])
    language = SelectField(
        _l("Language"), choices=[(code, LANGUAGE_LABELS[code]) for code in LANGUAGES], validators=[InputRequired()]
    )
