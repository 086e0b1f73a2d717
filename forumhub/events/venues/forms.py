"""The form of a venue, with its halls in plain rows."""

from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import FloatField, Form, FormField, HiddenField, IntegerField, SelectField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length, NumberRange, Optional
from wtforms.widgets import TextInput

from forumhub.events.forms.choices import offer_parties
from forumhub.events.forms.fields import NamedForm, Rows, by_language, plain, texts
from forumhub.events.venues.models import Hall, Venue
from forumhub.events.venues.rules import MOST_HALLS, check_names
from forumhub.events.venues.values import HallValues, VenueValues
from forumhub.parties.policy import ORGANIZER, Reader
from forumhub.parties.queries import all_parties
from forumhub.web import LANGUAGE_LABELS

SPARE_ROWS = 3
"""Empty rows below the halls that there are."""
AS_STORED = (
    "names",
    "address",
    "city",
    "timezone",
    "latitude",
    "longitude",
    "capacity",
    "access_notes",
    "lock_version",
)


class HallForm(Form):  # type: ignore[misc]
    """A row: the hall's name in each language; one without any is no hall."""

    ulid = HiddenField(default="")
    capacity = IntegerField(_l("Holds"), validators=[Optional(), NumberRange(1, 1_000_000)])


for _code, _label in LANGUAGE_LABELS.items():
    setattr(HallForm, f"name_{_code}", StringField(_label, filters=[plain], validators=[Length(max=120)]))


class DegreesField(FloatField):  # type: ignore[misc]
    """Typed with a point or a comma: a browser's own field for numbers takes one of them, and drops the other."""

    widget = TextInput()

    def process_formdata(self, valuelist: list[str]) -> None:
        try:
            super().process_formdata([typed.strip().replace(",", ".") for typed in valuelist])
        except ValueError:
            typed = _("'%(typed)s' is no number of degrees: give one such as 53.9006.", typed=valuelist[0][:80])
            raise ValueError(typed) from None


class VenueForm(NamedForm, FlaskForm):  # type: ignore[misc]
    party = SelectField(_l("Whose it is"), validators=[InputRequired()])
    names = by_language(_l("Name"), most=140)
    address = TextAreaField(_l("Address"), filters=[plain], validators=[Length(max=1000)])
    city = by_language(_l("City"), most=120, description=_l("Empty: the party's capital."))
    timezone = StringField(
        _l("Time zone"),
        filters=[plain],
        validators=[Length(max=64)],
        description=_l("Such as Europe/Minsk. Empty: the capital's."),
    )
    latitude = DegreesField(
        _l("Latitude"),
        validators=[Optional()],
        description=_l("In degrees, south is negative: 53.9006. Calendars show the place on a map."),
    )
    longitude = DegreesField(
        _l("Longitude"),
        validators=[Optional()],
        description=_l("In degrees, west is negative: 27.5590. Give both, or neither."),
    )
    capacity = IntegerField(
        _l("Holds"), validators=[Optional(), NumberRange(1, 1_000_000)], description=_l("How many people, in all.")
    )
    access_notes = TextAreaField(
        _l("How to come in"),
        filters=[plain],
        validators=[Length(max=4000)],
        description=_l("Gates, passes, parking, ramps and lifts. Delegates read it on the event's page."),
    )
    halls = Rows(FormField(HallForm), label=_l("Halls"), max_entries=MOST_HALLS + SPARE_ROWS)
    lock_version = HiddenField(default="1")

    def __init__(self, reader: Reader, *arguments: object, **values: object) -> None:
        super().__init__(*arguments, **values)
        own = reader.parties_as(ORGANIZER)
        offer_parties(self.party)
        codes = [party.code for party in all_parties() if party.id in own]
        self.party.choices = [(code, name) for code, name in self.party.choices if code in codes]
        if not self.is_submitted():
            for _row in range(SPARE_ROWS):
                self.halls.append_entry()

    @classmethod
    def of(cls, venue: Venue, reader: Reader) -> "VenueForm":
        """The form as the venue stands, whatever was sent."""
        stored = {name: getattr(venue, name) for name in AS_STORED}
        form = cls(reader, formdata=None, **stored, halls=[hall_row(hall) for hall in venue.halls])
        del form.party
        return form

    def check_named(self) -> None:
        check_names(texts(self.names), "names")

    def values(self) -> VenueValues:
        return VenueValues(
            names=texts(self.names),
            address=self.address.data,
            city=texts(self.city),
            timezone=self.timezone.data,
            latitude=self.latitude.data,
            longitude=self.longitude.data,
            capacity=self.capacity.data,
            access_notes=self.access_notes.data,
        )

    def hall_values(self) -> list[HallValues]:
        """The rows that have a name, in their order."""
        rows = [(row.form, hall_names(row.form)) for row in self.halls]
        return [HallValues(ulid=row.ulid.data, names=names, capacity=row.capacity.data) for row, names in rows if names]


def hall_row(hall: Hall) -> dict[str, object]:
    names = {f"name_{code}": hall.names.get(code, "") for code in LANGUAGE_LABELS}
    return {"ulid": hall.ulid, "capacity": hall.capacity, **names}


def hall_names(row: Any) -> dict[str, str]:
    return {code: row[f"name_{code}"].data for code in LANGUAGE_LABELS if row[f"name_{code}"].data}
