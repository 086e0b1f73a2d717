"""What an organizer asks the slot finder, by the address: the same address asks the same."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import cached_property
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import DateField, Field, HiddenField, IntegerField, SelectField, StringField, TimeField
from wtforms.validators import InputRequired, NumberRange, ValidationError

from forumhub.errors import ForumhubError
from forumhub.events.forms.choices import chosen_parties, chosen_site, offer_parties, offer_sites, site_value
from forumhub.events.forms.fields import MultiCheckboxField, plain, put_beside
from forumhub.events.models import Event
from forumhub.events.rules import MOST_DAYS
from forumhub.events.slots.rules import check_window
from forumhub.events.venues.models import Hall, Venue
from forumhub.events.venues.rules import check_zone
from forumhub.parties.models import Party, Person
from forumhub.parties.policy import Reader
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


@dataclass(frozen=True)
class Asker:
    """Who asks, on which day, and whom they may choose; `event` is what they want another date for."""

    reader: Reader
    today: date
    people: Sequence[Person]
    event: Event | None = None


class SlotForm(FlaskForm):  # type: ignore[misc]
    class Meta:
        csrf = False  # it asks, and changes nothing

    party = MultiCheckboxField(_l("Parties"), validators=[InputRequired(_l("Choose who is to meet."))])
    host = SelectField(_l("Host"), default="", description=_l("Guests need a day before and after to travel."))
    days = IntegerField(_l("How many days"), default=1, validators=[InputRequired(), NumberRange(1, MOST_DAYS)])
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
    site = SelectField(_l("Venue"), default="", description=_l("A day on which it is taken is not possible."))
    timezone = StringField(
        _l("Time zone"),
        filters=[plain],
        description=_l("Such as Europe/Minsk. Empty: the venue's or the host's; online, your own."),
    )
    person = MultiCheckboxField(
        _l("People who are to be there"), validate_choice=False, description=_l("Their other events count, too.")
    )
    event = HiddenField()

    def __init__(self, asker: Asker, **values: object) -> None:
        super().__init__(**values)
        self.asker = asker
        offer_parties(self.party)
        offer_parties(self.host, empty=_("online"))
        offer_sites(self.site, asker.reader, asker.event)
        self.person.choices = [(person.ulid, _named(person)) for person in asker.people]

    @classmethod
    def usual(cls, asker: Asker, parties: Sequence[str]) -> "SlotForm":
        """For these parties, the first of which hosts, in the coming months."""
        first, host = asker.today + SOON, next(iter(parties), "")
        return cls(asker, formdata=None, party=list(parties), host=host, first=first, last=first + AHEAD)

    @classmethod
    def for_event(cls, asker: Asker, event: Event, people: Sequence[str]) -> "SlotForm":
        """Another date for the event: as long, from the same hour, at the same place, with these people (ULIDs)."""
        start, end = event.local_start, event.local_end
        around = max(start.date(), asker.today + SOON)
        closes = max(USUAL_HOURS[1], end.time())
        return cls(
            asker,
            formdata=None,
            party=[party.code for party in event.parties],
            host=event.host.code if event.host else "",
            site=site_value(event.site, event.hall),
            days=((end - timedelta(microseconds=1)).date() - start.date()).days + 1,
            hours=f"{round(minutes_each_day(start, end) / 60, 2):g}",
            first=max(asker.today + timedelta(days=1), around - SOON),
            last=around + AHEAD,
            opens=start.time(),
            closes=closes if closes > start.time() else time(23, 59),
            timezone=event.timezone,
            person=list(people),
            event=event.ulid,
        )

    @cached_property
    def chosen_parties(self) -> list[Party]:
        return chosen_parties(self.party.data)

    @cached_property
    def chosen_people(self) -> list[Person]:
        return [person for person in self.asker.people if person.ulid in (self.person.data or [])]

    @cached_property
    def chosen_place(self) -> tuple[Venue | None, Hall | None]:
        return chosen_site(self.site.data or "", self.asker.reader, self.asker.event)

    @cached_property
    def _where(self) -> Venue | Party | None:
        """The venue, or the host; None online."""
        return self.chosen_place[0] or next((each for each in self.chosen_parties if each.code == self.host.data), None)

    @property
    def zone(self) -> str:
        """The clock of the place; of an online meeting, the reader's, unless another was typed."""
        usual = self._where.timezone if self._where else self.asker.reader.timezone
        return str(self.timezone.data or usual)

    @property
    def city(self) -> dict[str, str]:
        """The city whose clock it is, by language; empty where another clock was typed."""
        return self._where.city if self._where and self._where.timezone == self.zone else {}

    def validate(self, extra_validators: Any = None) -> bool:
        return bool(super().validate(extra_validators)) and self._fits()

    def _fits(self) -> bool:
        """What more than one field decides."""
        try:
            check_window(self.first.data, self.last.data, self.days.data, self.asker.today)
            check_timezone(self.zone)
            place, _hall = self.chosen_place
            if place is not None:
                check_zone(self.zone, place.timezone)
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

    def validate_site(self, field: Field) -> None:
        if field.data and not self.host.data:
            raise ValidationError(_("An online meeting has no venue: choose a host, or none of these."))

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
