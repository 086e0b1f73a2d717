"""What is typed when a point is deferred."""

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import RadioField, TextAreaField
from wtforms.validators import InputRequired


class DeferralForm(FlaskForm):  # type: ignore[misc]
    number = RadioField(_l("Which point"), validators=[InputRequired(_l("Choose one of the points of the text."))])
    words = TextAreaField(
        _l("Why"),
        validators=[InputRequired(_l("Say why it is deferred; the next agenda repeats it."))],
        description=_l("As it is to stand in the next agenda, such as: No time was left."),
    )

    def __init__(self, points: list[tuple[str, str]], **values: object) -> None:
        super().__init__(**values)
        self.number.choices = [(number, f"{number}. {title}") for number, title in points]
