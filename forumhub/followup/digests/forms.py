"""Input of a party's digest."""

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import SelectField
from wtforms.validators import InputRequired

from forumhub.events.forms.fields import MultiCheckboxField
from forumhub.followup.digests.queries import Registers
from forumhub.followup.reminding.forms import register_called


class DigestForm(FlaskForm):  # type: ignore[misc]
    weekday = SelectField(_l("Day of the week"), coerce=int, validators=[InputRequired()])
    off = MultiCheckboxField(
        _l("Not of these registers"), coerce=str, description=_l("The digest leaves out a register that is ticked.")
    )

    def __init__(self, registers: Registers, language: str, weekdays: list[str], **values: object) -> None:
        super().__init__(**values)
        self.weekday.choices = list(enumerate(weekdays))
        self.off.choices = [
            (register.code, register_called(register, titles, language)) for register, titles in registers
        ]
