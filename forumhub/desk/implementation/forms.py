"""The period of a report, as the address has it."""

from datetime import date

from flask import request
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import DateField
from wtforms.validators import DataRequired


class PeriodForm(FlaskForm):  # type: ignore[misc]
    """Without what says otherwise, the year so far."""

    class Meta:
        csrf = False

    since = DateField(
        _l("From"), validators=[DataRequired(_l("Give the first day of the period, like 2026-01-31."))], name="from"
    )
    until = DateField(_l("Until"), validators=[DataRequired(_l("Give the last day of the period, like 2026-12-31."))])


def period_form(today: date) -> PeriodForm:
    asked = request.args if {"from", "until"} & set(request.args) else None
    return PeriodForm(asked, data={"since": today.replace(month=1, day=1), "until": today})
