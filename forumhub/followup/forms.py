"""Input of the followup room."""

import re
from typing import Any

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from flask_wtf.file import MultipleFileField
from wtforms import DateField, HiddenField, RadioField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length

from forumhub.errors import ForumhubError
from forumhub.files import MEDIA_TYPES
from forumhub.followup.rules import BLOCK, DONE, START
from forumhub.web import say

_UNTAKEN = re.compile(r"[\x00-\x08\x0b-\x1f\x7f\ud800-\udfff]")


def as_taken(text: str | None) -> str:
    """Without what no database takes and nobody sees: control characters but tabs and line ends, halves of pairs."""
    return _UNTAKEN.sub("", (text or "").replace("\r\n", "\n"))


class PartyForm(FlaskForm):  # type: ignore[misc]
    """Said for a party; who acts for one only is not asked for which."""

    party = RadioField(_l("For"), validators=[InputRequired()])
    words = TextAreaField(_l("In words"), validators=[Length(max=10_000)], filters=[as_taken])

    def __init__(self, parties: dict[str, str], **values: Any) -> None:
        """`parties` are names by code."""
        super().__init__(**values)
        self.party.choices = list(parties.items())
        if not self.party.data:
            self.party.data = next(iter(parties), None)

    def show(self, error: ForumhubError) -> None:
        """Puts the error beside the field that it names, else at the top."""
        if error.field in self:
            self[error.field].errors = [*self[error.field].errors, say(error)]
        else:
            self.form_errors.append(say(error))


class ReportForm(PartyForm):
    act = RadioField(
        _l("How it stands"),
        choices=[(DONE, _l("Done")), (START, _l("In progress")), (BLOCK, _l("Blocked"))],
        default=DONE,
        validators=[InputRequired()],
    )
    evidence = StringField(
        _l("Evidence"),
        validators=[Length(max=2_000)],
        filters=[as_taken],
        description=_l("A note, a decree, a page: its number and date."),
    )
    files = MultipleFileField(
        _l("Files"),
        description=_l("Of these kinds: %(kinds)s. Choose them again after an error.", kinds=" ".join(MEDIA_TYPES)),
    )


class DueForm(PartyForm):
    due = DateField(_l("New date"), validators=[InputRequired()])


class AgreeForm(PartyForm):
    """`due` is the date that its reader saw, so that nobody agrees to another one."""

    due = HiddenField(validators=[InputRequired()])
