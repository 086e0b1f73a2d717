"""The form of a series: its rule in presets or as text, and the hosts' turns in plain rows."""

from datetime import timedelta
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import DateField, FieldList, Form, FormField, HiddenField, IntegerField, SelectField, StringField
from wtforms.validators import InputRequired, Length, NumberRange, Optional

from forumhub.errors import N_, RuleBroken
from forumhub.events.forms.choices import chosen_parties, chosen_under, offer_clauses, offer_parties
from forumhub.events.forms.event import under_of
from forumhub.events.forms.fields import (
    DELEGATION_LANGUAGES,
    MultiCheckboxField,
    TitledForm,
    by_language,
    ends,
    plain,
    texts,
    wall_clock,
)
from forumhub.events.forms.words import ACCESS, KINDS
from forumhub.events.models import HostTurn, Series
from forumhub.events.series.rules import same_weekday
from forumhub.events.series.values import SeriesValues
from forumhub.parties.models import Party
from forumhub.parties.policy import PARTIES, Reader
from forumhub.phrases import in_language
from forumhub.web import language

TURNS = 4
WEEKDAY, BY_HAND, OWN_RULE = "weekday", "hand", "own"
REPEATS = {
    "FREQ=YEARLY": _l("Every year, on the same date"),
    WEEKDAY: _l("Every year, on the same weekday of the month"),
    "FREQ=MONTHLY;INTERVAL=6": _l("Every six months"),
    "FREQ=MONTHLY;INTERVAL=3": _l("Every three months"),
    "FREQ=YEARLY;INTERVAL=2": _l("Every two years"),
    BY_HAND: _l("Dates are set by hand"),
    OWN_RULE: _l("By another rule, given below"),
}
AS_STORED = ("titles", "kind", "access", "capacity", "languages", "lock_version")


class TurnForm(Form):  # type: ignore[misc]
    party = SelectField(_l("Host"), default="")
    city = StringField(_l("City"), filters=[plain], validators=[Length(max=120)])
    venue = StringField(_l("Venue"), filters=[plain], validators=[Length(max=300)])
    timezone = StringField(_l("Time zone"), filters=[plain], validators=[Length(max=64)])


class SeriesForm(TitledForm):
    titles = by_language(_l("Title"), most=300)
    register_code = StringField(
        _l("Register code"),
        validators=[InputRequired()],
        filters=[lambda text: plain(text).upper()],
        description=_l("Two to eight Latin capitals, such as HLM; its items will be HLM/A-1, HLM/D-1. Never changes."),
    )
    kind = SelectField(
        _l("Kind"), choices=list(KINDS.items()), default="high_level_meeting", validators=[InputRequired()]
    )
    under = SelectField(_l("Under"), default="", description=_l("The agreement and clause that it carries out."))
    local_start = wall_clock(
        _l("First meeting starts"),
        InputRequired(),
        description=_l("By the host's clock. The rule counts from it."),
    )
    local_end = wall_clock(_l("First meeting ends"), Optional(), description=_l("Empty: eight hours later."))
    repeats = SelectField(_l("Repeats"), choices=list(REPEATS.items()), default=WEEKDAY, validators=[InputRequired()])
    rrule = StringField(
        _l("Rule"),
        filters=[lambda text: plain(text).upper()],
        description=_l("As calendars write it: FREQ=YEARLY;BYMONTH=11;BYDAY=-1FR is the last Friday of each November."),
    )
    rotation = FieldList(FormField(TurnForm), label=_l("Hosts in turn"), min_entries=TURNS, max_entries=12)
    parties = MultiCheckboxField(_l("Parties"), description=_l("None ticked: the parties of the agreement."))
    access = SelectField(_l("Open to"), choices=list(ACCESS.items()), default=PARTIES, validators=[InputRequired()])
    capacity = IntegerField(
        _l("Places"), validators=[Optional(), NumberRange(1, 1_000_000)], description=_l("Empty: no limit.")
    )
    languages = MultiCheckboxField(_l("Working languages"), choices=DELEGATION_LANGUAGES)
    lock_version = HiddenField(default="1")

    def __init__(self, reader: Reader, *arguments: object, **values: object) -> None:
        super().__init__(*arguments, **values)
        offer_parties(self.parties)
        offer_clauses(self.under, reader)
        for turn in self.rotation:
            turn.form.party.choices = [("", _("nobody")), *self.parties.choices]

    @classmethod
    def of(cls, series: Series, reader: Reader) -> "SeriesForm":
        """The form as the series stands, whatever was sent."""
        start = series.first_local_start
        form = cls(
            reader,
            formdata=None,
            **{name: getattr(series, name) for name in AS_STORED},
            under=under_of(series),
            local_start=start,
            local_end=start + timedelta(minutes=series.minutes_long),
            repeats=repeats_of(series),
            rrule=series.rrule,
            rotation=[turn_of(turn) for turn in series.rotation],
            parties=[party.code for party in series.parties],
        )
        del form.register_code
        return form

    def values(self, reader: Reader, series: Series | None = None) -> SeriesValues:
        """What was typed, as rows. Call it inside `writing()`."""
        agreement, clause = chosen_under(self.under, reader, series.agreement if series else None)
        start = self.local_start.data
        length = ends(start, self.local_end.data) - start
        hosts = {party.code: party for party in chosen_parties([turn.party.data for turn in self.rotation])}
        parties = chosen_parties(self.parties.data) or (list(agreement.parties) if agreement else [])
        return SeriesValues(
            titles=texts(self.titles), kind=self.kind.data, parties=parties, agreement=agreement, clause=clause,
            rrule=self.chosen_rule(), first_local_start=start, minutes_long=length // timedelta(minutes=1),
            rotation=[new_turn(turn.form, hosts[turn.party.data], series) for turn in self.rotation if turn.party.data],
            access=self.access.data, capacity=self.capacity.data, languages=self.languages.data,
        )  # fmt: skip

    def chosen_rule(self) -> str:
        """As text of RFC 5545. Raises RuleBroken where another rule was promised and not given."""
        chosen = self.repeats.data
        if chosen == OWN_RULE and not self.rrule.data:
            raise RuleBroken(N_("Give the rule here, or choose above how the series repeats."), field="rrule")
        special = {WEEKDAY: same_weekday(self.local_start.data.date()), BY_HAND: "", OWN_RULE: self.rrule.data}
        return str(special.get(chosen, chosen))


class HorizonForm(FlaskForm):  # type: ignore[misc]
    until = DateField(_l("Plan until"), validators=[InputRequired()])


def repeats_of(series: Series) -> str:
    """Which preset the rule is."""
    if series.rrule == same_weekday(series.first_local_start.date()):
        return WEEKDAY
    return (series.rrule if series.rrule in REPEATS else OWN_RULE) if series.rrule else BY_HAND


def turn_of(turn: HostTurn) -> dict[str, str]:
    city = in_language(turn.city, language())
    return {"party": turn.party.code, "city": city, "venue": turn.venue, "timezone": turn.timezone}


def new_turn(form: Any, party: Party, series: Series | None) -> HostTurn:
    """A turn as typed; a city that is known by this name keeps its names in other languages."""
    known = [party.city, *(turn.city for turn in (series.rotation if series else []))]
    typed = form.city.data or in_language(party.city, language())
    city = next((names for names in known if typed in names.values()), {language(): typed})
    return HostTurn(party=party, city=city, venue=form.venue.data, timezone=form.timezone.data or party.timezone)
