"""Input on kept filters."""

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import SelectField, StringField
from wtforms.validators import InputRequired, Length

from forumhub.errors import ForumhubError
from forumhub.followup.forms import as_taken
from forumhub.web import say


class SavedFilterForm(FlaskForm):  # type: ignore[misc]
    name = StringField(_l("Name of the filter"), validators=[InputRequired(), Length(max=80)], filters=[as_taken])
    shared = SelectField(_l("Who sees it"))

    def __init__(self, parties: dict[str, str], **values: object) -> None:
        """`parties` are the names of the reader's parties by code."""
        super().__init__(**values)
        within = [(code, _("people of %(party)s", party=name)) for code, name in parties.items()]
        self.shared.choices = [("", _("I alone")), *within]
        if self.shared.data is None:
            self.shared.data = ""

    def show(self, error: ForumhubError) -> None:
        self.name.errors = [*self.name.errors, say(error)]
