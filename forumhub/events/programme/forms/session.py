"""The form of one session."""

from collections.abc import Mapping, Sequence
from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, Form, FormField, IntegerField, SelectField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length, NumberRange, Optional

from forumhub.events.forms.fields import (
    DELEGATION_LANGUAGES,
    MultiCheckboxField,
    NamedForm,
    Rows,
    by_language,
    plain,
    texts,
)
from forumhub.events.programme.entering import SessionValues
from forumhub.events.programme.forms.place import PlaceForm
from forumhub.events.programme.forms.words import SESSION_KINDS, SESSION_STATES
from forumhub.events.programme.models import Programme, ProgrammeSession, Speaker
from forumhub.events.programme.rules import MOST_SPEAKERS
from forumhub.parties.models import Person

SPARE_ROWS = 3
AS_STORED = ("titles", "subtitles", "kind", "state", "track", "language", "interpretation", "abstract", "description")


class SpeakerRow(Form):  # type: ignore[misc]
    place = IntegerField(_l("Order"), validators=[Optional(), NumberRange(1, 999)])
    who = StringField(_l("Name"), filters=[plain], validators=[Length(max=200)])
    affiliation = StringField(_l("Affiliation"), filters=[plain], validators=[Length(max=300)])
    chairs = BooleanField(_l("Chair"))


class SessionForm(NamedForm, PlaceForm):
    titles = by_language(_l("Title"), most=300)
    subtitles = by_language(_l("Subtitle"), most=300)
    kind = SelectField(
        _l("Kind"), choices=list(SESSION_KINDS.items()), default="presentation", validators=[InputRequired()]
    )
    state = SelectField(
        _l("State"), choices=list(SESSION_STATES.items()), default="confirmed", validators=[InputRequired()]
    )
    track = StringField(_l("Track"), filters=[plain], validators=[Length(max=120)])
    language = StringField(
        _l("Language"), filters=[plain], validators=[Length(max=16)], description=_l("What is spoken: zh, ru, en …")
    )
    interpretation = MultiCheckboxField(_l("Interpretation into"))
    abstract = TextAreaField(_l("Abstract"), filters=[plain], description=_l("Markdown. A few sentences."))
    description = TextAreaField(_l("Description"), filters=[plain], description=_l("Markdown. What follows."))
    links = TextAreaField(
        _l("Links"), filters=[plain], description=_l("One a line: the address, a blank, and what it is.")
    )
    speakers = Rows(FormField(SpeakerRow), max_entries=MOST_SPEAKERS)

    def __init__(self, programme: Programme, *arguments: Any, session: ProgrammeSession | None = None, **values: Any):
        super().__init__(programme, *arguments, session=session, **values)
        kept = [code for code in (session.interpretation if session else []) if code not in dict(DELEGATION_LANGUAGES)]
        self.interpretation.choices = [*DELEGATION_LANGUAGES, *((code, code) for code in kept)]

    @classmethod
    def of(cls, session: ProgrammeSession) -> "SessionForm":
        """As the session stands, whatever was sent."""
        form = cls(
            session.programme,
            formdata=None,
            session=session,
            **{name: getattr(session, name) for name in AS_STORED},
            **cls.place_of(session),
            links="\n".join(f"{link['url']} {link['title']}".strip() for link in session.links),
            speakers=[row_of(speaker, place) for place, speaker in enumerate(session.speakers, 1)],
        )
        return form.with_spare_rows()

    def with_spare_rows(self) -> "SessionForm":
        """Room for more speakers, without a script."""
        blank = sum(not row.form.who.data for row in self.speakers)
        for _row in range(min(SPARE_ROWS - blank, MOST_SPEAKERS - len(self.speakers.entries))):
            self.speakers.append_entry()
        return self

    def values(self, html: str, people: Mapping[str, Person], known: Sequence[Speaker]) -> SessionValues:
        """What was typed; `people` by how the form calls them, `known` are the speakers so far."""
        return SessionValues(
            kind=self.kind.data,
            state=self.state.data,
            track=self.track.data,
            language=self.language.data,
            interpretation=self.interpretation.data,
            abstract=self.abstract.data,
            description=self.description.data,
            titles=texts(self.titles),
            subtitles=texts(self.subtitles),
            html=html,
            local_start=self.local_start(),
            minutes=self.minutes.data,
            hall=self.chosen_hall(),
            links=[link_of(line) for line in self.links.data.splitlines() if line.strip()],
            speakers=self._speakers(people, known),
        )

    def _speakers(self, people: Mapping[str, Person], known: Sequence[Speaker]) -> list[Speaker]:
        rows = [row.form for row in self.speakers if row.form.who.data]
        rows.sort(key=lambda row: row.place.data or MOST_SPEAKERS + 1)
        foreign = {called(speaker): speaker.foreign for speaker in known}
        return [_speaker(row, people.get(row.who.data), foreign.get(row.who.data) or {}) for row in rows]


def _speaker(row: SpeakerRow, person: Person | None, foreign: dict[str, Any]) -> Speaker:
    name = person.name if person else row.who.data
    return Speaker(
        person=person, name=name, affiliation=row.affiliation.data, chairs=row.chairs.data, foreign=dict(foreign)
    )


def row_of(speaker: Speaker, place: int) -> dict[str, object]:
    return {
        "place": place,
        "who": called(speaker),
        "affiliation": speaker.affiliation,
        "chairs": speaker.chairs,
    }


def called(speaker: Speaker) -> str:
    """How the form calls a speaker: as `label_of`, or by their name alone."""
    return label_of(speaker.person) if speaker.person else speaker.name


def label_of(person: Person) -> str:
    """How the form offers somebody whom the installation knows: 'Name (BY)'."""
    return f"{person.name} ({person.party.code})" if person.party else person.name


def link_of(line: str) -> dict[str, str]:
    url, _blank, title = line.strip().partition(" ")
    return {"url": url, "title": title.strip()}
