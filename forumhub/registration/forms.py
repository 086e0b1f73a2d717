"""What organizers and invited people type."""

from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import SelectField, StringField
from wtforms.validators import InputRequired, Length

from forumhub.events.forms.fields import plain
from forumhub.events.models import Event
from forumhub.phrases import in_language
from forumhub.registration.queries import GUESTS
from forumhub.web import LANGUAGE_LABELS, language


class InviteForm(FlaskForm):  # type: ignore[misc]
    """Whom to invite; the address says who it is, where they are known already."""

    name = StringField(_l("Name"), filters=[plain], validators=[InputRequired(), Length(max=200)])
    email = StringField(_l("E-mail"), filters=[plain], validators=[InputRequired(), Length(max=254)])
    party = SelectField(_l("Comes for"), validators=[InputRequired()])
    language = SelectField(
        _l("Language of the mail"),
        choices=list(LANGUAGE_LABELS.items()),
        validators=[InputRequired()],
        description=_l("For somebody new; who is known already keeps their own."),
    )

    def __init__(self, event: Event, **values: Any) -> None:
        super().__init__(**values)
        offered = [(party.code, in_language(party.names, language())) for party in event.parties]
        self.party.choices = [*offered, (GUESTS, _("no party: a guest"))]
