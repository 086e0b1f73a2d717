"""What a copy is asked to be, and what it takes along."""

from datetime import date
from typing import Any, ClassVar

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import DateField, SelectField
from wtforms.validators import InputRequired, Optional

from forumhub.events.copying import rules
from forumhub.events.copying.values import Asked
from forumhub.events.forms.choices import chosen_parties, offer_parties
from forumhub.events.forms.fields import (
    MultiCheckboxField,
    NewRow,
    TitledForm,
    by_language,
    register_code_field,
    texts,
    wall_clock,
)
from forumhub.events.models import Event, Series

WORDS = {
    rules.DESCRIPTION: _l("Description"),
    rules.LANGUAGES: _l("Working languages"),
    rules.SETTINGS: _l("Registration: who may come, and how many"),
    rules.PLACE: _l("City and venue, where the host stays"),
    rules.AGENDA: _l("Agenda, as a draft of your side"),
    rules.PROGRAMME: _l("Programme, as a draft: its days move with the date"),
    rules.SPEAKERS: _l("Speakers of the programme"),
}
PLACE_AND_LINK = _l("City, venue and video link, where the host stays; the link only among the same parties")
SETTINGS_AND_LINK = _l("Registration: who may come, and how many; video link")
OWN_CODE = _l("Of its own, such as FTP: its items will be FTP/A-1. It never changes.")


class _CopyForm(TitledForm):
    titles = by_language(_l("Title"), most=300)
    register_code = register_code_field(InputRequired(), description=OWN_CODE)
    parts = MultiCheckboxField(_l("Take along"), description=_l("What you may not see stays behind."))

    with_link: ClassVar[dict[str, Any]]
    """What is said of the part with which a link to a video conference comes along."""

    def offer_parts(self, source: Event | Series, allowed: tuple[str, ...], *, programme: bool) -> None:
        hidden = set() if programme else {rules.PROGRAMME, rules.SPEAKERS}
        words = WORDS | self.with_link if rules.link_to_take(source.conference, source.access) else WORDS
        self.parts.choices = [(part, words[part]) for part in allowed if part not in hidden]


class CopyForm(_CopyForm):
    with_link: ClassVar = {rules.PLACE: PLACE_AND_LINK}
    ulid = NewRow()
    register_code = register_code_field(description=OWN_CODE)
    local_start = wall_clock(_l("Starts"), InputRequired(), description=_l("By the clock at its place."))
    local_end = wall_clock(_l("Ends"), Optional(), description=_l("Empty: it lasts as long as the other."))
    host = SelectField(_l("Host"), default="")
    parties = MultiCheckboxField(_l("Parties"), validators=[InputRequired()])

    def __init__(self, source: Event, *arguments: object, programme: bool, **values: object) -> None:
        super().__init__(*arguments, **values)
        offer_parties(self.host, empty=_("none, or online"))
        offer_parties(self.parties)
        self.offer_parts(source, rules.PARTS, programme=programme)
        self.register_code.flags.required = source.series is None
        if source.series is not None:
            code = source.series.register.code
            self.register_code.description = _("Empty: another meeting of the series %(code)s.", code=code)

    @classmethod
    def of(cls, source: Event, today: date, *, programme: bool) -> "CopyForm":
        """A year later, with all that a copy usually takes along."""
        host, parties = source.host.code if source.host else "", [party.code for party in source.parties]
        start = rules.usual_start(source.local_start, today)
        given: dict[str, Any] = {"titles": source.titles, "local_start": start, "host": host, "parties": parties}
        return cls(source, formdata=None, programme=programme, parts=list(rules.USUAL), **given)

    def asked(self) -> Asked:
        """As rows of the session that is open now."""
        host = next(iter(chosen_parties([self.host.data])), None)
        return Asked(
            titles=texts(self.titles),
            host=host,
            parties=chosen_parties(self.parties.data),
            local_start=self.local_start.data,
            local_end=self.local_end.data,
        )


class SeriesCopyForm(_CopyForm):
    with_link: ClassVar = {rules.SETTINGS: SETTINGS_AND_LINK}
    local_start = wall_clock(
        _l("First meeting starts"), InputRequired(), description=_l("By the host's clock. The rule counts from it.")
    )
    until = DateField(_l("Plan until"), validators=[InputRequired()])

    def __init__(self, source: Series, *arguments: object, **values: object) -> None:
        super().__init__(*arguments, **values)
        self.offer_parts(source, rules.OF_SERIES, programme=True)

    @classmethod
    def of(cls, source: Series, today: date, until: date) -> "SeriesCopyForm":
        start = rules.usual_start(source.first_local_start, today)
        usual = [part for part in rules.OF_SERIES if part in rules.USUAL]
        return cls(source, formdata=None, titles=source.titles, local_start=start, until=until, parts=usual)
