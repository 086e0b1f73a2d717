"""Input of comments and proposals."""

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import IntegerField, RadioField, TextAreaField
from wtforms.validators import InputRequired, NumberRange, Optional
from wtforms.widgets import HiddenInput

from forumhub.minutes.proposals.rules import COMMENT, DELETION, WORDING

MOST = 999_999_999


class ProposalForm(FlaskForm):  # type: ignore[misc]
    place = IntegerField(widget=HiddenInput(), validators=[InputRequired(), NumberRange(0, MOST)])
    revision = IntegerField(widget=HiddenInput(), validators=[InputRequired(), NumberRange(0, MOST)])
    kind = RadioField(
        _l("What you put forward"),
        choices=[(WORDING, _l("Another wording")), (DELETION, _l("Its deletion")), (COMMENT, _l("A comment"))],
        default=WORDING,
        validators=[InputRequired()],
    )
    wording = TextAreaField(
        _l("Wording"), validators=[Optional()], description=_l("In Markdown, as it is to stand in the text.")
    )
    words = TextAreaField(
        _l("Why"), validators=[Optional()], description=_l("For the other parties; of a comment, the comment itself.")
    )
