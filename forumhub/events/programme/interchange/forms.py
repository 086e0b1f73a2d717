"""The form for a schedule's file."""

from typing import Any

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from flask_wtf.file import FileField
from wtforms import HiddenField, StringField
from wtforms.validators import Length

from forumhub.events.forms.fields import plain


class ImportForm(FlaskForm):  # type: ignore[misc]
    file = FileField(_l("File"), description=_l("A frab schedule, XML or JSON, of at most 8 MB."))
    zone = StringField(
        _l("Time zone of the file"),
        filters=[plain],
        validators=[Length(max=64)],
        description=_l("Only where the file names none, such as Europe/Brussels."),
    )
    kept = HiddenField()
    """The token of a file that was sent before and lacked its zone."""

    def __init__(self, **values: Any) -> None:
        super().__init__(**values)
        self.file.flags.required = True
