"""A calendar to upload, and how it is to be imported. All but the file has a default."""

from datetime import date

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from flask_wtf.file import FileField, FileRequired
from wtforms import DateField, SelectField, StringField
from wtforms.validators import InputRequired, Length

from forumhub.calendars.importing.choices import Choices
from forumhub.calendars.importing.usual import KIND, PREFIX, usual_window
from forumhub.events.forms.choices import party_choices
from forumhub.events.forms.fields import MultiCheckboxField, plain
from forumhub.events.forms.words import KINDS
from forumhub.events.queries import all_series
from forumhub.parties.policy import ORGANIZER, Reader, may_organize
from forumhub.parties.queries import all_parties
from forumhub.phrases import in_language
from forumhub.web import language


class ChoicesForm(FlaskForm):  # type: ignore[misc]
    party = SelectField(_l("Imported for"), validators=[InputRequired()])
    parties = MultiCheckboxField(_l("Who else meets"), description=_l("Their members see the meetings, too."))
    kind = SelectField(_l("Kind"), choices=list(KINDS.items()), default=KIND, validators=[InputRequired()])
    series = SelectField(_l("Series"), default="", description=_l("Its register is theirs, too."))
    prefix = StringField(
        _l("Register codes begin with"),
        default=PREFIX,
        filters=[lambda text: plain(text).upper()],
        validators=[Length(max=8)],
        description=_l("Two to four Latin capitals: IMP gives IMPA, IMPB and so on. A series has its own code."),
    )
    zone = StringField(
        _l("Zone of times that name none"),
        filters=[plain],
        validators=[Length(max=64)],
        description=_l("Such as Europe/Minsk. Empty: such meetings are not taken."),
    )
    since = DateField(
        _l("From"), validators=[InputRequired()], description=_l("Recurring meetings are made from here …")
    )
    until = DateField(_l("Until"), validators=[InputRequired()], description=_l("… until here, both days included."))

    def __init__(self, reader: Reader, today: date, *arguments: object, **values: object) -> None:
        since, until = usual_window(today)
        super().__init__(*arguments, **{"since": since, "until": until, **values})
        own = reader.parties_as(ORGANIZER)
        names = dict(party_choices())
        self.party.choices = [(each.code, names[each.code]) for each in all_parties() if each.id in own]
        self.parties.choices = list(names.items())
        self.series.choices = [("", _("none: each stands alone"))] + [
            (each.ulid, f"{each.register.code} · {in_language(each.titles, language())}")
            for each in all_series(reader)
            if may_organize(reader, each.party_ids)
        ]

    @classmethod
    def of(cls, choices: Choices, reader: Reader, today: date) -> "ChoicesForm":
        """As it was chosen, whatever was sent."""
        window = {"since": choices.since, "until": choices.until}
        # as data: WTForms takes an argument that is named prefix for the prefix of all field names
        return cls(reader, today, formdata=None, data=choices.as_json(), **window)

    def choices_made(self) -> Choices:
        return Choices(
            party=self.party.data,
            parties=tuple(self.parties.data or ()),
            kind=self.kind.data,
            series=self.series.data,
            prefix=self.prefix.data,
            zone=self.zone.data,
            since=self.since.data,
            until=self.until.data,
        )


class UploadForm(ChoicesForm):
    file = FileField(
        _l("Calendar"),
        validators=[FileRequired(_l("Choose the file of the calendar, such as calendar.ics."))],
        description=_l("An .ics file of Outlook, Google, Apple, Thunderbird or another program; 10 MB at most."),
    )
