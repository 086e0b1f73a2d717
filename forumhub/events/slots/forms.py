"""What an organizer asks the slot finder, by the address: the same address asks the same."""

import re
from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from typing import Any

from flask import request
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import DateField, Field, HiddenField, IntegerField, SelectField, StringField, TimeField
from wtforms.validators import InputRequired, NumberRange, ValidationError

from forumhub.errors import ForumhubError
from forumhub.events.forms.choices import offer_parties
from forumhub.events.forms.fields import MultiCheckboxField, plain, put_beside
from forumhub.events.models import Event
from forumhub.events.rules import MOST_DAYS
from forumhub.events.slots.rules import check_window
from forumhub.parties.models import Person
from forumhub.parties.rules import check_timezone
from forumhub.web import language

LONGEST = 16 * 60
"""Minutes of a day on which a meeting can sit."""
SOON, AHEAD = timedelta(days=14), timedelta(days=60)
USUAL_HOURS = time(9), time(18)


class HoursField(StringField):  # type: ignore[misc]
    """Hours with a half, as '1.5' or '1,5'."""

    def minutes(self) -> int:
        return round(float(self.data.replace(",", ".")) * 60)


class SlotForm(FlaskForm):  # type: ignore[misc]
    class Meta:
        csrf = False  # it asks, and changes nothing

    party = MultiCheckboxField(_l("Parties"), validators=[InputRequired(_l("Choose who is to meet."))])
    host = SelectField(_l("Host"), default="", description=_l("Guests need a day before and after to travel."))
    days = IntegerField(_l("Days"), default=1, validators=[InputRequired(), NumberRange(1, MOST_DAYS)])
    hours = HoursField(_l("Hours each day"), default="8", validators=[InputRequired()])
    first = DateField(_l("From"), validators=[InputRequired()])
    last = DateField(_l("Until"), validators=[InputRequired()])
    opens = TimeField(_l("Working hours begin"), default=USUAL_HOURS[0], validators=[InputRequired()])
    closes = TimeField(
        _l("Working hours end"),
        default=USUAL_HOURS[1],
        validators=[InputRequired()],
        description=_l("On everybody's own clock."),
    )
    timezone = StringField(
        _l("Time zone"),
        filters=[plain],
        description=_l("Such as Europe/Minsk. Empty: the host's; online, your own."),
    )
    person = MultiCheckboxField(
        _l("People who are to be there"), validate_choice=False, description=_l("Their other events count, too.")
    )
    event = HiddenField()

    def __init__(self, people: Sequence[Person], today: date, **values: object) -> None:
        super().__init__(**values)
        self.today = today
        offer_parties(self.party)
        offer_parties(self.host, empty=_("online"))
        self.person.choices = [(person.ulid, _named(person)) for person in people]

    @classmethod
    def asked(cls, people: Sequence[Person], today: date) -> "SlotForm":
        """As the address has it."""
        return cls(people, today, formdata=request.args)

    @classmethod
    def usual(cls, people: Sequence[Person], own: Sequence[str], today: date) -> "SlotForm":
        """For the parties that the reader organizes for, in the coming months."""
        first, host = today + SOON, next(iter(own), "")
        return cls(people, today, formdata=None, party=list(own), host=host, first=first, last=first + AHEAD)

    @classmethod
    def for_event(cls, people: Sequence[Person], named: Sequence[str], event: Event, today: date) -> "SlotForm":
        """Another date for an event: as long, from the same hour, at the same place, with the same people."""
        start, end = event.local_start, event.local_end
        around = max(start.date(), today + SOON)
        closes = max(USUAL_HOURS[1], end.time())
        return cls(
            people,
            today,
            formdata=None,
            party=[party.code for party in event.parties],
            host=event.host.code if event.host else "",
            days=((end - timedelta(microseconds=1)).date() - start.date()).days + 1,
            hours=f"{round(minutes_each_day(start, end) / 60, 2):g}",
            first=max(today + timedelta(days=1), around - SOON),
            last=around + AHEAD,
            opens=start.time(),
            closes=closes if closes > start.time() else time(23, 59),
            timezone=event.timezone,
            person=list(named),
            event=event.ulid,
        )

    def validate(self, extra_validators: Any = None) -> bool:
        return bool(super().validate(extra_validators)) and self._fits()

    def _fits(self) -> bool:
        """What more than one field decides."""
        try:
            check_window(self.first.data, self.last.data, self.days.data, self.today)
            if self.timezone.data:
                check_timezone(self.timezone.data)
        except ForumhubError as error:
            put_beside(self, error)
            return False
        return True

    def validate_hours(self, field: Field) -> None:
        if not re.fullmatch(r"[0-9]{1,2}([.,][0-9]{1,2})?", field.data) or not 15 <= field.minutes() <= LONGEST:
            raise ValidationError(_("Give hours from 0.25 to 16, such as 1.5."))

    def validate_closes(self, field: Field) -> None:
        if self.opens.data and field.data and field.data <= self.opens.data:
            raise ValidationError(_("Working hours end after they begin: give a later time."))

    def validate_host(self, field: Field) -> None:
        if field.data and field.data not in (self.party.data or []):
            raise ValidationError(_("The host is not among the parties: add it to them, or choose another host."))

    def validate_person(self, field: Field) -> None:
        offered = {ulid for ulid, _name in field.choices}
        if not set(field.data or []) <= offered:
            raise ValidationError(
                _("The address names somebody whom you cannot choose: tick again who is to be there.")
            )


def minutes_each_day(start: datetime, end: datetime) -> int:
    """By the clock of the day; eight hours where the last day ends earlier than the first begins."""
    minutes = (end.hour - start.hour) * 60 + end.minute - start.minute
    return min(minutes, LONGEST) if minutes > 0 else 480


def _named(person: Person) -> str:
    party = person.party
    return f"{person.name} ({party.names.get(language()) or party.code})" if party else person.name
