"""Input of one's own reminders."""

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import ngettext
from flask_wtf import FlaskForm
from wtforms import BooleanField, SelectField
from wtforms.validators import InputRequired

from forumhub.events.forms.fields import MultiCheckboxField
from forumhub.events.models import Register
from forumhub.followup.reminding.rules import CHOICES_BEFORE, Wish
from forumhub.phrases import in_language

NO_DIGEST = "none"
Registers = list[tuple[Register, dict[str, str]]]
"""Each with its series' titles; none where it has no series in sight."""


class ReminderForm(FlaskForm):  # type: ignore[misc]
    days_before = MultiCheckboxField(_l("Before it is due"), coerce=int)
    overdue = BooleanField(_l("Once a week while it is overdue"))
    digest_weekday = SelectField(
        _l("Weekly digest"),
        validators=[InputRequired()],
        description=_l("What is overdue, due within 30 days or reported done, of each party that you act for."),
    )
    off = MultiCheckboxField(
        _l("Not of these registers"),
        coerce=str,
        description=_l("Neither reminders nor the digest name actions of a register that is ticked."),
    )

    def __init__(self, registers: Registers, language: str, weekdays: list[str], **values: object) -> None:
        super().__init__(**values)
        self.days_before.choices = [(days, _before(days)) for days in CHOICES_BEFORE]
        self.digest_weekday.choices = [(str(day), name) for day, name in enumerate(weekdays)]
        self.digest_weekday.choices.append((NO_DIGEST, _("No digest")))
        self.off.choices = [
            (register.code, register_called(register, titles, language)) for register, titles in registers
        ]

    @property
    def wish(self) -> Wish:
        weekday = None if self.digest_weekday.data == NO_DIGEST else int(self.digest_weekday.data)
        return Wish(tuple(self.days_before.data or ()), bool(self.overdue.data), weekday)


def _before(days: int) -> str:
    return str(ngettext("%(num)s day before", "%(num)s days before", days) if days else _("On the day"))


def register_called(register: Register, titles: dict[str, str], language: str) -> str:
    return f"{register.code} – {in_language(titles, language)}" if titles else register.code
