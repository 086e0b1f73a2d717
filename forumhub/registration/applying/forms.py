"""What somebody without an account types to ask for a place."""

from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import BooleanField, SelectField, StringField
from wtforms.validators import InputRequired, Length

from forumhub.events.models import Event
from forumhub.phrases import in_language
from forumhub.registration.forms import seen
from forumhub.registration.queries import GUESTS
from forumhub.web import LANGUAGE_LABELS, language


class ApplicationForm(FlaskForm):  # type: ignore[misc]
    """The address is proved by the mail that goes there."""

    name = StringField(
        _l("Name in Latin letters"),
        filters=[seen],
        validators=[InputRequired(), Length(max=200)],
        description=_l("As it is to stand on your badge."),
    )
    own_name = StringField(_l("Name in your own script"), filters=[seen], validators=[Length(max=200)])
    email = StringField(_l("E-mail"), filters=[seen], validators=[InputRequired(), Length(max=254)])
    affiliation = StringField(_l("Ministry or organisation"), filters=[seen], validators=[Length(max=300)])
    party = SelectField(_l("You come for"), validators=[InputRequired()])
    language = SelectField(
        _l("Language of the mails"), choices=list(LANGUAGE_LABELS.items()), validators=[InputRequired()]
    )
    consent = BooleanField(
        _l("I agree that these details are stored for this event."),
        validators=[InputRequired(_l("Without your consent nothing can be stored, so nobody can register you."))],
    )

    def __init__(self, event: Event, **values: Any) -> None:
        super().__init__(**{"language": language(), **values})
        offered = [(party.code, in_language(party.names, language())) for party in event.parties]
        self.party.choices = [(GUESTS, _("no party: as a guest")), *offered]
