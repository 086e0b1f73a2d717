"""Input from the page that hands out links."""

from collections.abc import Iterable

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import SelectField, StringField, ValidationError
from wtforms.validators import InputRequired

from forumhub.calendars.membership import EVENT, PERSON, SERIES
from forumhub.events.models import Series
from forumhub.events.programme.models import Programme
from forumhub.phrases import in_language


class SubscribeForm(FlaskForm):  # type: ignore[misc]
    collection = SelectField(_l("What the link shows"), validate_choice=False, validators=[InputRequired()])
    label = StringField(
        _l("Name"),
        description=_l("What your calendar calls it, and you on this page: 'My phone' or 'Forum office'."),
        validators=[InputRequired(_l("Give the link a name, such as the device that will use it."))],
    )

    def __init__(
        self, series: Iterable[Series], programmes: Iterable[Programme], person: str, language: str, asked: str = ""
    ) -> None:
        """`person` is the ULID of the reader, `series` and `programmes` what they may see, `asked` is chosen first."""
        super().__init__(data={"collection": asked} if asked else None)
        own = (PERSON + person, _("My meetings"))
        self.collection.choices = [
            own,
            *((SERIES + each.ulid, _title(each, language)) for each in series),
            *((EVENT + each.event.ulid, _programme(each, language)) for each in programmes),
        ]

    def validate_collection(self, field: SelectField) -> None:
        if field.data not in {value for value, _label in field.choices}:
            raise ValidationError(_("Choose one of the calendars in the list."))


def _programme(programme: Programme, language: str) -> str:
    title, day = in_language(programme.event.titles, language), f"{programme.event.local_start:%Y-%m-%d}"
    return str(_("Programme of %(title)s, %(day)s", title=title, day=day))


def _title(series: Series, language: str) -> str:
    return f"{series.register.code} · {in_language(series.titles, language)}"
