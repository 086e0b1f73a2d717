"""Input on silence: for which party, how many days, and why a party does not agree yet."""

from flask_babel import lazy_gettext as _l
from wtforms import IntegerField, TextAreaField
from wtforms.validators import InputRequired, Length, Optional

from forumhub.events.forms.fields import plain
from forumhub.minutes.forms import AboutVersionForm, PartyForm
from forumhub.minutes.rules import MOST_NOTE


class ChoiceForm(PartyForm):
    days = IntegerField(
        _l("Days to answer, at least"),
        validators=[InputRequired()],
        description=_l("From circulation to the deadline, 3 to 90. Of several parties' numbers the largest counts."),
    )


class BreakForm(AboutVersionForm):
    text = TextAreaField(
        _l("Why, or what you wait for"),
        filters=[plain],
        validators=[Optional(), Length(max=MOST_NOTE)],
        description=_l("Every party reads it. None is needed."),
    )
