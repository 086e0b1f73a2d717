"""The form of a series: its rule, the hosts' turns in plain rows, and what its meetings take from it."""

from datetime import timedelta
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import DateField, FormField, HiddenField, IntegerField, SelectField
from wtforms.validators import InputRequired, NumberRange, Optional

from forumhub.events.forms.choices import (
    chosen_parties,
    chosen_under,
    offer_clauses,
    offer_parties,
    offered_sites,
    site_choices,
)
from forumhub.events.forms.event import under_of
from forumhub.events.forms.fields import (
    DELEGATION_LANGUAGES,
    MultiCheckboxField,
    Rows,
    TitledForm,
    by_language,
    conference_field,
    ends,
    register_code_field,
    texts,
)
from forumhub.events.forms.words import ACCESS, CALENDAR_DETAILS, KINDS
from forumhub.events.models import HostTurn, Series
from forumhub.events.series.forms.rule import RuleForm, fields_of_rule
from forumhub.events.series.forms.turns import MOST_TURNS, TurnForm, arranged, new_turn, turn_of
from forumhub.events.series.rules import BRIEF_DETAIL, FARTHEST_YEARS, USUAL_MONTHS
from forumhub.events.series.values import SeriesValues
from forumhub.parties.policy import PARTIES, Reader

AS_STORED = (
    "titles", "kind", "all_day", "conference", "access", "capacity", "languages", "months_ahead", "calendar_detail",
    "lock_version",
)  # fmt: skip


class SeriesForm(RuleForm, TitledForm):
    titles = by_language(_l("Title"), most=300)
    register_code = register_code_field(
        InputRequired(),
        description=_l("Two to eight Latin capitals, such as HLM; its items will be HLM/A-1, HLM/D-1. Never changes."),
    )
    kind = SelectField(
        _l("Kind"), choices=list(KINDS.items()), default="high_level_meeting", validators=[InputRequired()]
    )
    under = SelectField(_l("Under"), default="", description=_l("The agreement and clause that it carries out."))
    conference = conference_field()
    rotation = Rows(FormField(TurnForm), label=_l("Hosts in turn"), min_entries=1, max_entries=MOST_TURNS)
    parties = MultiCheckboxField(_l("Parties"), description=_l("None ticked: the parties of the agreement."))
    access = SelectField(_l("Open to"), choices=list(ACCESS.items()), default=PARTIES, validators=[InputRequired()])
    capacity = IntegerField(
        _l("Places"), validators=[Optional(), NumberRange(1, 1_000_000)], description=_l("Empty: no limit.")
    )
    languages = MultiCheckboxField(_l("Working languages"), choices=DELEGATION_LANGUAGES)
    months_ahead = IntegerField(
        _l("Planned so many months ahead"),
        default=USUAL_MONTHS,
        validators=[Optional(), NumberRange(1, 12 * FARTHEST_YEARS)],
        description=_l("Each night the meetings that are missing until then are planned. Empty: 24."),
    )
    calendar_detail = SelectField(
        _l("What mails and calendars outside may say"),
        choices=list(CALENDAR_DETAILS.items()),
        default=BRIEF_DETAIL,
        description=_l(
            "Of closed meetings, actions and minutes. Mail and the calendars of phones are often kept elsewhere."
        ),
    )
    lock_version = HiddenField(default="1")

    def __init__(self, reader: Reader, *arguments: object, series: Series | None = None, **values: object) -> None:
        super().__init__(*arguments, **values)
        self.series = series
        self.sites = offered_sites(reader, [turn.site for turn in turns_of(series)])
        offer_parties(self.parties)
        offer_clauses(self.under, reader)
        for turn in self.rotation:
            turn.form.party.choices = [("", _("nobody")), *self.parties.choices]
            turn.form.site.choices = site_choices(self.sites)

    @classmethod
    def of(cls, series: Series, rest: SeriesValues, reader: Reader) -> "SeriesForm":
        """The form as the series stands from a day on (`rest`, of actions.rest_from), whatever was sent."""
        start = rest["first_local_start"]
        form = cls(
            reader,
            series=series,
            formdata=None,
            **{name: getattr(series, name) for name in AS_STORED},
            under=under_of(series),
            local_start=start,
            local_end=start + timedelta(minutes=rest["minutes_long"]),
            **fields_of_rule(rest["rrule"]),
            rotation=[turn_of(turn) for turn in rest["rotation"]],
            parties=[party.code for party in series.parties],
        )
        del form.register_code
        return form

    def with_turns(self, reader: Reader, order: str) -> "SeriesForm":
        """The same form, as typed, with its turns arranged as a button says; see `turns.arranged`."""
        data: dict[str, Any] = {**self.data, "rotation": arranged(self.rotation.data, order)}
        form = type(self)(reader, series=self.series, formdata=None, **data)
        for name in set(form.data) - set(self.data):
            del form[name]
        return form

    def values(self, reader: Reader, series: Series | None = None) -> SeriesValues:
        """What was typed, as rows. Call it inside `writing()`."""
        agreement, clause = chosen_under(self.under, reader, series.agreement if series else None)
        start = self.local_start.data
        length = ends(start, self.local_end.data) - start
        hosts = {party.code: party for party in chosen_parties([turn.party.data for turn in self.rotation])}
        parties = chosen_parties(self.parties.data) or (list(agreement.parties) if agreement else [])
        known, turns = turns_of(series), [turn for turn in self.rotation if turn.party.data]
        return SeriesValues(
            titles=texts(self.titles), kind=self.kind.data, parties=parties, agreement=agreement, clause=clause,
            rrule=self.chosen_rule(), first_local_start=start, minutes_long=length // timedelta(minutes=1),
            rotation=[new_turn(turn.form, hosts[turn.party.data], known, self.sites) for turn in turns],
            all_day=self.all_day.data, conference=self.conference.data,
            access=self.access.data, capacity=self.capacity.data,
            languages=in_known_order(self.languages.data, series.languages if series else []),
            months_ahead=self.months_ahead.data or USUAL_MONTHS, calendar_detail=self.calendar_detail.data,
        )  # fmt: skip


def turns_of(series: Series | None) -> list[HostTurn]:
    """Of all its rules; none of a series that is to be made."""
    return [turn for rule in series.rules for turn in rule.rotation] if series else []


def in_known_order(ticked: list[str], known: list[str]) -> list[str]:
    """What was known already, where the same ones are ticked: boxes have an order of their own."""
    return known if set(ticked) == set(known) else ticked


class HorizonForm(FlaskForm):  # type: ignore[misc]
    until = DateField(_l("Plan until"), validators=[InputRequired()])
