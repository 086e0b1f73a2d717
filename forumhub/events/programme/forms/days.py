"""Halls, and between which hours the days of a programme lie."""

from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import IntegerField, StringField, ValidationError
from wtforms.validators import InputRequired, NumberRange, Optional

from forumhub.events.forms.fields import by_language, plain, texts
from forumhub.events.programme.forms.place import hours, minutes_of
from forumhub.events.programme.models import Programme, ProgrammeHall


def is_hour(form: Any, field: StringField) -> None:
    try:
        minutes_of(field.data)
    except ValueError as wrong:
        raise ValidationError(_("Write a time as 09:30; hours after midnight go on as 25:00, 26:00.")) from wrong


def _hour(label: Any, *validators: Any, description: Any = "") -> StringField:
    return StringField(label, filters=[plain], validators=[*validators, is_hour], description=description)


def _minutes(field: StringField) -> int | None:
    return minutes_of(field.data) if field.data else None


class DaysForm(FlaskForm):  # type: ignore[misc]
    day_start = _hour(_l("Days begin at"), InputRequired())
    day_end = _hour(
        _l("Days end at"),
        InputRequired(),
        description=_l("Later than 24:00 where sessions go on after midnight: 26:00 is two in the morning."),
    )

    @classmethod
    def of(cls, programme: Programme) -> "DaysForm":
        return cls(data={"day_start": hours(programme.day_start), "day_end": hours(programme.day_end)})

    def values(self) -> dict[str, Any]:
        return {"day_start": minutes_of(self.day_start.data), "day_end": minutes_of(self.day_end.data)}


class HallForm(FlaskForm):  # type: ignore[misc]
    names = by_language(_l("Name of the hall"), most=120)
    capacity = IntegerField(_l("Seats"), validators=[Optional(), NumberRange(1, 1_000_000)])
    opens = _hour(_l("Open from"), Optional(), description=_l("Empty: all day."))
    closes = _hour(_l("Open until"), Optional())

    @classmethod
    def of(cls, hall: ProgrammeHall) -> "HallForm":
        times = {name: "" if at is None else hours(at) for name, at in (("opens", hall.opens), ("closes", hall.closes))}
        return cls(data={"names": hall.names, "capacity": hall.capacity, **times})

    def values(self) -> dict[str, Any]:
        """Those of `actions.add_hall`."""
        return {
            "names": texts(self.names),
            "capacity": self.capacity.data,
            "opens": _minutes(self.opens),
            "closes": _minutes(self.closes),
        }
