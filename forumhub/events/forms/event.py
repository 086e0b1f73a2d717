"""The form of one event. What is left empty is taken from the host and the agreement."""

from datetime import datetime
from typing import Any, cast

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import HiddenField, IntegerField, SelectField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length, NumberRange, Optional

from forumhub.events.entering import EventValues
from forumhub.events.forms.choices import (
    chosen_parties,
    chosen_site,
    chosen_under,
    offer_clauses,
    offer_parties,
    offer_sites,
    site_value,
)
from forumhub.events.forms.fields import (
    DELEGATION_LANGUAGES,
    MultiCheckboxField,
    TitledForm,
    all_day_field,
    by_language,
    conference_field,
    ends,
    number_in,
    plain,
    register_code_field,
    texts,
    wall_clock,
)
from forumhub.events.forms.words import ACCESS, KINDS
from forumhub.events.models import Event, Series
from forumhub.events.series.rules import INHERITED
from forumhub.parties.policy import PARTIES, Reader

AS_STORED = (
    "titles", "kind", "local_start", "local_end", "all_day", "city", "timezone", "conference", "access", "capacity",
    "languages", "description", "lock_version",
)  # fmt: skip


class EventForm(TitledForm):
    titles = by_language(_l("Title"), most=300)
    register_code = register_code_field(InputRequired())
    kind = SelectField(_l("Kind"), choices=list(KINDS.items()), default="forum", validators=[InputRequired()])
    under = SelectField(_l("Under"), default="", description=_l("The agreement and clause that it carries out."))
    local_start = wall_clock(_l("Starts"), InputRequired(), description=_l("By the clock at its place."))
    local_end = wall_clock(_l("Ends"), Optional(), description=_l("Empty: eight hours later."))
    all_day = all_day_field()
    host = SelectField(_l("Host"), default="")
    city = by_language(_l("City"), most=120, description=_l("Empty: the venue's, or the host's capital."))
    site = SelectField(
        _l("Venue"), default="", description=_l("The whole venue or one hall. It is booked for the event's time.")
    )
    venue = StringField(_l("Another venue"), filters=[plain], validators=[Length(max=300)])
    timezone = StringField(
        _l("Time zone"),
        filters=[plain],
        validators=[Length(max=64)],
        description=_l("Such as Europe/Minsk. Empty: the venue's, or the host's."),
    )
    conference = conference_field()
    parties = MultiCheckboxField(_l("Parties"), description=_l("None ticked: the parties of the agreement."))
    access = SelectField(_l("Open to"), choices=list(ACCESS.items()), default=PARTIES, validators=[InputRequired()])
    capacity = IntegerField(
        _l("Places"), validators=[Optional(), NumberRange(1, 1_000_000)], description=_l("Empty: no limit.")
    )
    languages = MultiCheckboxField(_l("Working languages"), choices=DELEGATION_LANGUAGES)
    description = TextAreaField(_l("Description"), filters=[plain], description=_l("Markdown. What it is about."))
    lock_version = HiddenField(default="1")

    def __init__(self, reader: Reader, *arguments: object, event: Event | None = None, **values: object) -> None:
        super().__init__(*arguments, **values)
        offer_sites(self.site, reader, event)
        offer_parties(self.host, empty=_("none, or online"))
        offer_parties(self.parties)
        offer_clauses(self.under, reader)

    @classmethod
    def of(cls, event: Event, reader: Reader) -> "EventForm":
        """The form as the event stands, whatever was sent."""
        form = cls(
            reader,
            event=event,
            formdata=None,
            **{name: getattr(event, name) for name in AS_STORED},
            under=under_of(event),
            site=site_value(event.site, event.hall),
            venue="" if event.site else event.venue,
            host=event.host.code if event.host else "",
            parties=[party.code for party in event.parties],
        )
        del form.register_code
        return form

    @classmethod
    def of_series(cls, series: Series, reader: Reader) -> "EventForm":
        """An extra meeting of a series."""
        turn, parties = series.rotation[0], [party.code for party in series.parties]
        given = {name: getattr(series, name) for name in INHERITED if name in AS_STORED}
        form = cls(reader, formdata=None, **given, under=under_of(series), parties=parties, host=turn.party.code)
        del form.register_code
        return form

    def values(self, reader: Reader, html: str, event: Event | None = None) -> EventValues:
        """What was typed, as rows; `html` is the description's. Call it inside `writing()`."""
        agreement, clause = chosen_under(self.under, reader, event.agreement if event else None)
        host = next(iter(chosen_parties([self.host.data])), None)
        parties = chosen_parties(self.parties.data) or (list(agreement.parties) if agreement else [])
        site, hall = chosen_site(self.site.data or "", reader, event)
        place = site or host
        return EventValues(
            titles=texts(self.titles), kind=self.kind.data, parties=parties, host=host, agreement=agreement,
            clause=clause, local_start=self.local_start.data,
            local_end=ends(self.local_start.data, self.local_end.data),
            timezone=self.timezone.data or (place.timezone if place else "UTC"),
            city=texts(self.city) or (place.city if place else {}), site=site, hall=hall, venue=self.venue.data,
            all_day=self.all_day.data, conference=self.conference.data, access=self.access.data,
            capacity=self.capacity.data, languages=self.languages.data, description=self.description.data,
            description_html=html,
        )  # fmt: skip

    def changes(self, reader: Reader, html: str, event: Event) -> EventValues:
        """Of `values`, those that are not as the event stands: what nobody touched is neither set nor refused."""
        stood: Any = EventForm.of(event, reader).values(reader, event.description_html, event)
        typed = self.values(reader, html, event)
        changed = {name: said for name, said in typed.items() if said != _to_the_minute(stood[name])}
        if "site" in changed:
            changed["venue"] = typed["venue"]  # the words of before came from the site of before
        return cast(EventValues, changed)


def _to_the_minute(value: object) -> object:
    """A time as the form shows it; all else as it is."""
    return value.replace(second=0, microsecond=0) if isinstance(value, datetime) else value


def under_of(row: Any) -> str:
    """An event's or a series' agreement and clause as one choice."""
    code = row.agreement.code if row.agreement else ""
    return f"{code}#{row.clause}" if code and row.clause else code


def version_of(form: Any) -> int:
    """The lock version that the form carries; 0, which none is, where it was tampered with."""
    return number_in(form.lock_version.data, 0)
