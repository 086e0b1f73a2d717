"""Input from the page that hands out links."""

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import RadioField, SelectField, StringField, ValidationError
from wtforms.validators import InputRequired

from forumhub.calendars.subscribing.offering import AGREEMENT, ALL, DUE, EVENT, PARTY, PERSON, SERIES, TASKS, Offered

LABELS = {
    PERSON: _l("My meetings"),
    ALL: _l("My meetings and those of my parties"),
    PARTY: _l("All meetings of a party"),
    SERIES: _l("A series of meetings"),
    AGREEMENT: _l("All meetings under an agreement"),
    EVENT: _l("The programme of an event"),
    DUE: _l("Actions of my parties, as days"),
    TASKS: _l("Actions of my parties, as tasks"),
}
EXPLAINED = {
    PERSON: _l("What you are invited to, registered for or lead, and nothing else."),
    ALL: _l("Those, and everything that a party takes part in for which you have a role."),
    PARTY: _l("Everything that it takes part in, as far as you may see it."),
    SERIES: _l("Each meeting of the series, wherever it is held and whoever hosts it."),
    AGREEMENT: _l(
        "Everything that carries the agreement out: meetings, and the days when actions of my parties are due."
    ),
    EVENT: _l("The event and each of its sessions at its hour."),
    DUE: _l("Each action stands on the day when it is due. Every calendar shows these."),
    TASKS: _l(
        "A list of tasks with their state. Thunderbird, Evolution and KOrganizer show it; Outlook, Apple Calendar and "
        "Google Calendar leave tasks of a subscription out, so take the days for them."
    ),
}


def shown_words(offered: Offered) -> dict[str, str]:
    """What a link shows, in words, by its collection."""
    named = {
        PARTY: lambda name: _("All meetings of %(party)s", party=name),
        SERIES: lambda name: _("Series %(title)s", title=name),
        AGREEMENT: lambda name: _("All meetings under %(title)s", title=name),
        EVENT: lambda name: _("Programme of %(title)s", title=name),
    }
    words = {offered.collection(kind, ""): str(LABELS[kind]) for kind in LABELS if kind not in offered.named}
    for kind, choices in offered.named.items():
        words |= {offered.collection(kind, which): str(named[kind](name)) for which, name in choices}
    return words


class SubscribeForm(FlaskForm):  # type: ignore[misc]
    shows = RadioField(
        _l("What the link shows"), validators=[InputRequired(_l("Choose one of the calendars."))], validate_choice=False
    )
    party = SelectField(_l("Which party"), validate_choice=False)
    series = SelectField(_l("Which series"), validate_choice=False)
    agreement = SelectField(_l("Which agreement"), validate_choice=False)
    event = SelectField(_l("Which event"), validate_choice=False)
    label = StringField(
        _l("Name"),
        description=_l("What your calendar calls it, and you on this page: 'My phone' or 'Forum office'."),
        validators=[InputRequired(_l("Give the link a name, such as the device that will use it."))],
    )

    def __init__(self, offered: Offered, asked: str = "") -> None:
        """`asked`, such as 'series/<ulid>' or 'due', is chosen first where it is offered."""
        kind, _slash, which = asked.partition("/")
        first = kind if offered.holds(kind, which) else PERSON
        super().__init__(data={"shows": first, first: which})
        self.offered = offered
        self.shows.choices = [(each, LABELS[each]) for each in offered.kinds]
        for each, choices in offered.named.items():
            self[each].choices = choices

    @property
    def collection(self) -> str:
        return self.offered.collection(self.shows.data, self._which)

    @property
    def _which(self) -> str:
        return self[self.shows.data].data if self.shows.data in self.offered.named else ""

    def validate_shows(self, field: RadioField) -> None:
        if field.data not in self.offered.kinds:
            raise ValidationError(_("Choose one of the calendars."))
        if not self.offered.holds(field.data, self._which):
            raise ValidationError(_("Choose which one, from the list below it."))
