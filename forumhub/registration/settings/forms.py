"""What an organizer sets: the settings of registration, and a row of places for each party."""

from collections.abc import Iterable
from typing import Any

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import HiddenField, IntegerField, RadioField
from wtforms.validators import InputRequired, NumberRange, Optional

from forumhub.events.forms.fields import wall_clock
from forumhub.parties.models import Party
from forumhub.phrases import in_language
from forumhub.registration import rules as registration
from forumhub.registration.models import RegistrationSettings
from forumhub.registration.settings.rules import (
    LONGEST_OFFER,
    MOST_DAYS,
    MOST_PLACES,
    MOST_PRECEDENCE,
    Allotment,
)
from forumhub.registration.settings.values import SettingsValues
from forumhub.web import language

APPLICANTS = {
    registration.NOBODY: _l("Nobody: people are nominated by their party, or invited"),
    registration.MEMBERS: _l("Who has an account and may see the event"),
    registration.EVERYONE: _l("Everyone, by e-mail and without an account, where the event is public"),
}
SHOWN = {
    registration.NOTHING: _l("Nothing"),
    registration.NUMBERS: _l("How many come, not who"),
    registration.NAMES: _l("Names and functions"),
}
COLUMNS = {"quota": _l("Delegates"), "observers": _l("Observers"), "precedence": _l("Precedence")}
MOST = {"quota": MOST_PLACES, "observers": MOST_PLACES, "precedence": MOST_PRECEDENCE}
STORED = (
    "applicants", "shown", "local_deadline", "offer_hours", "retention_days", "sensitive_days", "lock_version"
)  # fmt: skip


class SettingsForm(FlaskForm):  # type: ignore[misc]
    applicants = RadioField(_l("Who may apply"), choices=list(APPLICANTS.items()), validators=[InputRequired()])
    local_deadline = wall_clock(_l("Deadline"), Optional())
    shown = RadioField(
        _l("What a party sees of the other delegations"),
        choices=list(SHOWN.items()),
        validators=[InputRequired()],
        description=_l("Its own list it sees in full; organizers see every list once it is submitted."),
    )
    offer_hours = IntegerField(
        _l("Hours to accept a place that became free"),
        validators=[Optional(), NumberRange(1, LONGEST_OFFER)],
        description=_l("Empty: the place is given at once to the first who waits and fits."),
    )
    retention_days = IntegerField(
        _l("Days until personal details are purged"), validators=[InputRequired(), NumberRange(1, MOST_DAYS)]
    )
    sensitive_days = IntegerField(
        _l("Days until sensitive answers are purged"), validators=[InputRequired(), NumberRange(1, MOST_DAYS)]
    )
    lock_version = HiddenField(default="1")

    def values(self) -> SettingsValues:
        return SettingsValues(
            applicants=self.applicants.data, shown=self.shown.data, local_deadline=self.local_deadline.data,
            offer_hours=self.offer_hours.data, retention_days=self.retention_days.data,
            sensitive_days=self.sensitive_days.data,
        )  # fmt: skip

    def allotments(self, parties: Iterable[Party]) -> dict[str, Allotment]:
        """What was typed for each of these parties, by code."""
        return {
            party.code: Allotment(*(self[f"{column}_{party.code}"].data for column in COLUMNS)) for party in parties
        }


def settings_form(
    settings: RegistrationSettings, allotted: dict[Party, Allotment], *, as_sent: bool = False
) -> SettingsForm:
    """With three fields for each of these parties; as it stands, or as it was sent."""
    rows = {f"{column}_{party.code}": _places(party, column) for party in allotted for column in COLUMNS}
    form_class: Any = type("SettingsOfEvent", (SettingsForm,), rows)
    if as_sent:
        return form_class()  # type: ignore[no-any-return]
    stands = {name: getattr(settings, name) for name in STORED}
    for party, allotment in allotted.items():
        stands |= {f"{column}_{party.code}": value for column, value in allotment._asdict().items()}
    return form_class(formdata=None, **stands)  # type: ignore[no-any-return]


def _places(party: Party, column: str) -> IntegerField:
    label = f"{in_language(party.names, language())}: {COLUMNS[column]}"
    least = 1 if column == "precedence" else 0
    return IntegerField(label, validators=[Optional(), NumberRange(least, MOST[column])])
