"""Input on recommendations."""

from flask_babel import lazy_gettext as _l
from wtforms import RadioField
from wtforms.validators import InputRequired

from forumhub.followup.acceptance.rules import ACCEPTED, PARTLY, REJECTED
from forumhub.followup.forms import PartyForm


class AnswerForm(PartyForm):
    answer = RadioField(
        _l("Answer"),
        choices=[(ACCEPTED, _l("Accepted")), (PARTLY, _l("Accepted in part")), (REJECTED, _l("Rejected"))],
        validators=[InputRequired()],
    )
