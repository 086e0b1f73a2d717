"""What a party sends to go with a text."""

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from flask_wtf.file import FileField, FileRequired


class AnnexForm(FlaskForm):  # type: ignore[misc]
    file = FileField(
        _l("File"),
        validators=[FileRequired(_l("Choose a file."))],
        description=_l("PDF, PNG, JPEG, or plain text in UTF-8: what shows the same to everybody."),
    )
