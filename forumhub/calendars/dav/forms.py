"""Input from the page that hands out passwords for devices."""

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import StringField
from wtforms.validators import InputRequired


class DeviceForm(FlaskForm):  # type: ignore[misc]
    label = StringField(
        _l("Device"),
        description=_l("You see it in the list below: 'My phone' or 'Office computer, Thunderbird'."),
        validators=[InputRequired(_l("Name the device that will use the password."))],
    )
