"""Short forms: a reason, another date, a head."""

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import BooleanField, SelectField, TextAreaField
from wtforms.validators import InputRequired, Optional

from forumhub.events.forms.fields import plain, wall_clock


class ReasonForm(FlaskForm):  # type: ignore[misc]
    reason = TextAreaField(
        _l("Reason"), filters=[plain], validators=[InputRequired()], description=_l("The participants will read it.")
    )


class PostponeForm(ReasonForm):
    local_start = wall_clock(
        _l("New start"), Optional(), description=_l("By the clock at its place. Empty: until a date is set.")
    )
    local_end = wall_clock(_l("New end"), Optional(), description=_l("Empty: it lasts as long as before."))


class DateForm(ReasonForm):
    local_start = wall_clock(_l("New start"), InputRequired(), description=_l("By the clock at its place."))
    local_end = wall_clock(_l("New end"), Optional(), description=_l("Empty: it lasts as long as before."))
    confirmed = BooleanField(_l("Confirm it with this date"))


class HeadForm(FlaskForm):  # type: ignore[misc]
    party = SelectField(_l("Party"), validators=[InputRequired()])
    person = SelectField(_l("Person"), validators=[InputRequired()])
    leads = BooleanField(_l("Leads the delegation"))
    may_approve = BooleanField(_l("May approve texts for the party"))
