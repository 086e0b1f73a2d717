"""What organizers and invited people type."""

from collections.abc import Mapping
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import SelectField, StringField
from wtforms.validators import InputRequired, Length, Optional

from forumhub.events.forms.fields import plain, wall_clock
from forumhub.events.models import Event
from forumhub.phrases import in_language
from forumhub.registration.models import Registration
from forumhub.registration.queries import GUESTS
from forumhub.registration.rules import MEMBER
from forumhub.unseen import UNSEEN
from forumhub.web import LANGUAGE_LABELS, language


def seen(text: str | None) -> str:
    """On one line, and without what is not seen: no name turns the line around in which it stands."""
    return UNSEEN.sub("", " ".join(plain(text).split()))


def answer_by_field() -> Any:
    return wall_clock(
        _l("Answer by"),
        Optional(),
        description=_l("On the event's own clock. Without it the link holds for sixty days, but not after the event."),
    )


class InviteForm(FlaskForm):  # type: ignore[misc]
    """Whom to invite; the address says who it is, where they are known already."""

    name = StringField(_l("Name"), filters=[plain], validators=[InputRequired(), Length(max=200)])
    email = StringField(_l("E-mail"), filters=[plain], validators=[InputRequired(), Length(max=254)])
    party = SelectField(_l("Comes for"), validators=[InputRequired()])
    function = SelectField(_l("Function"), default=MEMBER, validators=[InputRequired()])
    language = SelectField(
        _l("Language of the mail"),
        choices=list(LANGUAGE_LABELS.items()),
        validators=[InputRequired()],
        description=_l("For somebody new; who is known already keeps their own."),
    )

    answer_by = answer_by_field()

    def __init__(self, event: Event, functions: Mapping[str, Any], **values: Any) -> None:
        super().__init__(**values)
        self.function.choices = list(functions.items())
        offered = [(party.code, in_language(party.names, language())) for party in event.parties]
        self.party.choices = [*offered, (GUESTS, _("no party: a guest"))]


class InviteAgainForm(FlaskForm):  # type: ignore[misc]
    """To the same person, at the right address."""

    email = StringField(_l("E-mail"), filters=[plain], validators=[InputRequired(), Length(max=254)])
    answer_by = answer_by_field()


class DetailsForm(FlaskForm):  # type: ignore[misc]
    """What somebody who holds a link says of themselves."""

    own_name = StringField(_l("Name in your own script"), filters=[seen], validators=[Length(max=200)])
    title = StringField(_l("Position or title"), filters=[seen], validators=[Length(max=300)])
    affiliation = StringField(_l("Ministry or organisation"), filters=[seen], validators=[Length(max=300)])

    @classmethod
    def of(cls, registration: Registration) -> "DetailsForm":
        """As it is stored, whatever else was posted."""
        person = registration.person
        said = {"title": registration.title or person.title, "affiliation": registration.affiliation}
        return cls(formdata=None, own_name=person.own_name, **said)
