"""Where a session stands in the timetable: day, time, length, hall."""

from datetime import date, datetime
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import HiddenField, IntegerField, SelectField, TimeField
from wtforms.validators import InputRequired, NumberRange

from forumhub.events.programme.models import Programme, ProgrammeHall, ProgrammeSession
from forumhub.events.programme.rules import BREAK, MOST_MINUTES, start_on
from forumhub.events.programme.rules.clashes import days_of
from forumhub.phrases import day as day_words
from forumhub.phrases import in_language
from forumhub.web import language


class PlaceForm(FlaskForm):  # type: ignore[misc]
    """Offers the days and halls of `programme`, and the day of `session`, should it lie outside of the event."""

    day = SelectField(_l("Day"), validators=[InputRequired()])
    clock = TimeField(
        _l("Starts at"), validators=[InputRequired()], description=_l("By the clock at the event's place.")
    )
    minutes = IntegerField(_l("Minutes"), validators=[InputRequired(), NumberRange(1, MOST_MINUTES)], default=60)
    hall = SelectField(_l("Hall"), default="")
    lock_version = HiddenField(default="1")

    def __init__(self, programme: Programme, *arguments: Any, session: ProgrammeSession | None = None, **values: Any):
        super().__init__(*arguments, **values)
        self.programme = programme
        slots = [session.slot] if session else []
        self.day.choices = [(day.isoformat(), day_words(day, language())) for day in days_of(programme.frame, slots)]
        none = _("every hall, or none") if session and session.kind == BREAK else _("none yet")
        self.hall.choices = [("", none)] + [
            (hall.ulid, in_language(hall.names, language())) for hall in programme.halls
        ]

    @staticmethod
    def place_of(session: ProgrammeSession) -> dict[str, object]:
        """The fields' data of where it stands."""
        return {
            "day": session.day.isoformat(),
            "clock": session.local_start.time(),
            "minutes": session.minutes,
            "hall": session.hall.ulid if session.hall else "",
            "lock_version": session.lock_version,
        }

    def local_start(self) -> datetime:
        return start_on(date.fromisoformat(self.day.data), self.clock.data.replace(second=0), self.programme.day_end)

    def chosen_hall(self) -> ProgrammeHall | None:
        return next((hall for hall in self.programme.halls if hall.ulid == self.hall.data), None)


def hours(minutes: int) -> str:
    """'09:30' of minutes from midnight; what lies after the next midnight is '28:00'."""
    return f"{minutes // 60:02}:{minutes % 60:02}"


def minutes_of(text: str) -> int:
    """Of '09:30' or '28:00'. Raises ValueError for anything else."""
    hour, _colon, minute = text.partition(":")
    if not (hour.isascii() and hour.isdigit() and len(hour) <= 2 and minute.isascii() and minute.isdigit()):
        raise ValueError(text)
    if int(hour) > 48 or len(minute) != 2 or int(minute) > 59:
        raise ValueError(text)
    return int(hour) * 60 + int(minute)
