"""Input about what is put forward."""

from collections.abc import Iterable, Sequence

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import IntegerField, RadioField, SelectField, StringField, TextAreaField
from wtforms.validators import DataRequired, InputRequired, Length, NumberRange, Optional

from forumhub.events.forms.fields import plain
from forumhub.minutes.agendas.rules import CONCERN, MOST_ANSWER, MOST_MINUTES, MOST_TEXT, OWN, POINT, SUBMITTED
from forumhub.parties.models import Organ, Party
from forumhub.phrases import in_language
from forumhub.unseen import without_unseen
from forumhub.web import LANGUAGE_LABELS, language


def _empty_unless_seen(title: str) -> str:
    return title if without_unseen(title).strip() else ""


class PointForm(FlaskForm):  # type: ignore[misc]
    kind = RadioField(
        _l("What you put forward"),
        choices=[(POINT, _l("A point for the agenda")), (CONCERN, _l("A concern, to be entered in the register"))],
        default=POINT,
        validators=[InputRequired()],
    )
    title = StringField(_l("Title"), filters=[plain, _empty_unless_seen], validators=[DataRequired(), Length(max=300)])
    text = TextAreaField(
        _l("Text"),
        filters=[plain],
        validators=[Optional(), Length(max=MOST_TEXT)],
        description=_l("What is to be discussed, or what the concern is; plain paragraphs."),
    )
    language = SelectField(_l("Language of the text"), choices=list(LANGUAGE_LABELS.items()))
    organ = SelectField(
        _l("Who presents it"),
        validators=[InputRequired()],
        description=_l("Your party, or the organ of it that raises or presents this."),
    )
    minutes_long = IntegerField(
        _l("Length in minutes"),
        validators=[Optional(), NumberRange(min=1, max=MOST_MINUTES)],
        description=_l("How long it takes; the agenda adds them up."),
    )
    sharing = RadioField(
        _l("Who sees it"),
        choices=[
            (OWN, _l("Our side first; it is submitted with one step later")),
            (SUBMITTED, _l("The secretaries, organizers and heads of every party at once")),
        ],
        default=OWN,
        validators=[InputRequired()],
    )

    def __init__(self, organs: Iterable[tuple[Party, Sequence[Organ]]], **values: object) -> None:
        super().__init__(**values)
        self.organ.choices = [
            (code, f"{in_language(names, language())} ({code})")
            for party, own in organs
            for code, names in ((party.code, party.names), *((organ.code, organ.names) for organ in own))
        ]


class LeaveForm(FlaskForm):  # type: ignore[misc]
    answer = TextAreaField(
        _l("Why it is left out"),
        filters=[plain],
        validators=[InputRequired(), Length(max=MOST_ANSWER)],
        description=_l("Every party reads it. It can still be taken in later."),
    )
