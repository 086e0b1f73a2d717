"""Input of one's own account."""

from zoneinfo import available_timezones

from flask import current_app
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import SelectField
from wtforms.validators import InputRequired

from forumhub.web import LANGUAGE_LABELS

AREAS = ("Africa", "America", "Antarctica", "Arctic", "Asia", "Atlantic", "Australia", "Europe", "Indian", "Pacific")


def zones() -> list[str]:
    """The zones that people live in, by name; UTC first."""
    return ["UTC", *sorted(zone for zone in available_timezones() if zone.partition("/")[0] in AREAS)]


class AccountForm(FlaskForm):  # type: ignore[misc]
    language = SelectField(
        _l("Language"), validators=[InputRequired()], description=_l("Of pages and of mails to you.")
    )
    timezone = SelectField(
        _l("Time zone"), validators=[InputRequired()], description=_l("Your clock; it is shown beside the host's.")
    )

    def __init__(self, *arguments: object, **values: object) -> None:
        super().__init__(*arguments, **values)
        self.language.choices = [(code, LANGUAGE_LABELS[code]) for code in current_app.config["LANGUAGES"]]
        self.timezone.choices = [(zone, zone.replace("_", " ")) for zone in zones()]
