"""Input to the minutes room: what a new document is, texts as they are typed, terms, approvals, objections."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import DateTimeLocalField, HiddenField, IntegerField, RadioField, SelectField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length, Optional
from wtforms.widgets import HiddenInput

from forumhub.errors import ForumhubError
from forumhub.minutes.rules import AGENDA, MINUTES, MOST_NOTE
from forumhub.minutes.texts import as_typed
from forumhub.web import LANGUAGE_LABELS, say

HERE = "here"
"""Approved on this page; how the reader proved who they are says which way that was."""

LEGAL_STATUS_LABELS = {
    "record": _l("A record of what was said"),
    "agreed_minutes": _l("Agreed minutes"),
    "joint_statement": _l("A joint statement"),
    "binding": _l("Binding between the parties"),
}


class NewDocumentForm(FlaskForm):  # type: ignore[misc]
    kind = RadioField(
        _l("What it is"),
        choices=[(AGENDA, _l("Agenda")), (MINUTES, _l("Minutes"))],
        validators=[InputRequired()],
    )
    title = StringField(
        _l("Title"),
        validators=[Optional(), Length(max=300)],
        description=_l("Left empty, it is made of the event's name."),
    )
    working_language = SelectField(
        _l("Working language"),
        validators=[InputRequired()],
        description=_l("In which it is written first; other languages are added in the editor."),
    )
    sharing = RadioField(
        _l("Who sees the draft"),
        choices=[
            ("own", _l("Our side first; it is shared with one step later")),
            ("all", _l("The secretaries, organizers and heads of every party at once")),
        ],
        default="own",
        validators=[InputRequired()],
    )

    def __init__(self, languages: Iterable[str], **values: object) -> None:
        super().__init__(**values)
        self.working_language.choices = [(code, LANGUAGE_LABELS[code]) for code in languages]


class CirculateForm(FlaskForm):  # type: ignore[misc]
    revision = IntegerField(widget=HiddenInput(), validators=[InputRequired()])
    legal_status = SelectField(
        _l("What the text is"), choices=list(LEGAL_STATUS_LABELS.items()), validators=[InputRequired()]
    )
    prevailing_language = SelectField(
        _l("If the languages differ"), description=_l("Each is equally authentic unless one is to prevail.")
    )
    deadline = DateTimeLocalField(
        _l("Answer by"),
        validators=[Optional()],
        description=_l("On the clock of the meeting's place. Nothing lapses by itself; the ordinary meeting has none."),
    )

    def __init__(self, languages: Iterable[str], **values: object) -> None:
        super().__init__(**values)
        prevail = [(code, _l("%(language)s prevails", language=LANGUAGE_LABELS[code])) for code in languages]
        self.prevailing_language.choices = [("", _l("All are equally authentic")), *prevail]


class PartyForm(FlaskForm):  # type: ignore[misc]
    """For which party the reader acts: one as a rule, named in a hidden field then."""

    party = SelectField(_l("For"), validators=[InputRequired()])

    def __init__(self, parties: Mapping[str, str], **values: object) -> None:
        super().__init__(**values)
        self.party.choices = list(parties.items())


class ApproveForm(PartyForm):
    manifest = HiddenField(validators=[InputRequired()])
    head = HiddenField(validators=[InputRequired()])
    way = RadioField(
        _l("How the party approves"),
        choices=[
            (HERE, _l("Here, by me")),
            ("in_the_room", _l("It was approved in the room")),
            ("by_note", _l("By a note")),
            ("ad_referendum", _l("Ad referendum, to be confirmed later")),
        ],
        default=HERE,
        validators=[InputRequired()],
    )
    note = StringField(
        _l("Note"),
        validators=[Optional(), Length(max=MOST_NOTE)],
        description=_l("Where and how, if not here: 'signed in the room, Minsk', 'note 114/2026 of 3 December'."),
    )


class ObjectForm(PartyForm):
    text = TextAreaField(
        _l("What is objected to, and what would be right"),
        validators=[InputRequired(), Length(max=MOST_NOTE)],
        description=_l("Every party reads it. The new wording itself belongs in the draft."),
    )


def show_error(form: FlaskForm, error: ForumhubError) -> None:
    """Beside its field, or above the form where it concerns none of them."""
    if error.field and error.field in form:
        form[error.field].errors = [say(error)]
    else:
        form.form_errors = [say(error)]


@dataclass(frozen=True)
class TypedTexts:
    """What the editor's form holds: a text for each language shown, and the revision on which they were typed."""

    base: int
    sources: dict[str, str]

    @classmethod
    def of(cls, values: Mapping[str, str], languages: Iterable[str]) -> "TypedTexts":
        """A base that is no number counts as 0: then the save is stale, and nothing is overwritten."""
        base = values.get("base", "")
        typed = {code: values[f"text-{code}"] for code in languages if f"text-{code}" in values}
        number = int(base) if base.isascii() and base.isdecimal() and len(base) < 10 else 0
        return cls(number, {code: as_typed(text) for code, text in typed.items()})
